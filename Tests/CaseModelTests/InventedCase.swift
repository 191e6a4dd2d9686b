import CaseModel
import Foundation

/// A case in which everything is open, to be made worse by each test.
enum InventedCase {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let lists = Result { try CodeLists.bundled() }
    static let gates = Result { try ActionGates(lists.get()) }

    static func person(
        _ id: String = "P", _ said: [ConsentPurpose: ConsentStatus] = [:], names: [String] = ["Ada Invented"],
        daysAgo: Double = 1, withheld: Bool = false
    ) -> GatePerson {
        let entries = ConsentPurpose.allCases.map { purpose in
            ConsentEntry(
                purpose: purpose, status: said[purpose] ?? .given, saidAt: now.addingTimeInterval(-daysAgo * 86_400),
                representative: "her brother")
        }
        return GatePerson(id: id, names: names, entries: entries, isWithheld: withheld)
    }

    static let window = StateWindow(
        .noteVerbale, state: "QAA", sentAt: now.addingTimeInterval(-40 * 86_400),
        deliveredAt: now.addingTimeInterval(-40 * 86_400))

    static func with(
        _ people: [GatePerson] = [person()], risk: RiskLevel? = .r1, change: (inout GateCase) -> Void = { _ in }
    ) -> GateCase {
        var one = GateCase(
            now: now, verification: .v4, nexus: .n3, risk: risk.map { GateRisk(residual: $0) },
            traits: [.councilFamily, .treatyBody, .registeredCommunication, .lawOrMassMeasure, .inMeeting],
            responsibleStates: ["QAA"], people: people, hasKnownSource: true, notesVerbales: [window])
        change(&one)
        return one
    }

    static func decide(
        _ tool: ActionType, _ one: GateCase, change: (inout PlannedStep) -> Void = { _ in },
        override: EmergencyOverride? = nil
    ) throws -> GateDecision {
        var step = PlannedStep(tool, visibility: tool == .a24 ? .confidential : nil)
        change(&step)
        return GateRule.decide(step, on: one, gates: try gates.get(), override: override)
    }
}
