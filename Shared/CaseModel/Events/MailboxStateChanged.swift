package import Foundation

/// How far a submission has come, as its submitter is told. Verification sends it; Intake shows it to whoever comes back
/// with the receipt.
package struct MailboxStateChanged: KeyedEventPayload, Equatable {
    package static let type = "mailbox-state-changed.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let submissionID: SubmissionID
    package let mailboxID: MailboxID
    package let state: MailboxState
    package let changedAt: Date

    package init(
        submissionID: SubmissionID,
        mailboxID: MailboxID,
        state: MailboxState,
        changedAt: Date
    ) {
        self.submissionID = submissionID
        self.mailboxID = mailboxID
        self.state = state
        self.changedAt = changedAt
    }

    package var key: UUID { mailboxID.uuid }
}
