import CaseModel
import Web

/// The answers of the scope screen (DOMAIN.md IN-04), as one record of the case.
struct ScreenContent: CaseRecordContent {
    static let kind = RecordKind("SCREEN")
    static let codeLists = [
        "acts": "act_type", "targets": "target_unit", "entities": "un_entity", "limbs": "cooperation_limb",
        "tense": "cooperation_tense", "perpetrators": "perpetrator_type", "nature": "act_nature",
    ]
    static let order = [
        "outcome", "acts", "isNoAct", "targets", "entities", "limbs", "tense", "hasNoUNLink", "perpetrators", "nature",
        "reason",
    ]

    var outcome: ScopeRule.Outcome
    var acts: [String] = []
    var isNoAct = false
    var targets: [String] = []
    var entities: [String] = []
    var limbs: [String] = []
    var tense = ""
    var hasNoUNLink = false
    var perpetrators: [String] = []
    /// Code of list `act_nature`.
    var nature = ""
    /// In the officer's words.
    var reason = ""

    var answers: ScopeRule.Answers {
        var answers = ScopeRule.Answers()
        answers.acts = acts
        answers.isNoAct = isNoAct
        answers.targets = targets
        answers.entities = entities
        answers.limbs = limbs
        answers.tense = tense.isEmpty ? nil : tense
        answers.hasNoUNLink = hasNoUNLink
        answers.perpetrators = perpetrators
        return answers
    }

    static func title(_ field: String) -> Phrase {
        switch field {
        case "outcome": Phrase("scope.outcome")
        case "acts": Phrase("scope.act")
        case "isNoAct": Phrase("scope.no_act")
        case "targets": Phrase("scope.target")
        case "entities": Phrase("scope.entity")
        case "limbs": Phrase("scope.limb")
        case "tense": Phrase("scope.tense")
        case "hasNoUNLink": Phrase("scope.no_un_link")
        case "perpetrators": Phrase("scope.perpetrator")
        case "nature": Phrase("scope.nature")
        default: Phrase("scope.reason")
        }
    }
}

/// Where somebody may turn whose matter is not for this office. The text goes to the source, in their language.
enum Referral: String, Sendable, CaseIterable {
    case emergency = "EMERGENCY"
    case national = "NATIONAL"
    case procedures = "PROCEDURES"
    case treatyBodies = "TREATY_BODIES"
    case regional = "REGIONAL"

    var label: Phrase {
        switch self {
        case .emergency: Phrase("scope.referral.emergency")
        case .national: Phrase("scope.referral.national")
        case .procedures: Phrase("scope.referral.procedures")
        case .treatyBodies: Phrase("scope.referral.treaty_bodies")
        case .regional: Phrase("scope.referral.regional")
        }
    }

    var text: Phrase {
        switch self {
        case .emergency: Phrase("scope.referral.emergency.text")
        case .national: Phrase("scope.referral.national.text")
        case .procedures: Phrase("scope.referral.procedures.text")
        case .treatyBodies: Phrase("scope.referral.treaty_bodies.text")
        case .regional: Phrase("scope.referral.regional.text")
        }
    }
}
