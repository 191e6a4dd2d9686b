import Foundation
import Postgres

enum DraftQueries {
    struct Row: Sendable {
        let id: UUID
        let sealed: [UInt8]
        let expiresAt: Date
    }

    /// Inserts where there are fewer than `most`. Says whether it did.
    static func insert(
        _ row: Row, lookup: [UInt8], most: Int, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO drafts (id, lookup, sealed, expires_at)
            SELECT \(row.id), \(lookup), \(row.sealed), \(row.expiresAt)
            WHERE (SELECT count(*) FROM (SELECT 1 FROM drafts LIMIT \(most)) AS kept) < \(most)
            """) == 1
    }

    static func expiry(lookup: [UInt8], now: Date) -> SQL {
        "SELECT expires_at FROM drafts WHERE lookup = \(lookup) AND expires_at > \(now)"
    }

    static func find(lookup: [UInt8], now: Date) -> SQL {
        "SELECT id, sealed, expires_at FROM drafts WHERE lookup = \(lookup) AND expires_at > \(now)"
    }

    static func delete(lookup: [UInt8]) -> SQL {
        "DELETE FROM drafts WHERE lookup = \(lookup)"
    }

    static func deleteExpired(now: Date) -> SQL {
        "DELETE FROM drafts WHERE expires_at <= \(now)"
    }
}
