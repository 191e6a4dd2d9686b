import CaseModel
import Foundation
import Postgres

/// A mailbox as it lies in the tables: sealed, but for times and ids.
struct MailboxRow: Sendable {
    let submissionID: SubmissionID
    let id: MailboxID
    let receivedAt: Date
    let state: MailboxState
    let consent: [UInt8]?
    let previousKeys: [UInt8]?
    /// Whether messages that were read stay hidden unless they are asked for.
    let unreadOnly: Bool

    init(_ row: Row) throws {
        submissionID = SubmissionID(try row.get("id", as: UUID.self))
        id = MailboxID(try row.get("mailbox_id", as: UUID.self))
        receivedAt = try row.get("received_at")
        state = try row.get("state", as: String?.self).flatMap(MailboxState.init) ?? .received
        consent = try row.get("consent")
        previousKeys = try row.get("previous_keys")
        unreadOnly = try row.get("unread_only")
    }
}

struct SealedMessage: Sendable {
    let id: MessageID
    let sealed: [UInt8]
    let sentAt: Date
    let isRead: Bool
}

enum MailboxQueries {
    /// The mailbox behind a stored lookup, nil where there is none.
    static func find(lookup: [UInt8], in transaction: inout Transaction) async throws -> MailboxRow? {
        try await transaction.first(
            """
            SELECT id, submissions.mailbox_id, received_at, consent, previous_keys, unread_only, mailbox_states.state
            FROM submissions LEFT JOIN mailbox_states USING (mailbox_id)
            WHERE lookup = \(lookup)
            """
        ).map(MailboxRow.init)
    }

    /// Keeps a mailbox as it is until the transaction ends. False where the lookup opens none any more.
    static func lock(lookup: [UInt8], in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT id FROM submissions WHERE lookup = \(lookup) FOR UPDATE") != nil
    }

    static func messages(in mailbox: MailboxID, _ transaction: inout Transaction) async throws -> [SealedMessage] {
        try await transaction.query(
            """
            SELECT id, sealed, sent_at, message_id IS NOT NULL AS is_read
            FROM mailbox_messages LEFT JOIN mailbox_reads ON message_id = id
            WHERE mailbox_id = \(mailbox.uuid) ORDER BY sent_at, id
            """
        ).map { row in
            SealedMessage(
                id: MessageID(try row.get("id", as: UUID.self)), sealed: try row.get("sealed"),
                sentAt: try row.get("sent_at"), isRead: try row.get("is_read"))
        }
    }

    /// That a message was read is all that is noted, not when. Nobody waits for the disk: it may be forgotten.
    static func markRead(_ messages: [MessageID], in transaction: inout Transaction) async throws {
        try await transaction.pipeline([
            "SET LOCAL synchronous_commit = off",
            """
            INSERT INTO mailbox_reads (message_id)
            SELECT id FROM mailbox_messages WHERE id = ANY (\(messages.map(\.uuid))) ON CONFLICT DO NOTHING
            """,
        ])
    }

    static func showUnreadOnly(_ only: Bool, lookup: [UInt8], in database: Database) async throws {
        try await database.execute("UPDATE submissions SET unread_only = \(only) WHERE lookup = \(lookup)")
    }

    static func keepConsent(_ sealed: [UInt8], lookup: [UInt8], in transaction: inout Transaction) async throws {
        try await transaction.execute("UPDATE submissions SET consent = \(sealed) WHERE lookup = \(lookup)")
    }

    /// Notes that an update is sent. False where it was before.
    static func insert(_ update: SourceUpdate, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO source_updates (id, submission_id, received_at)
            VALUES (\(update.updateID.uuid), \(update.submissionID.uuid), \(update.receivedAt))
            ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    static func replace(
        _ lookup: [UInt8], by new: [UInt8], consent: [UInt8]?, previousKeys: [UInt8], messages: [SealedMessage],
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.first(
            """
            SELECT replace_receipt(\(lookup), \(new), \(consent), \(previousKeys), \(messages.map(\.id.uuid)),
                \(messages.map(\.sealed))) AS done
            """)?.get("done") ?? false
    }

    static func burn(_ lookup: [UInt8], random: [UInt8], in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT burn_mailbox(\(lookup), \(random)) AS done")?.get("done") ?? false
    }

    // MARK: From Verification

    /// Whether a mailbox still takes anything; it does not end before the transaction does.
    private static func hold(_ mailbox: MailboxID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT hold_mailbox(\(mailbox.uuid)) AS open")?.get("open") ?? false
    }

    static func insert(_ message: MessageToSource, in transaction: inout Transaction) async throws {
        guard try await hold(message.mailboxID, in: &transaction) else { return }
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
        guard try await hold(change.mailboxID, in: &transaction) else { return }
        try await transaction.execute(
            """
            INSERT INTO mailbox_states (mailbox_id, state, changed_at)
            VALUES (\(change.mailboxID.uuid), \(change.state.rawValue), \(change.changedAt))
            ON CONFLICT (mailbox_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
            WHERE mailbox_states.changed_at <= excluded.changed_at
            """)
    }
}
