package import Foundation

/// The submission and its evidence lie safely with Verification, under names of its own. Verification sends it; Intake
/// drops its copies of the evidence.
package struct SubmissionAdopted: KeyedEventPayload, Equatable {
    package static let type = "submission-adopted.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let submissionID: SubmissionID
    package let mailboxID: MailboxID
    package let adoptedAt: Date

    package init(
        submissionID: SubmissionID,
        mailboxID: MailboxID,
        adoptedAt: Date
    ) {
        self.submissionID = submissionID
        self.mailboxID = mailboxID
        self.adoptedAt = adoptedAt
    }

    package var key: UUID { mailboxID.uuid }
}
