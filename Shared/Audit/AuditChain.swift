package import CaseModel
import Foundation
package import Postgres
import Vault

/// Reads a service's chain from its beginning and finds any edit: a changed entry, a missing one, a chain cut short, or one
/// that was written anew (which no longer meets the heads that other services have kept).
package struct AuditChain: Sendable {
    package enum Verdict: Sendable, Equatable {
        /// Entries, and how many heads kept elsewhere were met.
        case intact(entries: Int64, heads: Int)
        /// The first entry that is not what it was.
        case broken(at: Int64)
    }

    private let schema: Identifier
    private let pageSize: Int

    package init(of service: ServiceName, pageSize: Int = 5_000) throws(PostgresError) {
        schema = try Identifier(service.rawValue)
        self.pageSize = pageSize
    }

    /// Verifies with one snapshot of the database. `heads` are those that other services have kept of this one.
    package func verify(in database: Database, heads: [ChainHead] = []) async throws -> Verdict {
        try await database.transaction(.snapshot) { try await self.verify(heads: heads, in: &$0) }
    }

    /// The same in a transaction of the caller's, which must be a snapshot: the chain may grow meanwhile.
    package func verify(heads: [ChainHead], in transaction: inout Transaction) async throws -> Verdict {
        var walk = Walk(heads: heads)
        while true {
            let page = try await page(after: walk.sequence, in: &transaction)
            for link in page where !walk.takes(link) { return .broken(at: walk.sequence + 1) }
            if page.count < pageSize { break }
        }
        let head = try await transaction.first("SELECT sequence, hash FROM \(identifier: schema).audit_head")
        guard let head, try head.get("sequence") == walk.sequence, try head.get("hash") == walk.hash,
            walk.unmetHeads == 0
        else { return .broken(at: walk.sequence + 1) }
        return .intact(entries: walk.sequence, heads: heads.count)
    }

    /// The heads of this service's chain that another service has kept.
    package func headsKept(by other: ServiceName, in database: Database) async throws -> [ChainHead] {
        try await database.transaction(.readOnly) { try await self.headsKept(by: other, in: &$0) }
    }

    package func headsKept(
        by other: ServiceName, in transaction: inout Transaction
    ) async throws -> [ChainHead] {
        let keeper = try Identifier(other.rawValue)
        let rows = try await transaction.query(
            """
            SELECT sequence, hash, at FROM \(identifier: keeper).audit_foreign_heads
            WHERE service = \(schema.name) ORDER BY sequence
            """)
        guard let service = ServiceName(rawValue: schema.name) else { return [] }
        return try rows.map { row in
            ChainHead(
                service: service, sequence: try row.get("sequence"), hash: HexBytes(try row.get("hash")),
                at: try row.get("at"))
        }
    }

    private func page(after sequence: Int64, in transaction: inout Transaction) async throws -> [Link] {
        let rows = try await transaction.query(
            """
            SELECT sequence, previous, hash, at, actor, action, subject_kind, subject, outcome, reason
            FROM \(identifier: schema).audit_entries
            WHERE sequence > \(sequence) ORDER BY sequence LIMIT \(pageSize)
            """)
        return try rows.map(Link.init)
    }
}

/// The state of a walk along the chain.
private struct Walk {
    var sequence: Int64 = 0
    var hash = [UInt8](repeating: 0, count: 32)
    private var heads: [Int64: [UInt8]]

    init(heads: [ChainHead]) {
        self.heads = Dictionary(heads.map { ($0.sequence, $0.hash.bytes) }) { first, _ in first }
        self.heads[0] = nil
    }

    var unmetHeads: Int { heads.count }

    /// Goes one link on; false where the link does not follow, or is not the one that somebody else has kept.
    mutating func takes(_ link: Link) -> Bool {
        guard link.sequence == sequence + 1, link.previous == hash, SHA256.hash(hash + link.text) == link.hash else {
            return false
        }
        if let kept = heads.removeValue(forKey: link.sequence), kept != link.hash { return false }
        sequence = link.sequence
        hash = link.hash
        return true
    }
}

/// One entry with the text that its hash covers, composed as `audit_text` in the migration does.
private struct Link {
    let sequence: Int64
    let previous: [UInt8]
    let hash: [UInt8]
    let text: [UInt8]

    init(_ row: Row) throws {
        sequence = try row.get("sequence")
        previous = try row.get("previous")
        hash = try row.get("hash")
        let at: Date = try row.get("at")
        let fields: [String] = [
            String(sequence), String(Int64((at.timeIntervalSince1970 * 1_000_000).rounded())),
            try row.get("actor", as: UUID?.self)?.uuidString.lowercased() ?? "", try row.get("action"),
            try row.get("subject_kind", as: String?.self) ?? "",
            try row.get("subject", as: UUID?.self)?.uuidString.lowercased() ?? "", try row.get("outcome"),
            try row.get("reason", as: String?.self) ?? "",
        ]
        text = Array(fields.joined(separator: "|").utf8)
    }
}
