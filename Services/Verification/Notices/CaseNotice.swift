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

        /// Whether it goes away when what it tells of is over, without anybody's hand.
        var isComputed: Bool { self == .consentToRenew || self == .riskToReassess }

        var section: CaseSection {
            switch self {
            case .consentWithdrawn, .consentToRenew: .consent
            case .riskToReassess, .checkInMissed: .risk
            }
        }

        var title: Phrase {
            switch self {
            case .consentWithdrawn: Phrase("notice.consent_withdrawn")
            case .consentToRenew: Phrase("notice.consent_to_renew")
            case .riskToReassess: Phrase("notice.risk_to_reassess")
            case .checkInMissed: Phrase("notice.check_in_missed")
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
            urgency: try Code.read(row, "urgency"))
        settledAt = try row.get("settled_at")
    }
}
