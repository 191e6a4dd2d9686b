import CaseModel
import Foundation
import Postgres

enum SavedSearchQueries {
    struct Saved: Sendable {
        let id: UUID
        let savedBy: UUID
        let savedAt: Date
        let isShared: Bool
        let sealed: [UInt8]
        let lookedAt: Date?

        init(_ row: Row) throws {
            id = try row.get("id")
            savedBy = try row.get("saved_by")
            savedAt = try row.get("saved_at")
            isShared = try row.get("is_shared")
            sealed = try row.get("sealed")
            lookedAt = try row.get("looked_at")
        }
    }

    static func insert(
        _ id: UUID, _ compartment: Compartment, by officer: UUID, at: Date, shared: Bool, sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO saved_searches (id, compartment, saved_by, saved_at, is_shared, sealed)
            VALUES (\(id), \(compartment.code), \(officer), \(at), \(shared), \(sealed))
            """)
    }

    /// An officer's own, and those that others share in the transaction's compartments.
    static func visible(to officer: UUID, in transaction: inout Transaction) async throws -> [Saved] {
        try await transaction.query(
            """
            SELECT id, saved_by, saved_at, is_shared, sealed, looked_at
            FROM saved_searches LEFT JOIN saved_search_looks ON search_id = id AND staff_id = \(officer)
            WHERE saved_by = \(officer) OR is_shared ORDER BY saved_by <> \(officer), saved_at, id
            LIMIT \(SavedSearches.most)
            """
        ).map(Saved.init)
    }

    static func count(of officer: UUID, in transaction: inout Transaction) async throws -> Int {
        let row = try await transaction.first(
            "SELECT count(*) AS n FROM saved_searches WHERE saved_by = \(officer)")
        return try row?.get("n", as: Int.self) ?? 0
    }

    static func look(_ id: UUID, by officer: UUID, at: Date, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO saved_search_looks (search_id, staff_id, looked_at) VALUES (\(id), \(officer), \(at))
            ON CONFLICT (search_id, staff_id) DO UPDATE SET looked_at = excluded.looked_at
            """)
    }

    static func remove(_ id: UUID, of officer: UUID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute("DELETE FROM saved_searches WHERE id = \(id) AND saved_by = \(officer)") == 1
    }
}
