import CaseModel
import Foundation
import TestSupport
import Testing

/// What must hold of every gate, whatever the case: tried on invented ones, the same every time.
@Suite struct ActionPropertyTests {
    private static let names = ["Ada Invented", "Bo Madeup", "Cy Fictive"]
    private static let ids = ["A", "B", "C"]

    private struct Trial {
        var one: GateCase
        var step: PlannedStep
        var decision: GateDecision
    }

    private static func trials(_ count: Int = 200, seed: UInt64) throws -> [Trial] {
        var random = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            let one = self.one(&random)
            let step = self.step(&random)
            return Trial(one: one, step: step, decision: try decide(step, one))
        }
    }

    private static func decide(
        _ step: PlannedStep, _ one: GateCase, override: EmergencyOverride? = nil
    ) throws -> GateDecision {
        GateRule.decide(step, on: one, gates: try InventedCase.gates.get(), override: override)
    }

    /// Mostly open, so that there is something to shut.
    private static func one(_ random: inout SeededGenerator) -> GateCase {
        func mostly<Value>(_ usual: Value, _ all: [Value]) -> Value {
            Int.random(in: 0..<4, using: &random) > 0 ? usual : all.randomElement(using: &random) ?? usual
        }
        let people = zip(ids, names).prefix(Int.random(in: 1...3, using: &random)).map { id, name in
            var person = InventedCase.person(
                id,
                Dictionary(
                    uniqueKeysWithValues: ConsentPurpose.allCases.map { ($0, mostly(.given, ConsentStatus.allCases)) }),
                names: [name], daysAgo: mostly(1, [10, 200]))
            person.isWithheld = mostly(false, [true])
            person.isChild = mostly(false, [true])
            return person
        }
        let risk = mostly(RiskLevel.r1, RiskLevel.allCases)
        return InventedCase.with(Array(people), risk: risk) { one in
            one.verification = mostly(.v3, VerificationStatus.allCases)
            one.besideContradictions = mostly(.v3, [.v0, .v2])
            one.nexus = mostly(.n2, NexusStrength.allCases)
            one.hasKnownSource = mostly(true, [false])
            one.traits = mostly(one.traits, [[], [.councilFamily], [.unPersonnel]])
            one.responsibleStates = mostly(["QAA"], [[], ["QAA", "QBB"]])
            one.namingTells = mostly([:], [["A": ["B"]], ["B": ["C"], "C": ["A"]], ["A": ["Z"]]])
            one.links = mostly([], [[MosaicRule.Link(from: "B", to: "A", relation: .lawyerOf)]])
            one.risk?.isSigned = mostly(true, [false])
        }
    }

    private static func step(_ random: inout SeededGenerator) -> PlannedStep {
        PlannedStep(
            ActionType.allCases.randomElement(using: &random) ?? .a05,
            stage: PlannedStep.Stage.allCases.randomElement(using: &random) ?? .proposed,
            visibility: ActionVisibility.allCases.randomElement(using: &random),
            isNoteVerbale: Bool.random(using: &random), isTrend: Bool.random(using: &random),
            text: ["Ada Invented was arrested. Her lawyer too.", "Bo Madeup.", "Somebody was arrested.", nil]
                .randomElement(using: &random) ?? nil)
    }

    /// How much is said, from least to most, where a name is asked about.
    private static func level(_ identity: UsedIdentity?) -> Int {
        switch identity {
        case nil: 0
        case .named: 2
        default: 1
        }
    }

    /// Nothing that was shut is open, and nobody is spoken of more openly.
    private static func isNoWider(_ now: GateDecision, than before: GateDecision) -> Bool {
        (before.isAllowed || !now.isAllowed) && level(now.identity) <= max(level(before.identity), 0)
            && now.people.allSatisfy { level($0.identity) <= level(before.person($0.id)?.identity) }
    }

    @Test func `the trials open some gates and shut others`() throws {
        let trials = try Self.trials(seed: 1)
        let open = trials.count { $0.decision.isAllowed }
        #expect(open > 30 && trials.count - open > 30, "\(open)")
        #expect(Set(trials.flatMap(\.decision.reasons)).count > 12)
        #expect(Set(trials.compactMap(\.decision.identity)).count == UsedIdentity.allCases.count)
    }

    @Test func `a consent withdrawn never opens a gate`() throws {
        for trial in try Self.trials(seed: 2) {
            for index in trial.one.people.indices {
                for purpose in ConsentPurpose.allCases {
                    var one = trial.one
                    one.people[index].entries.append(
                        ConsentEntry(purpose: purpose, status: .withdrawn, saidAt: one.now))
                    #expect(
                        Self.isNoWider(try Self.decide(trial.step, one), than: trial.decision),
                        "\(trial.step) \(purpose)")
                }
            }
        }
    }

    @Test func `a higher risk never opens a gate`() throws {
        for trial in try Self.trials(seed: 3) {
            for level in RiskLevel.allCases where level > (trial.one.risk?.residual ?? .r4) {
                var one = trial.one
                one.risk?.residual = level
                let now = try Self.decide(trial.step, one)
                #expect(Self.isNoWider(now, than: trial.decision), "\(trial.step) \(level)")
                #expect(now.signatures.count >= trial.decision.signatures.count)
                #expect(now.signatures.also.isSuperset(of: trial.decision.signatures.also))
            }
        }
    }

    @Test func `less certainty, a weaker link, no known source and a later stage never open a gate`() throws {
        for trial in try Self.trials(seed: 4) {
            for status in [VerificationStatus.v3, .v2, .v1, .v0]
            where trial.one.verification == .v4 || status < trial.one.verification {
                var one = trial.one
                guard [.v5, .v6].contains(one.verification) == false else { continue }
                one.verification = status
                #expect(
                    Self.isNoWider(try Self.decide(trial.step, one), than: trial.decision), "\(trial.step) \(status)")
            }
            var weaker = trial.one
            (weaker.nexus, weaker.hasKnownSource) = (.n0, false)
            #expect(Self.isNoWider(try Self.decide(trial.step, weaker), than: trial.decision), "\(trial.step)")
            var leaving = trial.step
            leaving.stage = .leaving
            #expect(Self.isNoWider(try Self.decide(leaving, trial.one), than: trial.decision), "\(trial.step)")
        }
    }

    @Test func `nobody is named whose name tells apart somebody who may not be`() throws {
        for trial in try Self.trials(seed: 5)
        where trial.decision.gate?.consents.joined().contains(where: \.isNaming) == true {
            let named = Set(trial.decision.people.filter { $0.identity == .named }.map(\.id))
            for id in named {
                #expect((trial.one.namingTells[id] ?? []).isSubset(of: named), "\(trial.step)")
            }
        }
    }

    @Test func `nobody is named without a standing consent to that, or with a name withheld`() throws {
        for trial in try Self.trials(seed: 6) {
            for decided in trial.decision.people where decided.identity == .named {
                let person = try #require(trial.one.people.first { $0.id == decided.id })
                #expect(!person.isWithheld)
                let circumstances = ConsentRule.Circumstances(now: trial.one.now, isChild: person.isChild)
                for purpose in trial.decision.gate?.consents.joined().filter(\.isNaming) ?? [] {
                    #expect(ConsentRule.standing(person.entries, on: purpose, in: circumstances).isAllowed)
                }
            }
        }
    }

    @Test func `what one person says changes nothing for another but a name that would give them away`() throws {
        for trial in try Self.trials(seed: 7) where trial.one.people.count > 1 && trial.one.namingTells.isEmpty {
            var one = trial.one
            one.people[0].entries = []
            let now = try Self.decide(trial.step, one)
            for person in now.people.dropFirst() {
                #expect(trial.decision.person(person.id) == person, "\(trial.step)")
            }
        }
    }

    @Test func `an override names nobody whom the gate would not name, and moves nobody's consent`() throws {
        let people = (0..<3).map { _ in StaffID(UUID()) }
        let valid = EmergencyOverride(
            drafter: people[0], reason: "now",
            signatures: [(1, Role.asg), (2, .highCommissioner)].map {
                ActionSignature(by: people[$0.0], role: $0.1, at: InventedCase.now)
            })
        for trial in try Self.trials(seed: 8) {
            let now = try Self.decide(trial.step, trial.one, override: valid)
            if trial.decision.isAllowed { #expect(now.isAllowed) }
            for person in now.people {
                let before = trial.decision.person(person.id)
                if person.identity == .named { #expect(before?.identity == .named, "\(trial.step)") }
                if before?.reasons.contains(.consent) == true { #expect(person.identity == nil) }
            }
            #expect(now.setAside.allSatisfy(\.yieldsToOverride) && !now.reasons.contains { now.setAside.contains($0) })
        }
    }

    @Test func `one signature fewer never suffices where one more did not`() throws {
        var random = SeededGenerator(seed: 9)
        let people = (0..<4).map { _ in StaffID(UUID()) }
        for trial in try Self.trials(seed: 9) {
            let signatures = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                ActionSignature(
                    by: people.randomElement(using: &random) ?? people[0],
                    role: (Array(trial.decision.signatures.anyOf) + [.asg, .caseOfficer, .sysadmin])
                        .randomElement(using: &random) ?? .asg, at: trial.one.now)
            }
            let before = ApprovalRule.problems(signatures, drafter: people[0], needed: trial.decision.signatures)
            for index in signatures.indices {
                var fewer = signatures
                fewer.remove(at: index)
                let now = ApprovalRule.problems(fewer, drafter: people[0], needed: trial.decision.signatures)
                #expect(before.isEmpty || !now.isEmpty, "\(trial.step)")
            }
        }
    }
}

extension VerificationStatus {
    fileprivate static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
