import CaseModel
import Foundation
import Postgres

/// What stands in clear of an entry.
struct EntryRow: Sendable {
    let id: UUID
    let submissionID: SubmissionID
    let enteredAt: Date
    let enteredBy: UUID
    let handover: HandoverState

    init(_ row: Row) throws {
        id = try row.get("id")
        submissionID = SubmissionID(try row.get("submission_id", as: UUID.self))
        enteredAt = try row.get("entered_at")
        enteredBy = try row.get("entered_by")
        handover = try HandoverState(row)
    }
}

/// A further version of an entry, as it lies sealed.
struct EntryVersionRow: Sendable {
    let id: UUID
    let enteredAt: Date
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = try row.get("id")
        enteredAt = try row.get("entered_at")
        sealed = try row.get("sealed")
    }
}

enum EntryQueries {
    private static let columns: SQL =
        """
        SELECT entries.id, entries.submission_id, entered_at, entered_by, expires_at, revoked_at, taken_at
        FROM entries LEFT JOIN handovers USING (submission_id)
        """

    static func find(_ id: UUID, in transaction: inout Transaction) async throws -> EntryRow? {
        try await transaction.first("\(columns) WHERE entries.id = \(id)").map(EntryRow.init)
    }

    static func find(of submission: SubmissionID, in transaction: inout Transaction) async throws -> EntryRow? {
        try await transaction.first("\(columns) WHERE entries.submission_id = \(submission.uuid)").map(EntryRow.init)
    }

    /// Somebody's own, the newest first.
    static func entered(
        by officer: StaffID, limit: Int, in transaction: inout Transaction
    ) async throws -> [EntryRow] {
        try await transaction.query(
            "\(columns) WHERE entered_by = \(officer.uuid) ORDER BY entered_at DESC, entries.id LIMIT \(limit)"
        ).map(EntryRow.init)
    }

    /// Returns false where it is there already.
    static func insert(
        _ id: UUID, _ submission: SubmissionID, at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO entries (id, submission_id, entered_at, entered_by)
            VALUES (\(id), \(submission.uuid), \(at), \(by.uuid)) ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    /// One entry at a time: whoever sends the same one waits, and then finds it.
    static func hold(_ id: UUID, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(\(id.uuidString), 60))")
    }

    static func insertVersion(
        _ id: UUID, of submission: SubmissionID, sealed: [UInt8], at: Date, by: StaffID,
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO entry_versions (id, submission_id, sealed, entered_at, entered_by)
            VALUES (\(id), \(submission.uuid), \(sealed), \(at), \(by.uuid))
            """)
    }

    static func versions(
        of submission: SubmissionID, in transaction: inout Transaction
    ) async throws -> [EntryVersionRow] {
        try await transaction.query(
            """
            SELECT id, entered_at, sealed FROM entry_versions
            WHERE submission_id = \(submission.uuid) ORDER BY entered_at, id
            """
        ).map(EntryVersionRow.init)
    }
}
