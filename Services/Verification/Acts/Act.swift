import CaseModel

/// What was done: one kind of act, to whom, by whom, when and where (DOMAIN.md VE-13).
struct Act: CaseRecordContent {
    static let kind = RecordKind("ACT")

    /// Code of list `act_type`.
    var act: String
    /// 1 to 4 where the officer departs from the list, with the reason.
    var severity: Int?
    var severityReason = ""
    /// Code of list `act_modality`.
    var modality: String?
    var date: DateSpan?
    var ongoing = false
    /// ISO 3166-1 alpha-3; nil online and on UN premises.
    var stateOfAct: String?
    var place = ""
    /// Code of list `place_precision`.
    var placePrecision: String?
    /// Records of subjects.
    var subjects: [String] = []
    var perpetrators: [Perpetrator] = []
    /// Codes of list `treaty_provision`.
    var treatyProvisions: [String] = []
    /// Whose protocol the act calls for.
    var annex: Annex?
    var note = ""
    /// The case's submissions that tell of it.
    var submissions: [String] = []

    struct Perpetrator: Codable, Sendable, Equatable {
        /// Code of list `perpetrator_type`.
        var type: String
        /// Code of list `attribution`.
        var attribution: String?
        var stateResponsible: String?
        /// A name or a description, where one is known.
        var name: String?
    }

    enum Annex: String, Codable, Sendable, CaseIterable {
        case istanbul = "ISTANBUL_PROTOCOL"
        case minnesota = "MINNESOTA_PROTOCOL"
    }

    /// The act that no code says: it is described.
    static let other = "Z99"

    static let codeLists = [
        "act": "act_type", "modality": "act_modality", "date.precision": "date_precision", "stateOfAct": "state",
        "placePrecision": "place_precision", "perpetrators.type": "perpetrator_type",
        "perpetrators.attribution": "attribution", "perpetrators.stateResponsible": "state",
        "treatyProvisions": "treaty_provision", "annex": "acts.annex.",
    ]

    static let order = [
        "act", "severity", "severityReason", "modality", "date", "date.from", "date.to", "date.precision", "ongoing",
        "stateOfAct", "place", "placePrecision", "subjects", "perpetrators", "perpetrators.type",
        "perpetrators.attribution", "perpetrators.stateResponsible", "perpetrators.name", "treatyProvisions", "annex",
        "note", "submissions",
    ]
}
