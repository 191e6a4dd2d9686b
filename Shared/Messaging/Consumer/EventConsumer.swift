import Foundation
package import Kafka
package import Postgres
package import ServiceRuntime
import Synchronization

/// Hears of other services' events, and has each take effect once.
///
/// Several processes may run a consumer of the same group. A consumer's places stand in the database and are moved in the
/// transaction of the effect; Kafka's offsets only say where to begin to read.
package final class EventConsumer: Service {
    package let name: String
    private let topics: [String]
    private let database: Database
    private let kafka: KafkaConfiguration
    private let tuning: ConsumerTuning
    private let handling: BatchHandling
    private let logger: Logger
    private let metrics: Metrics
    private let group: String
    private let status = Mutex<String?>("starting")

    /// - Parameters:
    ///   - group: the consumer group, which is the service's name.
    ///   - identity: whose places, inbox and dead letters these are in the database; the group's name unless given. It
    ///     must stay what it is when the group is renamed: under another one everything is new and takes effect again.
    ///     The dead-letter topic is named after it.
    package init(
        group: String, identity: String? = nil, topics: [String], handlers: [any EventHandler], database: Database,
        kafka: KafkaConfiguration,
        outbox: Outbox, trusted: TrustedSigners, tuning: ConsumerTuning = ConsumerTuning(), logger: Logger,
        metrics: Metrics, faults: ConsumerFaults = .none
    ) {
        name = "consumer"
        self.group = group
        self.topics = topics
        self.database = database
        self.kafka = kafka
        self.tuning = tuning
        self.logger = logger
        self.metrics = metrics
        handling = BatchHandling(
            consumer: identity ?? group, reader: ArrivalReader(handlers, trusted: trusted), database: database,
            outbox: outbox,
            faults: faults)
    }

    /// Nil where it reads, or where others of the group have all partitions.
    package func healthCheck() -> Health.Check {
        { [self] in status.withLock { $0 } }
    }

    package func run(_ lifetime: Lifetime) async throws {
        let producer = try KafkaProducer(kafka, logger: logger, metrics: metrics)
        let figures = ConsumerFigures(metrics, group: group)
        lifetime.started()
        var pause = tuning.retry
        while !lifetime.isStopping {
            do {
                let session = try ConsumerRun(
                    group: group, topics: topics, kafka: kafka, database: database, handling: handling,
                    requests: HoleRequests(producer: producer, consumer: group), tuning: tuning, figures: figures,
                    logger: logger, metrics: metrics)
                do {
                    try await session.run(lifetime) { code in self.status.withLock { $0 = code } }
                } catch {
                    await session.close()
                    throw error
                }
                await session.close()
                pause = tuning.retry
            } catch {
                guard !lifetime.isStopping else { break }
                status.withLock { $0 = (error as? any CodedError)?.code ?? "unknown" }
                logger.warning("The consumer begins anew", [.error: .error(error)])
                guard await lifetime.pause(pause) else { break }
                pause = min(pause * 2, tuning.longestPause)
            }
        }
        await producer.close()
    }
}
