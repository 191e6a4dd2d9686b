import CaseModel
import Foundation
import ProtocolFiles
import Testing

@Suite struct ProtocolFileTests {
    private let lists: CodeLists

    init() throws { lists = try CodeLists.bundled() }

    private static let smallest = """
        code: TEST
        version: 2
        title: { en: A test, fr: Un essai }
        entities: [HRC]
        adopted: 2026-01-01
        review: 2027-01-01
        tools: [A03]
        steps:
          - id: one
            title: First
            role: CASE_OFFICER
            clock: { amount: 2, unit: working_days, may_stop: true, extensions: 1 }
            escalates_to: ASG
            evidence:
              - A note
          - id: two
            title: { en: Second, ar: الثانية }
            role: FOCAL_POINT
            after: [one]
            optional: true
        """

    private func read(_ text: String) throws -> EntityProtocol {
        try ProtocolFile.read(Array(text.utf8), lists: lists)
    }

    @Test func `a file is read whole`() throws {
        let one = try read(Self.smallest)
        #expect(one.code == "TEST" && one.version == 2 && one.title["fr"] == "Un essai" && one.steps.count == 2)
        #expect(one.steps[0].clock == StepClock(amount: 2, unit: .workingDays, mayStop: true, extensions: 1))
        #expect(one.steps[0].evidence == [["en": "A note"]] && one.steps[0].escalatesTo == .asg)
        #expect(one.steps[1].after == ["one"] && one.steps[1].isOptional && one.steps[1].title["ar"] == "الثانية")
    }

    @Test(arguments: [
        ("version: 2", "version: two", "not-a-number", 2), ("entities: [HRC]", "entities: [NATO]", "unknown_entity", 4),
        ("entities: [HRC]", "entities: HRC", "not-a-list", 4), ("role: FOCAL_POINT", "role: BOSS", "unknown-code", 18),
        ("after: [one]", "after: [three]", "unknown_step", 19),
        ("optional: true", "optional: yes", "not-true-or-false", 20),
        ("tools: [A03]", "tools: [A03]\ncolour: red", "unknown-field", 8),
        ("review: 2027-01-01", "review: 2025-01-01", "review_before_adoption", 6),
        ("code: TEST\n", "", "missing-field", 1), ("    role: CASE_OFFICER\n", "", "missing-field", 9),
        ("unit: working_days", "unit: moons", "unknown-code", 12), ("- A note", "- [a]", "not-a-text", 15),
        ("steps:", "steps: []\nsteps:", "duplicate-key", 9), ("code: TEST", "code: [", "syntax", 3),
    ])
    func `what is wrong is told with its line`(text: String, instead: String, problem: String, line: Int) throws {
        #expect(Self.smallest.contains(text))
        let wrong = Self.smallest.replacingOccurrences(of: text, with: instead)
        let problems = #expect(throws: ProtocolFile.Problems.self) { try read(wrong) }
        #expect(problems?.all.first == ProtocolFile.Problem(problem: problem, line: line))
    }

    @Test func `everything that is wrong is told at once`() {
        let wrong = Self.smallest.replacingOccurrences(of: "version: 2", with: "version: x")
            .replacingOccurrences(of: "role: FOCAL_POINT", with: "role: BOSS")
        let problems = #expect(throws: ProtocolFile.Problems.self) { try read(wrong) }
        #expect(problems?.all.map(\.line) == [2, 18])
    }

    @Test func `the six templates can be followed, and no UN entity has two`() throws {
        let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
            .appending(path: "Shared/ProtocolFiles/Templates").resolvingSymlinksInPath()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count == 6)
        let all = try files.map { try read(String(contentsOf: $0, encoding: .utf8)) }
        #expect(Set(all.map(\.code)).count == 6)
        let entities = all.flatMap(\.entities)
        #expect(Set(entities).count == entities.count)
        for one in all { #expect(one.steps.contains { $0.id == "consent" } && one.steps.contains { $0.id == "risk" }) }
    }
}
