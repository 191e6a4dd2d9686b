import CaseModel
import Foundation
import Postgres
import Vault

/// A file that an event named and that was not there.
struct AwaitedFile: Sendable {
    let id: EvidenceID
    let submission: SubmissionID
    let namedBy: UUID
    let mailbox: MailboxID

    init(_ row: Row) throws {
        id = EvidenceID(try row.get("evidence_id", as: UUID.self))
        submission = SubmissionID(try row.get("submission_id", as: UUID.self))
        namedBy = try row.get("named_by")
        mailbox = MailboxID(try row.get("mailbox_id", as: UUID.self))
    }
}

/// As the system's role.
enum AwaitedQueries {
    /// How long until a missing file is looked for again.
    static let patience: TimeInterval = 30

    /// The files are named, so that the desk shows that they are missing, and are looked for until they come.
    static func await(
        _ files: [EvidenceID], _ named: EvidenceStore.Named, at: Date, in transaction: inout Transaction
    ) async throws {
        guard !files.isEmpty else { return }
        try await EvidenceQueries.insert(files, of: named.submission, in: &transaction)
        try await transaction.execute(
            """
            INSERT INTO evidence_state (id, arrived_at, awaited, check_due_at)
            SELECT id, \(at), true, \(at) FROM unnest(\(files.map(\.uuid))) AS new (id) ON CONFLICT (id) DO NOTHING
            """)
        try await transaction.execute(
            """
            INSERT INTO evidence_awaited (evidence_id, submission_id, named_by, mailbox_id, since, due_at)
            SELECT id, \(named.submission.uuid), \(named.by), \(named.mailbox.uuid), \(at),
                \(at.addingTimeInterval(patience))
            FROM unnest(\(files.map(\.uuid))) AS new (id) ON CONFLICT DO NOTHING
            """)
    }

    /// The next to look for, so that nobody else does meanwhile.
    static func claim(at now: Date, in transaction: inout Transaction) async throws -> AwaitedFile? {
        try await transaction.first(
            """
            UPDATE evidence_awaited SET due_at = \(now.addingTimeInterval(patience))
            WHERE (evidence_id, named_by) = (
                SELECT evidence_id, named_by FROM evidence_awaited WHERE due_at <= \(now)
                ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING evidence_id, submission_id, named_by, mailbox_id
            """
        ).map(AwaitedFile.init)
    }

    /// It has come: its chain begins. Returns whether nothing else that was named with it is awaited.
    static func arrived(_ file: AwaitedFile, at now: Date, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(\(file.namedBy.uuidString), 91))")
        try await transaction.execute(
            """
            UPDATE evidence_state SET awaited = false, stamp_due_at = \(now), check_due_at = \(now)
            WHERE id = \(file.id.uuid) AND awaited
            """)
        try await CustodyQueries.begin([file.id], at: now, by: nil, in: &transaction)
        try await CopyQueries.orderOfTheHouse([file.id], at: now, in: &transaction)
        let removed = try await transaction.execute(
            "DELETE FROM evidence_awaited WHERE evidence_id = \(file.id.uuid) AND named_by = \(file.namedBy)")
        guard removed == 1 else { return false }
        return try await transaction.first("SELECT 1 FROM evidence_awaited WHERE named_by = \(file.namedBy)") == nil
    }

    static func count(in database: Database) async throws -> Int {
        try await database.first("SELECT count(*) AS n FROM evidence_awaited")?.get("n") ?? 0
    }
}
