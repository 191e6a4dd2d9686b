import CaseModel
import Foundation

/// Who it happened to, or who is part of it: a person, a group, an organization, a population (DOMAIN.md B.4). What describes
/// somebody beyond that lies in `Descriptors`, which fewer people may read.
struct Subject: CaseRecordContent {
    static let kind = RecordKind("SUBJECT")

    /// Code of list `target_unit`.
    var unit = "INDIVIDUAL"
    /// One for an individual and an organization; nil for a group whose number nobody knows.
    var count: Int?
    /// What the file calls them, in any script; empty where nobody told a name.
    var displayName = ""
    var nameVariants: [String] = []
    /// Codes of list `target_category`.
    var categories: [String] = []
    /// ISO 3166-1 alpha-3.
    var nationalities: [String] = []
    /// The earliest first; what has no date stands last.
    var legalStatus: [LegalStatus] = []
    /// The name must not leave the desk, whatever else is agreed to.
    var withheld = false
    var notes = ""
    /// The case's submissions that tell of them.
    var submissions: [String] = []

    /// Where somebody stands before the law, from some day on.
    struct LegalStatus: Codable, Sendable, Equatable {
        /// Code of list `legal_status`.
        var status: String
        /// `2026`, `2026-03` or `2026-03-05`.
        var date: String?
        var note: String?
    }

    static let codeLists = [
        "unit": "target_unit", "categories": "target_category", "nationalities": "state",
        "legalStatus.status": "legal_status",
    ]

    static let order = [
        "displayName", "nameVariants", "unit", "count", "categories", "nationalities", "legalStatus",
        "legalStatus.status", "legalStatus.date", "legalStatus.note", "withheld", "notes", "submissions",
    ]

    /// Units that are one by their nature.
    static let single: Set<String> = ["INDIVIDUAL", "ORGANIZATION"]

    /// How many people it is; nil where it is not known, and for what is none.
    var people: Int? {
        switch unit {
        case "INDIVIDUAL": 1
        case "GROUP", "GROUP_UNENUMERATED": count
        default: nil
        }
    }
}
