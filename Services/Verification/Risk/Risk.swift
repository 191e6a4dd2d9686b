import CaseModel
import Foundation

/// What a planned step may bring upon people, as an officer assessed it (DOMAIN.md C.6): threat × vulnerability × the exposure
/// that the step itself creates. Saving it assesses anew.
struct Risk: CaseRecordContent {
    static let kind = RecordKind("RISK")

    /// What is planned.
    var step = ""
    /// Codes of list `consent_purpose`.
    var purposes: [String] = []
    /// To whom it goes.
    var addressee = ""
    var threatActor = ""
    var capability = Level.low
    var intent = Level.low
    var history = Level.low
    var vulnerability = Level.low
    var vulnerabilityNote = ""
    var exposure = Level.low
    var exposureNote = ""
    /// Besides the victim: relatives, interpreters, drivers, national staff.
    var othersAtRisk = ""
    var mitigations = ""
    var residual = RiskLevel.r1
    /// Why the residual level is another than the rule gives.
    var reason = ""
    var validUntil: Date
    /// Where everybody stood before the law when it was assessed, by the person's record.
    var legal: [String: String] = [:]

    /// A factor as forms have it.
    enum Level: String, Codable, Sendable, CaseIterable {
        case low = "LOW"
        case medium = "MEDIUM"
        case high = "HIGH"

        var factor: RiskFactor {
            switch self {
            case .low: .low
            case .medium: .medium
            case .high: .high
            }
        }
    }

    static let codeLists = [
        "purposes": "consent_purpose", "residual": "risk_level", "capability": "risk.level.", "intent": "risk.level.",
        "history": "risk.level.", "vulnerability": "risk.level.", "exposure": "risk.level.",
    ]
    static let order = [
        "step", "purposes", "addressee", "threatActor", "capability", "intent", "history", "vulnerability",
        "vulnerabilityNote", "exposure", "exposureNote", "othersAtRisk", "mitigations", "residual", "reason",
        "validUntil", "legal",
    ]

    /// As the rule sees it.
    func assessment(at: Date) -> RiskAssessment {
        RiskAssessment(
            threat: RiskRule.threat(
                capability: capability.factor, intent: intent.factor, history: history.factor),
            vulnerability: vulnerability.factor, exposure: exposure.factor, othersAtRisk: othersAtRisk,
            mitigations: mitigations, residual: residual, reason: reason, assessedAt: at, validUntil: validUntil)
    }
}

/// That something on which assessments rest has changed and stands in no other record: publicity, addressee, law.
struct RiskChange: CaseRecordContent {
    static let kind = RecordKind("RISK_CHANGE")

    var change: RiskRule.Change
    var note = ""

    static let codeLists = ["change": "risk.outdated."]
    static let order = ["change", "note"]

    /// Those that an officer has to tell; the others are seen from the records.
    static let told: [RiskRule.Change] = [.publicity, .addressee, .law]
}

/// A second person's signature under an assessment of R3 or R4, for the version that was read.
struct RiskSignature: CaseRecordContent {
    static let kind = RecordKind("RISK_SIGNATURE")

    var risk: RecordID
    var version: Int

    static let order = ["risk", "version"]
}

/// Somebody with the knowledge that a case needs (DOMAIN.md C.7), by name.
struct Specialist: CaseRecordContent {
    static let kind = RecordKind("SPECIALIST")

    var topic: SpecialistRule.Topic
    var name: String

    static let codeLists = ["topic": "risk.specialist."]
    static let order = ["topic", "name"]
}
