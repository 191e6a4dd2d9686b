package import Foundation

/// Staff have entered a submission and given its source a handover code on a sheet. Verification sends it; Intake lets the
/// source exchange the code, once, for a receipt that no officer has seen (DOMAIN.md IN-01).
package struct HandoverPrepared: KeyedEventPayload, Equatable {
    package static let type = "handover-prepared.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let submissionID: SubmissionID
    package let mailboxID: MailboxID
    package let receivedAt: Date
    /// `ReceiptKeys.storedLookup` of the handover code: a hash, from which the code does not follow.
    package let lookup: HexBytes
    package let expiresAt: Date

    package init(
        submissionID: SubmissionID,
        mailboxID: MailboxID,
        receivedAt: Date,
        lookup: HexBytes,
        expiresAt: Date
    ) {
        self.submissionID = submissionID
        self.mailboxID = mailboxID
        self.receivedAt = receivedAt
        self.lookup = lookup
        self.expiresAt = expiresAt
    }

    package var key: UUID { mailboxID.uuid }
}
