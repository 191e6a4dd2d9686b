import CaseModel
import Foundation
import Testing

/// The ladder over the acceptance cases, where their folder lies beside the repository.
@Suite(.enabled(if: AcceptanceCase.file != nil, "shared/cases is not there")) struct `The acceptance cases` {
    @Test func `the rule suggests what is expected of it, line for line`() throws {
        let cases = try AcceptanceCase.all()
        #expect(!cases.isEmpty)
        for one in cases {
            let suggestion = VerificationRule.suggest(one.items)
            let expected = one.expected.verification
            #expect(suggestion.status.rawValue.prefix(2) == expected.suggestedStatus, "\(one.id)")
            #expect(suggestion.independentLinesForAct == expected.independentLines, "\(one.id)")
            #expect(suggestion.isContested == expected.contested, "\(one.id)")
            let nexus = try #require(NexusStrength(rawValue: expected.nexus))
            #expect(
                VerificationRule.mayBeSignedAsReasonableGrounds(suggestion, nexus: nexus) == expected.eligible,
                "\(one.id)")
        }
    }

    @Test func `every grade 1 is borne out by an item of another group`() throws {
        for one in try AcceptanceCase.all() {
            for item in one.items { #expect(item.mayKeepCredibility(confirming: one.items), "\(one.id)") }
        }
    }

    @Test func `a first submission that declares an act of tier 1 is urgent at once`() throws {
        let lists = try CodeLists.bundled()
        for one in try AcceptanceCase.all() {
            let acts = one.submissions.first?.declared?.acts ?? []
            guard acts.contains(where: { lists.item($0, in: "act_type")?.tier == 1 }) else { continue }
            #expect(UrgencyRule.score(dangers: [], acts: acts, lists: lists).urgency == .u1, "\(one.id)")
        }
    }
}

/// As much of `shared/cases/FORMAT.md` as the rules need.
struct AcceptanceCase: Decodable {
    struct Submission: Decodable {
        struct Declared: Decodable { let acts: [String]? }
        let declared: Declared?
    }

    struct Item: Decodable {
        let source_type: SourceType
        let reliability: SourceReliability
        let credibility: InformationCredibility
        let independence_group: String
        let supports: Set<Claim>
        let contradicts: Set<Claim>
    }

    struct Expected: Decodable {
        struct Verification: Decodable {
            let suggestedStatus: String
            let independentLines: Int
            let contested: Bool
            let eligible: Bool
            let nexus: String

            private enum CodingKeys: String, CodingKey {
                case suggestedStatus = "suggested_status_by_rule"
                case independentLines = "independent_source_lines_for_act"
                case contested, nexus
                case eligible = "eligible_for_V4"
            }
        }
        let verification: Verification
    }

    let id: String
    let submissions: [Submission]
    let expected: Expected
    private let assessment: [Item]

    var items: [GradedItem] {
        assessment.map { item in
            GradedItem(
                sourceType: item.source_type, reliability: item.reliability, credibility: item.credibility,
                independenceGroup: item.independence_group, supports: item.supports, contradicts: item.contradicts)
        }
    }

    static let file: URL? = {
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        // Beside the repository, or further up where the repository is a clone within a work folder.
        for _ in 0..<4 {
            folder.deleteLastPathComponent()
            let file = folder.appendingPathComponent("shared/cases/acceptance.json")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        return nil
    }()

    static func all() throws -> [AcceptanceCase] {
        try JSONDecoder().decode([AcceptanceCase].self, from: Data(contentsOf: #require(file)))
    }

    private enum CodingKeys: String, CodingKey {
        case id = "test_id"
        case submissions, expected
        case assessment = "evidence_assessment"
    }
}
