import Accounts
import CaseModel

/// What describes a person or group: apart from what was told of them, with a right of its own to read it (DOMAIN.md B.3).
/// Nothing of it is ever guessed; empty means that nobody asked.
struct Descriptors: CaseRecordContent {
    static let kind = RecordKind("DESCRIPTORS")
    static let reading = Permission.readDescriptors

    /// The record of the subject.
    var subject: String
    /// Code of list `gender`; UNDISCLOSED where it was asked and not answered.
    var gender: String?
    /// Numbers by code of list `gender`, of a group.
    var genderCounts: [String: Int] = [:]
    /// Code of list `age_band`.
    var ageBand: String?
    /// Codes of list `vulnerability`.
    var vulnerabilities: [String] = []
    /// Who said so.
    var basis: Basis?

    enum Basis: String, Codable, Sendable, CaseIterable {
        /// The person, or the group's own members.
        case own = "OWN_STATEMENT"
        /// Somebody else, whom the person allowed to.
        case allowed = "WITH_CONSENT"
        /// Somebody else, or a document.
        case other = "THIRD_PARTY"
    }

    /// What is collected only on the person's own statement, or from others with their consent.
    static let sensitiveVulnerabilities: Set<String> = [
        "INDIGENOUS", "MINORITY", "AFRICAN_DESCENT", "DISABILITY", "LGBTI", "HEALTH",
    ]
    static let sensitiveGenders: Set<String> = ["NB"]

    var isSensitive: Bool {
        gender.map(Self.sensitiveGenders.contains) == true || genderCounts["NB"] != nil
            || !Self.sensitiveVulnerabilities.isDisjoint(with: vulnerabilities)
    }

    static let codeLists = [
        "gender": "gender", "genderCounts": "gender", "ageBand": "age_band", "vulnerabilities": "vulnerability",
        "basis": "people.basis.",
    ]
    static let order = ["subject", "gender", "genderCounts", "ageBand", "vulnerabilities", "basis"]
}
