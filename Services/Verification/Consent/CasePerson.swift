import CaseModel
import Foundation

/// Somebody whom a case is about, as far as consent and risk have to know them.
struct CasePerson: Sendable, Equatable {
    let id: RecordID
    /// Empty where nobody told a name.
    let name: String
    /// All spellings.
    let names: [String]
    /// The name stays at the desk, whatever else is agreed to.
    var isWithheld = false
    /// Code of list `age_band`.
    var ageBand: String?
    /// Codes of lists `vulnerability` and `target_category`.
    var descriptors: [String] = []
    /// Where they stood before the law, the earliest first.
    var legalStatuses: [LegalStatus] = []
    let savedAt: Date

    struct LegalStatus: Sendable, Equatable {
        let since: Date?
        let code: String
    }

    var isChild: Bool { ageBand == "CHILD" }

    func legalStatusChanged(before now: Date) -> Date? {
        legalStatuses.compactMap(\.since).filter { $0 <= now }.max()
    }

    /// What an assessment of risk rests on.
    var legalFingerprint: String {
        legalStatuses.map { "\($0.code) \($0.since.map(EventCoding.text(of:)) ?? "")" }.joined(separator: ", ")
    }
}

/// Everybody in a case, how they stand to each other, and what happened to them.
struct CasePeople: Sendable {
    var people: [CasePerson] = []
    var links: [MosaicRule.Link] = []
    /// Codes of list `act_type`.
    var acts: [String] = []

    func person(_ id: RecordID) -> CasePerson? { people.first { $0.id == id } }
}
