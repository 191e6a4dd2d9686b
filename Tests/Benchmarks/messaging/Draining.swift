import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime

/// How long the relay takes to ship an outbox that has been filled while it was leading and had nothing to do.
struct Draining {
    let settings: Settings
    let kafka: KafkaConfiguration
    let topics: TopicCatalogue

    func run(_ events: Int) async throws -> Double {
        let writing = try Main.database(settings, role: "amparo_intake_app")
        let database = try Main.database(settings, role: "amparo_intake_relay")
        let counts = topics.topics.map { ($0.name, Int($0.partitions)) }
        let outbox = Outbox(
            source: .intake, partitions: PartitionMap(Dictionary(counts) { first, _ in first }), signer: nil)
        let relay = EventRelay(
            outbox: outbox, database: database, kafka: kafka, logger: Main.logger, metrics: Metrics())
        return try await Main.running([writing, database, relay]) {
            // The first event finds the broker, so that this does not count.
            try await append(outbox, writing)
            try await untilShipped(1, database)
            let shipped = try await shipped(database)
            // The last one wakes the relay, in the transaction of the others.
            let begun = try await fill(events - 1, outbox, writing)
            try await untilShipped(shipped + Int64(events), database)
            return Main.seconds(since: begun)
        }
    }

    private func append(_ outbox: Outbox, _ database: Database) async throws {
        try await database.transaction { tx in
            try await outbox.append(BenchmarkEvent(text: "begin"), key: UUID(), id: UUID(), in: &tx)
        }
    }

    private func fill(
        _ events: Int, _ outbox: Outbox, _ database: Database
    ) async throws -> ContinuousClock.Instant {
        try await database.transaction { tx in
            try await tx.execute(
                """
                INSERT INTO outbox (appended_at, topic, partition, event_id, type, key, payload)
                SELECT now(), \(BenchmarkEvent.topic.name), (number % 6)::integer, gen_random_uuid(),
                    \(BenchmarkEvent.type), gen_random_uuid(),
                    convert_to('{"text":"' || rpad(md5(number::text), 389, md5(number::text)) || '"}', 'UTF8')
                FROM generate_series(1, \(events)) number
                """)
        }
        let begun = ContinuousClock.now
        try await append(outbox, database)
        return begun
    }

    private func shipped(_ database: Database) async throws -> Int64 {
        try await database.first("SELECT coalesce(sum(shipped_sequence), 0)::bigint FROM outbox_counters")?.get(0) ?? 0
    }

    private func untilShipped(_ sequence: Int64, _ database: Database) async throws {
        while try await shipped(database) < sequence { try await Task.sleep(for: .milliseconds(20)) }
    }
}
