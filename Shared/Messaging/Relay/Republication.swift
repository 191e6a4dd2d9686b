package import Foundation
package import Postgres
import Vault

/// What an operator wants shipped once more: outside the sequence, known by its ids.
package struct Republication: Sendable {
    package enum Selection: Sendable {
        case event(UUID)
        case key(UUID)
        case time(Range<Date>)
    }

    let id: UUID
    private let eventID: UUID?
    private let key: UUID?
    private let from: Date?
    private let until: Date?

    /// Leaves the request for the service's relay, in the service's schema. Returns its id.
    @discardableResult
    package static func request(_ selection: Selection, in tx: inout Transaction) async throws -> UUID {
        let id = Randomness.uuid()
        var (eventID, key, from, until): (UUID?, UUID?, Date?, Date?) = (nil, nil, nil, nil)
        switch selection {
        case .event(let id): eventID = id
        case .key(let id): key = id
        case .time(let range): (from, until) = (range.lowerBound, range.upperBound)
        }
        try await tx.execute(
            """
            INSERT INTO outbox_republications (id, event_id, key, from_time, until_time)
            VALUES (\(id), \(eventID), \(key), \(from), \(until))
            """)
        return id
    }

    /// How many events were shipped for a request; nil while it has not been answered.
    package static func outcome(_ id: UUID, in tx: inout Transaction) async throws -> Int64? {
        try await tx.first("SELECT events FROM outbox_republications WHERE id = \(id)")?.get("events")
    }

    static func next(_ connection: inout Connection) async throws -> Republication? {
        let row = try await connection.first(
            """
            SELECT id, event_id, key, from_time, until_time FROM outbox_republications
            WHERE done_at IS NULL ORDER BY requested_at LIMIT 1
            """)
        guard let row else { return nil }
        return Republication(
            id: try row.get(0), eventID: try row.get(1), key: try row.get(2), from: try row.get(3),
            until: try row.get(4))
    }

    /// The next rows, only of what has been shipped before: the rest is on its way anyway.
    func rows(after id: Int64, _ connection: inout Connection) async throws -> [OutboxRow] {
        try await connection.query(
            """
            SELECT \(OutboxRow.columns) FROM outbox
            WHERE id > \(id) AND id <= (
                    SELECT coalesce(max(outbox_batches.last_id), 0) FROM outbox_batches, outbox_place
                    WHERE number <= shipped_batch)
                AND (\(eventID)::uuid IS NULL OR event_id = \(eventID))
                AND (\(key)::uuid IS NULL OR key = \(key))
                AND (\(from)::timestamptz IS NULL OR appended_at >= \(from))
                AND (\(until)::timestamptz IS NULL OR appended_at < \(until))
            ORDER BY id LIMIT 1000
            """
        ).map { row in try OutboxRow(row) }
    }

    func close(shipped: Int64, _ connection: inout Connection) async throws {
        try await connection.execute("SELECT close_republication(\(id), \(shipped))")
    }
}
