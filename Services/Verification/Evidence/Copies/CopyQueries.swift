import CaseModel
import Foundation
import Postgres
import Vault

/// What stands in clear of a working copy, and its sealed parts.
struct CopyRow: Sendable {
    let id: CopyID
    let evidence: EvidenceID
    let kind: CopyKind
    let askedAt: Date
    let askedBy: StaffID?
    let ordered: [UInt8]?
    let state: CopyState
    let attempts: Int
    let finishedAt: Date?
    let failure: String?
    let sealed: [UInt8]?
    /// What came of comparing it with what was made.
    let checkedAt: Date?
    let check: EvidenceState.Check?

    init(_ row: Row) throws {
        id = CopyID(try row.get("id", as: UUID.self))
        evidence = EvidenceID(try row.get("evidence_id", as: UUID.self))
        kind = try Code.read(row, "kind")
        askedAt = try row.get("asked_at")
        askedBy = try row.get("asked_by", as: UUID?.self).map(StaffID.init)
        ordered = try row.get("ordered")
        state = try Code.read(row, "state")
        attempts = Int(try row.get("attempts", as: Int32.self))
        finishedAt = try row.get("finished_at")
        failure = try row.get("failure")
        sealed = try row.get("sealed")
        checkedAt = try row.get("checked_at")
        check = try row.get("check_result", as: String?.self).flatMap(EvidenceState.Check.init)
    }
}

enum CopyQueries {
    static let columns: SQL =
        """
        id, evidence_id, kind, asked_at, asked_by, ordered, state, attempts, finished_at, failure, sealed, checked_at,
        check_result
        """

    /// What is made of every file without anybody's asking.
    static func orderOfTheHouse(
        _ files: [EvidenceID], at: Date, in transaction: inout Transaction
    ) async throws {
        guard !files.isEmpty else { return }
        let kinds: [CopyKind] = [.scan, .picture]
        let pairs = files.flatMap { file in kinds.map { (file: file.uuid, kind: $0.rawValue) } }
        try await transaction.execute(
            """
            INSERT INTO evidence_copies (id, evidence_id, kind, asked_at, due_at)
            SELECT id, evidence_id, kind, \(at), \(at)
            FROM unnest(\(pairs.map { _ in Randomness.uuid(at: at) }), \(pairs.map(\.file)), \(pairs.map(\.kind)))
                AS new (id, evidence_id, kind)
            ON CONFLICT DO NOTHING
            """)
    }

    /// Of what has no pictures, the words.
    static func orderText(of id: EvidenceID, at: Date, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO evidence_copies (id, evidence_id, kind, asked_at, due_at)
            VALUES (\(Randomness.uuid(at: at)), \(id.uuid), \(CopyKind.text.rawValue), \(at), \(at))
            ON CONFLICT DO NOTHING
            """)
    }

    static func insert(
        _ id: CopyID, of evidence: EvidenceID, _ kind: CopyKind, at: Date, by: StaffID, ordered: [UInt8]?,
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO evidence_copies (id, evidence_id, kind, asked_at, asked_by, ordered, due_at)
            VALUES (\(id.uuid), \(evidence.uuid), \(kind.rawValue), \(at), \(by.uuid), \(ordered), \(at))
            """)
    }

    static func all(of id: EvidenceID, in transaction: inout Transaction) async throws -> [CopyRow] {
        try await transaction.query(
            "SELECT \(columns) FROM evidence_copies WHERE evidence_id = \(id.uuid) ORDER BY asked_at, id"
        ).map(CopyRow.init)
    }

    static func find(
        _ id: CopyID, of evidence: EvidenceID, in transaction: inout Transaction
    ) async throws -> CopyRow? {
        try await transaction.first(
            "SELECT \(columns) FROM evidence_copies WHERE id = \(id.uuid) AND evidence_id = \(evidence.uuid)"
        ).map(CopyRow.init)
    }

    // MARK: The work on them

    /// Takes the next order, so that nobody else does until `until`: whoever is killed over it leaves it to be done again.
    static func claim(
        _ kinds: [CopyKind], at now: Date, until: Date, in transaction: inout Transaction
    ) async throws -> CopyRow? {
        try await transaction.first(
            """
            UPDATE evidence_copies SET state = 'WORKING', attempts = attempts + 1, due_at = \(until)
            WHERE id = (
                SELECT id FROM evidence_copies
                WHERE state IN ('WAITING', 'WORKING') AND due_at <= \(now) AND kind = ANY (\(kinds.map(\.rawValue)))
                ORDER BY asked_by IS NULL, due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING \(columns)
            """
        ).map(CopyRow.init)
    }

    /// Says that the worker is still at it. False where another has taken the order up since.
    static func hold(_ order: CopyRow, until due: Date, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE evidence_copies SET due_at = \(due)
            WHERE id = \(order.id.uuid) AND state = 'WORKING' AND attempts = \(Int32(order.attempts))
            """) == 1
    }

    /// Puts an order back, to be taken up again at `due`; this was no attempt.
    static func postpone(
        _ order: CopyRow, until due: Date, because failure: String?, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE evidence_copies SET state = 'WAITING', attempts = attempts - 1, due_at = \(due), failure = \(failure)
            WHERE id = \(order.id.uuid) AND state = 'WORKING' AND attempts = \(Int32(order.attempts))
            """)
    }

    /// Throws where another worker has taken the order up since: what this one made does not count.
    static func end(
        _ order: CopyRow, as state: CopyState, at: Date, failure: String?, sealed: [UInt8]?, parts: [UUID],
        in transaction: inout Transaction
    ) async throws {
        let ended = try await transaction.execute(
            """
            UPDATE evidence_copies SET state = \(state.rawValue), finished_at = \(at), failure = \(failure),
                sealed = \(sealed)
            WHERE id = \(order.id.uuid) AND state = 'WORKING' AND attempts = \(Int32(order.attempts))
            """)
        guard ended == 1 else { throw CopyFailure.takenOver }
        guard !parts.isEmpty else { return }
        try await transaction.execute(
            "INSERT INTO evidence_copy_parts (id, copy_id) SELECT unnest(\(parts)), \(order.id.uuid)")
    }

    static func note(
        _ result: EvidenceState.Scan, of id: EvidenceID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE evidence_state SET scan_result = \(result.rawValue) WHERE id = \(id.uuid)")
    }
}
