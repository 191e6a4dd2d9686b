package import ServiceRuntime
import Synchronization

/// An idempotent producer: `acks=all`, order kept per partition, nothing written twice by the library's own retries.
package final class KafkaProducer: Sendable {
    private let configuration: KafkaConfiguration
    private let logger: Logger
    private let figures: KafkaFigures
    private let state: Mutex<State>
    /// Records are handed over here, in the order of the calls to `send`; it waits when the library's queue is full.
    private let sending = BlockingQueue("amparo.kafka.send")
    private let asking = BlockingQueue("amparo.kafka.ask")

    private enum State {
        case open(ProducerSession)
        case closed
    }

    package init(_ configuration: KafkaConfiguration, logger: Logger, metrics: Metrics) throws(KafkaError) {
        self.configuration = configuration
        self.logger = logger
        figures = KafkaFigures(metrics)
        state = Mutex(.open(try ProducerSession(configuration, logger: logger)))
    }

    /// Sends a batch and returns when each record was acknowledged or given up, in the order of `records`.
    ///
    /// Never throws away a place in the queue: it waits while the queue is full, and each record fails by itself after
    /// `deliveryTimeout`. Where one fails, those behind it in its partition may still have been written; who needs them
    /// in order sends all of them again from there on. After a fatal error the next call goes through a new client.
    package func send(_ records: [OutgoingRecord]) async -> [Result<Delivery, KafkaError>] {
        guard !records.isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            let batch = DeliveryBatch(records, continuation) { [figures] in figures.sent($0) }
            sending.async { [self] in
                do throws(KafkaError) {
                    let session = try usableSession()
                    session.enqueue(records, batch)
                    figures.queueDepth.set(Double(session.queueDepth))
                } catch {
                    for index in records.indices { batch.refuse(index, error) }
                    batch.enqueued()
                }
            }
        }
    }

    /// The id of the cluster that answers now. It differs when the broker was replaced by an empty one.
    package func clusterID(timeout: Duration = .seconds(5)) async throws(KafkaError) -> String {
        try await ask { client throws(KafkaError) in try client.clusterID(timeout: timeout) }
    }

    /// The first offset that the partition holds and the one that its next record will get.
    package func watermarks(
        topic: String, partition: Int32, timeout: Duration = .seconds(5)
    ) async throws(KafkaError) -> Watermarks {
        let place = TopicPartition(topic: topic, partition: partition)
        return try await ask { client throws(KafkaError) in try client.watermarks(of: place, timeout: timeout) }
    }

    /// All topics of the cluster and their numbers of partitions.
    package func topics(timeout: Duration = .seconds(5)) async throws(KafkaError) -> [String: Int] {
        try await ask { client throws(KafkaError) in try client.topics(timeout: timeout) }
    }

    /// nil where there is no such topic.
    package func partitionCount(topic: String, timeout: Duration = .seconds(5)) async throws(KafkaError) -> Int? {
        try await topics(timeout: timeout)[topic]
    }

    /// Whether a broker answers.
    package func healthCheck() -> Health.Check {
        { [self] in
            do throws(KafkaError) {
                _ = try await clusterID(timeout: .milliseconds(1_500))
                return nil
            } catch {
                return error.code
            }
        }
    }

    /// Waits up to ten seconds for what is outstanding and ends. Later calls of `send` fail with `KafkaError.closed`.
    package func close() async {
        try? await sending.run { [self] () throws(KafkaError) in
            let session = current
            state.withLock { $0 = .closed }
            session?.end(within: .seconds(10))
        }
    }

    private var current: ProducerSession? {
        state.withLock { if case .open(let session) = $0 { session } else { nil } }
    }

    private func ask<Value: Sendable>(
        _ question: @escaping @Sendable (ClientHandle) throws(KafkaError) -> Value
    ) async throws(KafkaError) -> Value {
        try await asking.run { [self] () throws(KafkaError) in
            guard let current else { throw KafkaError.closed }
            return try question(current.client)
        }
    }

    /// On the sending queue only.
    private func usableSession() throws(KafkaError) -> ProducerSession {
        guard let current else { throw KafkaError.closed }
        guard current.hasFailed else { return current }
        logger.warning("Kafka producer failed; a new one takes over")
        current.end(within: .zero)
        let next = try ProducerSession(configuration, logger: logger)
        state.withLock { if case .open = $0 { $0 = .open(next) } }
        return next
    }
}
