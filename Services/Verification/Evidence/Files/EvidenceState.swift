import CaseModel
import Foundation
import Postgres

/// How a file stands.
struct EvidenceState: Sendable {
    enum Check: String, Sendable {
        case intact = "INTACT"
        case changed = "CHANGED"
        case missing = "MISSING"
        case unreadable = "UNREADABLE"
    }

    enum Scan: String, Sendable {
        case clean = "CLEAN"
        case infected = "INFECTED"
    }

    let id: EvidenceID
    let arrivedAt: Date
    let isAwaited: Bool
    let checkedAt: Date?
    let check: Check?
    let stampedAt: Date?
    let stamp: [UInt8]?
    let scan: Scan?
    /// Whether a working copy is missing or is not what was made.
    let hasDamagedCopy: Bool

    init(_ row: Row) throws {
        id = EvidenceID(try row.get("id", as: UUID.self))
        arrivedAt = try row.get("arrived_at")
        isAwaited = try row.get("awaited")
        checkedAt = try row.get("checked_at")
        check = try row.get("check_result", as: String?.self).flatMap(Check.init)
        stampedAt = try row.get("stamped_at")
        stamp = try row.get("stamp")
        scan = try row.get("scan_result", as: String?.self).flatMap(Scan.init)
        hasDamagedCopy = try row.get("damaged_copy")
    }

    /// Whether somebody has to be told.
    var isInTrouble: Bool { isAwaited || (check ?? .intact) != .intact || hasDamagedCopy }
}

enum EvidenceStateQueries {
    static let columns: SQL =
        """
        SELECT id, arrived_at, awaited, checked_at, check_result, stamped_at, stamp, scan_result,
            EXISTS (SELECT 1 FROM evidence_copies c WHERE c.evidence_id = evidence_state.id AND c.check_result <> 'INTACT')
                AS damaged_copy
        FROM evidence_state
        """

    /// For files that lie here now. Each is checked for the first time within a day, none at the same moment as all others.
    static func begin(_ files: [EvidenceID], at: Date, in transaction: inout Transaction) async throws {
        guard !files.isEmpty else { return }
        try await transaction.execute(
            """
            INSERT INTO evidence_state (id, arrived_at, check_due_at, stamp_due_at)
            SELECT id, \(at), \(at) + random() * interval '1 day', \(at) FROM unnest(\(files.map(\.uuid))) AS new (id)
            ON CONFLICT (id) DO NOTHING
            """)
    }

    static func find(_ id: EvidenceID, in transaction: inout Transaction) async throws -> EvidenceState? {
        try await transaction.first("\(columns) WHERE id = \(id.uuid)").map(EvidenceState.init)
    }

    static func all(_ ids: [EvidenceID], in transaction: inout Transaction) async throws -> [EvidenceID: EvidenceState]
    {
        let states = try await transaction.query("\(columns) WHERE id = ANY (\(ids.map(\.uuid)))").map(
            EvidenceState.init)
        return Dictionary(states.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Files that are missing or not what they were, or have such a working copy, within the transaction's compartments: some
    /// of them.
    static let troubled: SQL =
        """
        SELECT id FROM evidence_state WHERE awaited OR check_result <> 'INTACT'
        UNION SELECT evidence_id FROM evidence_copies WHERE check_result <> 'INTACT' ORDER BY id LIMIT 20
        """

    /// Whether that is so of a file of this case.
    static func hasTrouble(_ id: CaseID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first(
            """
            SELECT 1 FROM (
                SELECT id FROM evidence_state WHERE awaited OR check_result <> 'INTACT'
                UNION SELECT evidence_id FROM evidence_copies WHERE check_result <> 'INTACT') AS troubled
            WHERE EXISTS (
                    SELECT 1 FROM evidence e JOIN submissions s ON s.id = e.submission_id
                    WHERE e.id = troubled.id AND s.case_id = \(id.uuid))
                OR EXISTS (SELECT 1 FROM case_evidence c WHERE c.id = troubled.id AND c.case_id = \(id.uuid))
            LIMIT 1
            """) != nil
    }
}
