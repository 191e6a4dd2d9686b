package import Foundation

/// What a source sent, and its files, lie safely with Verification. Verification sends it; Intake drops its copies of the
/// files.
package struct SourceUpdateAdopted: KeyedEventPayload, Equatable {
    package static let type = "source-update-adopted.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let updateID: UpdateID
    package let mailboxID: MailboxID
    package let adoptedAt: Date

    package init(updateID: UpdateID, mailboxID: MailboxID, adoptedAt: Date) {
        self.updateID = updateID
        self.mailboxID = mailboxID
        self.adoptedAt = adoptedAt
    }

    package var key: UUID { mailboxID.uuid }
}
