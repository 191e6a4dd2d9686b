package import Foundation

/// Somebody in a case has taken consent back. Verification sends it; whatever is about to leave about the case stops at once,
/// and is cleared anew (DESIGN §5). Until `ConsentChanged` says how everybody stands since, the case is not counted. Who took back what stays with Verification.
package struct ConsentWithdrawn: KeyedEventPayload, Equatable {
    package static let type = "consent-withdrawn.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let caseID: CaseID
    package let changedAt: Date

    package init(caseID: CaseID, changedAt: Date) {
        self.caseID = caseID
        self.changedAt = changedAt
    }

    package var key: UUID { caseID.uuid }
}
