import CaseModel
import Foundation

/// The fields of a submission as programs send them: one table for reading, for pointers to what is wrong, and for the test
/// that compares `openapi.json` with it.
enum SubmissionFields {
    enum Place: Sendable {
        case text(any WritableKeyPath<SubmissionDraft, String> & Sendable)
        case list(any WritableKeyPath<SubmissionDraft, [String]> & Sendable)
        case flag(any WritableKeyPath<SubmissionDraft, Bool> & Sendable)
    }

    /// No list of codes is longer; what has fewer codes is checked by its own limit.
    static let listLimit = 50

    static let all: [String: Place] = [
        "narrative": .text(\.narrative), "cooperation": .text(\.cooperation), "unLink": .text(\.unLink),
        "unEntities": .list(\.unEntities), "cooperationLimbs": .list(\.cooperationLimbs),
        "cooperationActivities": .list(\.cooperationActivities), "cooperationTense": .text(\.cooperationTense),
        "cooperated": .text(\.cooperated), "cooperatedApproximately": .flag(\.cooperatedApproximately),
        "event": .text(\.event), "acts": .list(\.acts), "dangers": .list(\.dangers), "happened": .text(\.happened),
        "happenedApproximately": .flag(\.happenedApproximately), "happenedInWords": .text(\.happenedInWords),
        "place": .text(\.place), "placePrecision": .text(\.placePrecision), "stateOfAct": .text(\.stateOfAct),
        "affected": .text(\.affected), "responsible": .text(\.responsible), "forWhom": .text(\.forWhom),
        "toldTo": .text(\.toldTo), "purposes": .list(\.purposes), "consentBasis": .text(\.consentBasis),
        "consentProof": .text(\.consentProof), "consentConditions": .text(\.consentConditions),
        "anonymity": .list(\.anonymity), "gender": .text(\.gender), "ageBand": .text(\.ageBand),
        "situations": .list(\.situations), "contactWish": .text(\.contactWish), "contact": .text(\.contact),
        "contactTimes": .text(\.contactTimes), "checkIns": .flag(\.checkIns),
        "sourceReference": .text(\.sourceReference), "language": .text(\.language),
        "pageLanguage": .text(\.pageLanguage),
    ]

    /// Where the draft's rules have another name for a field than programs have.
    private static let otherNames = [
        "un_entity": "unEntities", "limbs": "cooperationLimbs", "activities": "cooperationActivities",
        "tense": "cooperationTense", "state": "stateOfAct",
    ]

    /// The pointer of a field that a rule has found something wrong with.
    static func pointer(of field: String) -> String {
        if let name = otherNames[field] { return "/\(name)" }
        let words = field.split(separator: "_")
        return "/" + words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    }
}
