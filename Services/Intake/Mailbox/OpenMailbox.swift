import CaseModel
import Foundation
import Postgres
import Vault

/// Opens the mailbox of a receipt. A code that belongs to nothing takes the same work: the same derivation and the same
/// queries' first step, so that its answer tells by its time no more than by its words.
struct OpenMailbox: Sendable {
    struct Opened: Sendable {
        let receivedAt: Date
        let state: MailboxState
        let messages: [Message]
    }

    struct Message: Sendable {
        let sentAt: Date
        /// Nil where it cannot be opened.
        let text: String?
        let language: String
    }

    let database: Database

    func callAsFunction(_ code: ReceiptCode) async throws -> Opened? {
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        let mailbox = try await database.transaction(.readOnly) { transaction in
            try await MailboxQueries.find(lookup: keys.storedLookup, in: &transaction)
        }
        guard let mailbox else { return nil }
        return Opened(
            receivedAt: mailbox.receivedAt, state: mailbox.state,
            messages: mailbox.messages.map { open($0, with: keys.mailboxKey) })
    }

    private func open(_ message: Mailbox.SealedMessage, with key: DataKey) -> Message {
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: message.id.uuid)
        guard let padded = try? key.open(message.sealed, context: context), let plain = try? Padding.unpad(padded),
            let content = try? EventCoding.decode(SourceMessage.self, from: plain)
        else { return Message(sentAt: message.sentAt, text: nil, language: "und") }
        return Message(sentAt: content.sentAt, text: content.text, language: content.language)
    }
}
