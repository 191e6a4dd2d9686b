import CaseModel

/// The cooperation with the UN that it is about: who, with which part of it, how and when.
struct Cooperation: CaseRecordContent {
    static let kind = RecordKind("COOPERATION")

    /// Code of list `un_entity`.
    var entity: String
    /// Code of list `sp_mandate`, of a special procedure.
    var mandate: String?
    /// Codes of list `cooperation_limb`.
    var limbs: [String] = []
    /// Code of list `cooperation_tense`.
    var tense: String?
    /// Codes of list `cooperation_activity`.
    var activities: [String] = []
    var date: DateSpan?
    var setting: Setting?
    /// Of the calendar of UN events.
    var event: String?
    /// Records of subjects.
    var subjects: [String] = []
    var note = ""

    /// Where people cooperated.
    enum Setting: String, Codable, Sendable, CaseIterable {
        case country = "IN_COUNTRY"
        case meeting = "UN_MEETING"
        case online = "ONLINE"
    }

    /// The code of the special procedures among the entities.
    static let specialProcedures = "SP"

    static let codeLists = [
        "entity": "un_entity", "mandate": "sp_mandate", "limbs": "cooperation_limb", "tense": "cooperation_tense",
        "activities": "cooperation_activity", "date.precision": "date_precision",
        "setting": "acts.setting.",
    ]

    static let order = [
        "entity", "mandate", "limbs", "tense", "activities", "date", "date.from", "date.to", "date.precision",
        "setting", "event", "subjects", "note",
    ]
}
