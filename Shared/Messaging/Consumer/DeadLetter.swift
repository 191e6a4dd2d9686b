package import Foundation
import Kafka
package import Postgres
import Vault

/// An event that could not be handled, as an operator sees it: codes and ids, never its content.
package struct DeadLetter: Sendable {
    package let id: UUID
    package let consumer: String
    package let reason: String
    package let attempts: Int
    package let state: String
    package let parkedAt: Date
    package let source: String?
    package let topic: String
    package let partition: Int32
    package let sequence: Int64?
    package let eventID: UUID?
    package let type: String?
}

/// The dead letters of one service, for whoever operates it.
package enum DeadLetters {
    /// Those that wait, oldest first.
    package static func list(in tx: inout Transaction, limit: Int = 1000) async throws -> [DeadLetter] {
        try await tx.query(
            """
            SELECT id, consumer, reason, attempts, state, parked_at, source, topic, partition, sequence, event_id, type
            FROM dead_letters WHERE state IN ('parked', 'retrying') ORDER BY parked_at LIMIT \(limit)
            """
        ).map { row in
            DeadLetter(
                id: try row.get(0), consumer: try row.get(1), reason: try row.get(2),
                attempts: Int(try row.get(3, as: Int32.self)), state: try row.get(4), parkedAt: try row.get(5),
                source: try row.get(6), topic: try row.get(7), partition: try row.get(8), sequence: try row.get(9),
                eventID: try row.get(10), type: try row.get(11))
        }
    }

    /// Has the service's consumer handle it again; it does so within seconds. Nil for all. Returns how many.
    @discardableResult
    package static func retry(_ id: UUID?, in tx: inout Transaction) async throws -> Int {
        try await tx.execute(
            """
            UPDATE dead_letters SET state = 'retrying', changed_at = now()
            WHERE state = 'parked' AND (\(id)::uuid IS NULL OR id = \(id))
            """)
    }

    /// Gives it up. Returns whether it was there.
    @discardableResult
    package static func drop(_ id: UUID, in tx: inout Transaction) async throws -> Bool {
        try await tx.execute(
            """
            UPDATE dead_letters SET state = 'dropped', changed_at = now(), payload = NULL, headers = '{}'
            WHERE id = \(id) AND state IN ('parked', 'retrying')
            """) > 0
    }
}

extension DeadLetters {
    /// Keeps a record that could not be handled, and tells of it on the consumer group's dead-letter topic. A forgery that
    /// comes again and again is kept once.
    static func park(
        _ record: IncomingRecord, _ envelope: EventEnvelope?, reason: String, attempts: Int, consumer: String,
        outbox: Outbox, in tx: inout Transaction
    ) async throws {
        let id = Randomness.uuid()
        let isNew =
            try await tx.execute(
                """
                INSERT INTO dead_letters (id, consumer, reason, attempts, topic, partition, source, sequence, event_id, type,
                    key, headers, payload)
                SELECT \(id), \(consumer), \(reason), \(Int32(attempts)), \(record.topic), \(record.partition),
                    \(envelope?.source), \(envelope?.sequence), \(envelope?.id), \(envelope?.type), \(record.key),
                    \(record.headers.flatMap { [Array($0.name.utf8), $0.value] }), \(record.value)
                WHERE NOT EXISTS (
                    SELECT FROM dead_letters WHERE consumer = \(consumer) AND event_id = \(envelope?.id)
                        AND reason = \(reason) AND state = 'parked')
                """) > 0
        guard isNew else { return }
        var attributes = ["\(EventHeader.reason)=\(reason)"]
        if let envelope {
            attributes.append("ce_originalid=\(envelope.id.uuidString.lowercased())")
            attributes += Self.attribute("ce_originaltype", envelope.type)
            attributes += Self.attribute("ce_originalsource", envelope.source)
        }
        let entry = OutboxEntry(
            id: id, topic: deadLetterTopic(of: consumer), type: EventHeader.deadLetterType,
            key: envelope?.subject ?? id,
            time: .now, payload: record.value ?? [], isSigned: false, trace: nil,
            attributes: attributes.joined(separator: "\n"))
        try await outbox.append([entry], in: &tx)
    }

    private static func attribute(_ name: String, _ value: String) -> [String] {
        let isPlain = value.utf8.count <= 100 && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain ? ["\(name)=\(value)"] : []
    }

    /// The next one that an operator wants to be tried again, locked.
    static func nextRetry(
        of consumer: String, in tx: inout Transaction
    ) async throws -> (id: UUID, attempts: Int, record: IncomingRecord)? {
        let row = try await tx.first(
            """
            SELECT id, attempts, topic, partition, key, headers, payload FROM dead_letters
            WHERE consumer = \(consumer) AND state = 'retrying' ORDER BY parked_at LIMIT 1
            FOR UPDATE SKIP LOCKED
            """)
        guard let row else { return nil }
        let texts: [[UInt8]] = try row.get(5)
        let headers = stride(from: 0, to: texts.count - 1, by: 2).map { index in
            (name: String(decoding: texts[index], as: UTF8.self), value: texts[index + 1])
        }
        let record = IncomingRecord(
            topic: try row.get(2), partition: try row.get(3), offset: 0,
            key: try row.get(4, as: [UInt8]?.self) ?? [], value: try row.get(6), headers: headers, timestamp: -1)
        return (try row.get(0), Int(try row.get(1, as: Int32.self)), record)
    }

    static func finish(_ id: UUID, in tx: inout Transaction) async throws {
        try await tx.execute("UPDATE dead_letters SET state = 'handled', changed_at = now() WHERE id = \(id)")
    }

    static func parkAgain(_ id: UUID, reason: String, in tx: inout Transaction) async throws {
        try await tx.execute(
            """
            UPDATE dead_letters SET state = 'parked', changed_at = now(), reason = \(reason), attempts = attempts + 1
            WHERE id = \(id)
            """)
    }
}
