/// Where a case stands (list `case_status`) and where it may go (DOMAIN.md B.6; picture in `docs/case-lifecycle.md`).
package enum CaseStatus: String, Codable, Sendable, CaseIterable {
    case received = "RECEIVED"
    case screening = "SCREENING"
    case awaitingConsent = "AWAITING_CONSENT"
    case awaitingInfo = "AWAITING_INFO"
    case verifying = "VERIFYING"
    case verified = "VERIFIED"
    case actioned = "ACTIONED"
    case followUp = "FOLLOW_UP"
    case dormant = "DORMANT"
    case closedResolved = "CLOSED_RESOLVED"
    case closedUnresolved = "CLOSED_UNRESOLVED"
    case closedUnsubstantiated = "CLOSED_UNSUBSTANTIATED"
    case closedOutOfScope = "CLOSED_OUT_OF_SCOPE"
    case closedDuplicate = "CLOSED_DUPLICATE"
    case closedConsentWithdrawn = "CLOSED_CONSENT_WITHDRAWN"

    package var isTerminal: Bool {
        switch self {
        case .closedResolved, .closedUnresolved, .closedUnsubstantiated, .closedOutOfScope, .closedDuplicate,
            .closedConsentWithdrawn:
            true
        case .received, .screening, .awaitingConsent, .awaitingInfo, .verifying, .verified, .actioned, .followUp,
            .dormant:
            false
        }
    }

    /// Every status that may come next. For a dormant case one of these is barred: see `mayBecome`.
    package var successors: Set<CaseStatus> {
        guard !isTerminal else { return [.screening, .followUp] }
        var next = ownSuccessors.union([.actioned, .closedOutOfScope, .closedDuplicate, .closedConsentWithdrawn])
        next.remove(self)
        return next
    }

    /// Whether the step is allowed. A dormant case wakes only to the status that it came from.
    package func mayBecome(_ next: CaseStatus, dormantSince before: CaseStatus? = nil) -> Bool {
        guard successors.contains(next) else { return false }
        guard self == .dormant, Self.mayBecomeDormant.contains(next) else { return true }
        return next == before
    }

    /// A closed case is reopened with a reason and a second signature.
    package func needsSecondSignature(to next: CaseStatus) -> Bool {
        isTerminal && successors.contains(next)
    }

    private static let mayBecomeDormant: Set<CaseStatus> = [.awaitingConsent, .awaitingInfo, .followUp]

    private var ownSuccessors: Set<CaseStatus> {
        switch self {
        case .received: [.screening]
        case .screening: [.awaitingConsent, .awaitingInfo, .verifying]
        case .awaitingConsent: [.awaitingInfo, .screening, .verifying, .dormant]
        case .awaitingInfo: [.awaitingConsent, .screening, .verifying, .dormant]
        case .verifying: [.awaitingConsent, .awaitingInfo, .verified, .closedUnsubstantiated]
        case .verified: [.actioned, .followUp, .verifying, .closedUnsubstantiated]
        case .actioned: [.followUp, .verifying]
        case .followUp: [.actioned, .verifying, .closedResolved, .closedUnresolved, .dormant]
        case .dormant: Self.mayBecomeDormant.union([.closedUnresolved])
        case .closedResolved, .closedUnresolved, .closedUnsubstantiated, .closedOutOfScope, .closedDuplicate,
            .closedConsentWithdrawn:
            []
        }
    }
}
