import CaseModel
import Foundation
import Postgres

/// A record's row, and one of its versions where it was read with it.
struct RecordRow: Sendable {
    let id: RecordID
    let caseID: CaseID
    let kind: RecordKind
    let version: Int
    let createdAt: Date
    let createdBy: StaffID
    let savedAt: Date
    let savedBy: StaffID
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = RecordID(try row.get("id", as: UUID.self))
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        kind = RecordKind(stored: try row.get("kind"))
        version = Int(try row.get("version", as: Int32.self))
        createdAt = try row.get("created_at")
        createdBy = StaffID(try row.get("created_by", as: UUID.self))
        savedAt = try row.get("saved_at")
        savedBy = StaffID(try row.get("saved_by", as: UUID.self))
        sealed = try row.get("sealed")
    }
}

enum RecordQueries {
    static func insert(
        _ id: RecordID, _ kind: RecordKind, of caseID: CaseID, at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO case_records (id, case_id, kind, created_at, created_by, saved_at, saved_by)
            VALUES (\(id.uuid), \(caseID.uuid), \(kind.code), \(at), \(by.uuid), \(at), \(by.uuid))
            """)
    }

    static func insertVersion(
        _ id: RecordID, _ version: Int, sealed: [UInt8], at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO record_versions (record_id, version, sealed, saved_at, saved_by)
            VALUES (\(id.uuid), \(Int32(version)), \(sealed), \(at), \(by.uuid))
            """)
    }

    static func advance(
        _ id: RecordID, to version: Int, removed: Bool, at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE case_records SET version = \(Int32(version)), saved_at = \(at), saved_by = \(by.uuid),
                removed_at = CASE WHEN \(removed) THEN \(at) END
            WHERE id = \(id.uuid)
            """)
    }

    /// The record of that kind in that case, as it stands; locked where `toChange`.
    static func find(
        _ id: RecordID, _ kind: RecordKind, of caseID: CaseID, toChange: Bool, in transaction: inout Transaction
    ) async throws -> RecordRow? {
        let lock: SQL = toChange ? " FOR UPDATE OF r" : ""
        return try await transaction.first(
            """
            \(current) WHERE r.id = \(id.uuid) AND r.kind = \(kind.code) AND r.case_id = \(caseID.uuid)\(lock)
            """
        ).map(RecordRow.init)
    }

    static func find(_ id: RecordID, of caseID: CaseID, in transaction: inout Transaction) async throws -> RecordRow? {
        try await transaction.first("\(current) WHERE r.id = \(id.uuid) AND r.case_id = \(caseID.uuid)")
            .map(RecordRow.init)
    }

    /// The records of some kinds that stand, the oldest first.
    static func all(
        _ kinds: [RecordKind], of caseID: CaseID, in transaction: inout Transaction
    ) async throws -> [RecordRow] {
        try await transaction.query(
            """
            \(current) WHERE r.case_id = \(caseID.uuid) AND r.kind = ANY(\(kinds.map(\.code)))
                AND r.removed_at IS NULL
            ORDER BY r.created_at, r.id
            """
        ).map(RecordRow.init)
    }

    /// Every version of a record, the oldest first.
    static func history(_ id: RecordID, in transaction: inout Transaction) async throws -> [RecordRow] {
        try await transaction.query("\(versions) WHERE r.id = \(id.uuid) ORDER BY v.version").map(RecordRow.init)
    }

    /// - Parameter version: As a form has it, which may be any number.
    static func version(
        _ id: RecordID, _ version: Int, in transaction: inout Transaction
    ) async throws -> RecordRow? {
        try await transaction.first("\(versions) WHERE r.id = \(id.uuid) AND v.version = \(Int32(clamping: version))")
            .map(RecordRow.init)
    }

    private static let current: SQL =
        """
        SELECT r.id, r.case_id, r.kind, r.version, r.created_at, r.created_by, r.saved_at, r.saved_by, v.sealed
        FROM case_records r JOIN record_versions v ON v.record_id = r.id AND v.version = r.version
        """

    private static let versions: SQL =
        """
        SELECT r.id, r.case_id, r.kind, v.version, r.created_at, r.created_by, v.saved_at, v.saved_by, v.sealed
        FROM case_records r JOIN record_versions v ON v.record_id = r.id
        """
}
