import CaseModel
import Foundation
import Postgres

extension CustodyEvent {
    init(_ row: Row) throws {
        evidence = EvidenceID(try row.get("evidence_id", as: UUID.self))
        sequence = Int(try row.get("sequence", as: Int32.self))
        kind = try Code.read(row, "kind")
        at = try row.get("at")
        by = try row.get("by_staff", as: UUID?.self).map(StaffID.init)
        sealed = try row.get("sealed")
        hash = try row.get("hash")
    }
}

enum CustodyQueries {
    /// Adds a link to a file's chain. Nobody else adds one to it before the transaction ends.
    static func append(
        _ kind: CustodyKind, of id: EvidenceID, at: Date, by: StaffID?, sealed: [UInt8]?,
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(id.description), 90))")
        let last = try await transaction.first(
            """
            SELECT sequence, hash FROM custody_events WHERE evidence_id = \(id.uuid) ORDER BY sequence DESC LIMIT 1
            """)
        let before = try last.map {
            (Int(try $0.get("sequence", as: Int32.self)), try $0.get("hash", as: [UInt8].self))
        }
        let event = CustodyChain.link(
            kind, of: id, at: at, by: by, sealed: sealed, after: before.map { (sequence: $0.0, hash: $0.1) })
        try await transaction.execute(
            """
            INSERT INTO custody_events (evidence_id, sequence, kind, at, by_staff, sealed, hash)
            VALUES (\(id.uuid), \(Int32(event.sequence)), \(kind.rawValue), \(event.at), \(by?.uuid), \(sealed),
                \(event.hash))
            """)
    }

    /// Begins the chains of files that have none.
    static func begin(
        _ ids: [EvidenceID], at: Date, by: StaffID?, in transaction: inout Transaction
    ) async throws {
        guard !ids.isEmpty else { return }
        let first = ids.map { CustodyChain.link(.received, of: $0, at: at, by: by, sealed: nil, after: nil) }
        try await transaction.execute(
            """
            INSERT INTO custody_events (evidence_id, sequence, kind, at, by_staff, hash)
            SELECT id, 1, \(CustodyKind.received.rawValue), \(first[0].at), \(by?.uuid), hash
            FROM unnest(\(ids.map(\.uuid)), \(first.map(\.hash))) AS new (id, hash)
            ON CONFLICT DO NOTHING
            """)
    }

    /// A file's chain, from its first event.
    static func all(of id: EvidenceID, in transaction: inout Transaction) async throws -> [CustodyEvent] {
        try await transaction.query(
            """
            SELECT evidence_id, sequence, kind, at, by_staff, sealed, hash FROM custody_events
            WHERE evidence_id = \(id.uuid) ORDER BY sequence
            """
        ).map(CustodyEvent.init)
    }
}
