import CaseModel
import Foundation

/// A mailbox opened with its code.
struct Mailbox: Sendable {
    let row: MailboxRow
    let messages: [Message]
    /// What the source agreed to, by the newest of what Intake and Verification have noted. Nil where neither has.
    let consent: ConsentSnapshot?

    struct Message: Sendable {
        let id: MessageID
        let sentAt: Date
        let isRead: Bool
        /// Nil where it cannot be opened.
        let content: SourceMessage?

        init(_ sealed: SealedMessage, _ content: SourceMessage?) {
            id = sealed.id
            sentAt = content?.sentAt ?? sealed.sentAt
            isRead = sealed.isRead
            self.content = content
        }

        /// A snapshot of consent by itself is nothing to read.
        var isForReading: Bool { content.map { !$0.text.isEmpty || $0.kind == .checkIn } ?? true }
    }

    init(row: MailboxRow, messages: [Message], consent: ConsentSnapshot?) {
        self.row = row
        self.messages = messages.filter(\.isForReading)
        let noted = messages.compactMap { $0.content?.consent } + (consent.map { [$0] } ?? [])
        self.consent = noted.max { $0.at < $1.at }
    }

    var unread: [Message] { messages.filter { !$0.isRead } }
    var read: [Message] { messages.filter(\.isRead) }

    func message(_ id: MessageID) -> Message? { messages.first { $0.id == id } }
}
