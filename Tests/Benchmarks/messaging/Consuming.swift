import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import Synchronization

/// How long a consumer takes from the first event it handles to the last.
struct Consuming {
    let settings: Settings
    let kafka: KafkaConfiguration
    let topics: TopicCatalogue

    func run(_ events: Int, _ group: String) async throws -> Double {
        let database = try Main.database(settings, role: "amparo_verification_app")
        let progress = Progress()
        let counts = topics.topics.map { ($0.name, Int($0.partitions)) }
        let outbox = Outbox(
            source: .verification, partitions: PartitionMap(Dictionary(counts) { first, _ in first }), signer: nil)
        let consumer = EventConsumer(
            group: group, topics: [BenchmarkEvent.topic.name], handlers: [WriteRow(progress: progress)],
            database: database, kafka: kafka, outbox: outbox, trusted: TrustedSigners([:]), logger: Main.logger,
            metrics: Metrics())
        return try await Main.running([database, consumer]) {
            while true {
                try await Task.sleep(for: .milliseconds(20))
                let (count, begun) = progress.read()
                guard count >= events, let begun else { continue }
                // Counted before their transaction is committed: the table has the last word.
                let row = try await database.first("SELECT count(*) FROM benchmark_effects")
                if try row?.get(0, as: Int64.self) ?? 0 >= Int64(events) { return Main.seconds(since: begun) }
            }
        }
    }
}

/// How many events have been handled, and since when.
final class Progress: Sendable {
    private let state = Mutex<(count: Int, begun: ContinuousClock.Instant?)>((0, nil))

    func add(_ count: Int) {
        state.withLock { state in
            if state.begun == nil { state.begun = .now }
            state.count += count
        }
    }

    func read() -> (count: Int, begun: ContinuousClock.Instant?) { state.withLock { $0 } }
}

/// Writes one row for each event, those of a batch in one statement.
struct WriteRow: EventHandler {
    let progress: Progress

    func handle(_ event: ReceivedEvent<BenchmarkEvent>, in tx: inout Transaction) async throws {
        try await handle([event], in: &tx)
    }

    func handle(_ events: [ReceivedEvent<BenchmarkEvent>], in tx: inout Transaction) async throws {
        progress.add(events.count)
        try await tx.execute(
            """
            INSERT INTO benchmark_effects (event_id, subject, happened_at, text)
            SELECT * FROM unnest(
                \(events.map(\.id)), \(events.map(\.subject)), \(events.map(\.time)), \(events.map(\.payload.text)))
            """)
    }
}
