package import Foundation

/// A person must look now. Verification sends it; Notification tells the focal points of the compartment, in a message
/// without content. An alert about an urgent submission does not wait for a case (DESIGN §4).
package struct AlertRaised: KeyedEventPayload, Equatable {
    package static let type = "alert-raised.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let alertID: AlertID
    package let raisedAt: Date
    package let urgency: Urgency
    package let compartment: Compartment
    /// What it is about, where there is no case yet.
    package let submissionID: SubmissionID?
    /// What it is about.
    package let caseID: CaseID?

    package init(
        alertID: AlertID,
        raisedAt: Date,
        urgency: Urgency,
        compartment: Compartment,
        submissionID: SubmissionID? = nil,
        caseID: CaseID? = nil
    ) {
        self.alertID = alertID
        self.raisedAt = raisedAt
        self.urgency = urgency
        self.compartment = compartment
        self.submissionID = submissionID
        self.caseID = caseID
    }

    package var key: UUID { caseID?.uuid ?? submissionID?.uuid ?? alertID.uuid }
}
