package import Foundation

/// A message of an officer to a source. Verification sends it; Intake keeps it for whoever comes back with the receipt.
package struct MessageToSource: KeyedEventPayload, Equatable {
    package static let type = "message-to-source.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let messageID: MessageID
    package let mailboxID: MailboxID
    package let sentAt: Date
    /// A `SourceMessage`, sealed with the mailbox's key: only the receipt opens it, Intake cannot.
    package let sealedMessage: SealedPart

    package init(
        messageID: MessageID,
        mailboxID: MailboxID,
        sentAt: Date,
        sealedMessage: SealedPart
    ) {
        self.messageID = messageID
        self.mailboxID = mailboxID
        self.sentAt = sentAt
        self.sealedMessage = sealedMessage
    }

    package var key: UUID { mailboxID.uuid }
}
