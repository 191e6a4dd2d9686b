import CaseModel
import Foundation
import Postgres
import Web

/// Something in a case that a person has to look at, on the desk until somebody has, or until it is over.
struct CaseNotice: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// A person has taken consent back. Stays until somebody has seen it.
        case consentWithdrawn = "CONSENT_WITHDRAWN"
        case consentToRenew = "CONSENT_TO_RENEW"
        case riskToReassess = "RISK_TO_REASSESS"
        /// Stays until somebody has seen it.
        case checkInMissed = "CHECK_IN_MISSED"
        /// A step of the protocol is not done in time; for the role that the protocol names.
        case stepOverdue = "STEP_OVERDUE"

        /// Whether it goes away when what it tells of is over, without anybody's hand.
        var isComputed: Bool { [.consentToRenew, .riskToReassess, .stepOverdue].contains(self) }

        var section: CaseSection {
            switch self {
            case .consentWithdrawn, .consentToRenew: .consent
            case .riskToReassess, .checkInMissed: .risk
            case .stepOverdue: .protocol
            }
        }

        var title: Phrase {
            switch self {
            case .consentWithdrawn: Phrase("notice.consent_withdrawn")
            case .consentToRenew: Phrase("notice.consent_to_renew")
            case .riskToReassess: Phrase("notice.risk_to_reassess")
            case .checkInMissed: Phrase("notice.check_in_missed")
            case .stepOverdue: Phrase("notice.step_overdue")
            }
        }
    }

    /// What there is to say, and from when on.
    struct Occasion: Sendable, Equatable {
        let kind: Kind
        /// The record, or what a source sent, that it is about.
        let about: UUID
        let dueAt: Date
        let urgency: Urgency
        /// Whom it is for, as a token of the case's compartment; nil for whoever deals with the case.
        var forRole: Int64?
    }

    let id: UUID
    let caseID: CaseID
    let occasion: Occasion
    let settledAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        occasion = Occasion(
            kind: try Code.read(row, "kind"), about: try row.get("about"), dueAt: try row.get("due_at"),
            urgency: try Code.read(row, "urgency"), forRole: try row.get("for_role"))
        settledAt = try row.get("settled_at")
    }
}
