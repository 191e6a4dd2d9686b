import CaseModel
import HTTP
import Web

/// Why something about a case's findings, decisions or steps is refused. Nothing was changed.
enum CaseRefusal: String, HTTPFailure, CaseIterable {
    /// What they proposed waits for somebody's signature: until then its author changes nothing that it rests on.
    case lockedWhileReviewed = "locked_while_reviewed"
    /// Something of this sort waits already.
    case waitsAlready = "waits_already"
    /// V4 wants V3 by the rule, and a link of N2 or stronger.
    case notEligible = "not_eligible"
    case ownReview = "own_review"
    /// Somebody else proposed it, and part of what it rests on is their own work.
    case ownWork = "own_work"
    case changedSince = "changed_since"
    case notWaiting = "not_waiting"
    /// Only a decision does that.
    case byDecision = "by_decision"
    /// Only an action that was taken does that.
    case byAction = "by_action"
    /// That belongs to the first look at a case: its own form asks for more.
    case byTriage = "by_triage"
    /// The decision that stands says otherwise.
    case decidedOtherwise = "decided_otherwise"
    /// The case has to be taken back to verification first.
    case verifyFirst = "verify_first"
    /// There is nothing to decide on yet.
    case nothingRecorded = "nothing_recorded"

    init(_ problem: SignatureRule.Problem) {
        switch problem {
        case .notWaiting: self = .notWaiting
        case .ownReview: self = .ownReview
        case .ownWork: self = .ownWork
        case .changedSince: self = .changedSince
        }
    }

    var code: String { rawValue.replacing("_", with: "-") }

    var status: Status { .conflict }

    /// What the audit chain says where somebody wanted to be their own second person; nil for what is no misuse.
    var denial: StaticString? {
        switch self {
        case .ownReview: "own-review"
        case .ownWork: "own-work"
        default: nil
        }
    }

    var phrase: Phrase { Phrase(key: "refusal.\(rawValue)") }
}

extension DeskFailure {
    /// What a page says of it, where it can say more than that something went wrong.
    var phrase: Phrase? {
        switch self {
        case .conflict: Phrase("conflict.text")
        case .stepNotAllowed: Phrase("case.step_not_allowed")
        case .caseClosed: Phrase("record.case_closed")
        default: nil
        }
    }
}

/// What a page says of a failure on it; nil where it is none of a page's.
func refusalPhrase(_ error: any Error) -> Phrase? {
    (error as? CaseRefusal)?.phrase ?? (error as? DeskFailure)?.phrase
}
