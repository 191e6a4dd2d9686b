import CaseModel
import Foundation
import Postgres

/// A mailbox as its receipt opens it.
struct Mailbox: Sendable {
    let id: MailboxID
    let receivedAt: Date
    let state: MailboxState
    let messages: [SealedMessage]

    struct SealedMessage: Sendable {
        let id: MessageID
        let sealed: [UInt8]
        let sentAt: Date
    }
}

enum MailboxQueries {
    /// The mailbox behind a stored lookup, nil where there is none.
    static func find(lookup: [UInt8], in transaction: inout Transaction) async throws -> Mailbox? {
        let row = try await transaction.first(
            """
            SELECT submissions.mailbox_id, submissions.received_at, mailbox_states.state
            FROM submissions LEFT JOIN mailbox_states USING (mailbox_id)
            WHERE submissions.lookup = \(lookup)
            """)
        guard let row else { return nil }
        let id = MailboxID(try row.get("mailbox_id", as: UUID.self))
        let messages = try await transaction.query(
            """
            SELECT id, sealed, sent_at FROM mailbox_messages WHERE mailbox_id = \(id.uuid) ORDER BY sent_at, id
            """)
        return Mailbox(
            id: id, receivedAt: try row.get("received_at", as: Date.self),
            state: try row.get("state", as: String?.self).flatMap(MailboxState.init) ?? .received,
            messages: try messages.map { row throws(PostgresError) in
                Mailbox.SealedMessage(
                    id: MessageID(try row.get("id", as: UUID.self)), sealed: try row.get("sealed", as: [UInt8].self),
                    sentAt: try row.get("sent_at", as: Date.self))
            })
    }

    static func insert(_ message: MessageToSource, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO mailbox_messages (id, mailbox_id, sealed, sent_at)
            VALUES (\(message.messageID.uuid), \(message.mailboxID.uuid), \(message.sealedMessage.bytes),
                \(message.sentAt))
            ON CONFLICT (id) DO NOTHING
            """)
    }

    /// A later state replaces an earlier one, whichever arrives first.
    static func set(_ change: MailboxStateChanged, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO mailbox_states (mailbox_id, state, changed_at)
            VALUES (\(change.mailboxID.uuid), \(change.state.rawValue), \(change.changedAt))
            ON CONFLICT (mailbox_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
            WHERE mailbox_states.changed_at <= excluded.changed_at
            """)
    }
}
