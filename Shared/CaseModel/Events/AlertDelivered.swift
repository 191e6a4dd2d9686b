package import Foundation

/// A channel took an alert over. Notification sends it; Verification and Reporting listen.
package struct AlertDelivered: KeyedEventPayload, Equatable {
    package static let type = "alert-delivered.v1"
    package static let topic = Topic.delivery
    package static let isSigned = true

    package let deliveryID: DeliveryID
    package let alertID: AlertID
    package let deliveredAt: Date
    /// As in the alert.
    package let submissionID: SubmissionID?
    /// As in the alert.
    package let caseID: CaseID?

    package init(
        deliveryID: DeliveryID,
        alertID: AlertID,
        deliveredAt: Date,
        submissionID: SubmissionID? = nil,
        caseID: CaseID? = nil
    ) {
        self.deliveryID = deliveryID
        self.alertID = alertID
        self.deliveredAt = deliveredAt
        self.submissionID = submissionID
        self.caseID = caseID
    }

    package var key: UUID { caseID?.uuid ?? submissionID?.uuid ?? alertID.uuid }
}
