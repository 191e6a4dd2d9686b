import CRDKafka
import ServiceRuntime
import Synchronization

/// One librdkafka consumer, what it reads from, and the two threads it is called on.
///
/// Unchecked: `reader` is touched on the reading queue only, but for `wake`, which may be called from anywhere.
final class ConsumerSession: @unchecked Sendable {
    private struct Partitions {
        var assigned: Set<TopicPartition> = []
        var paused: Set<TopicPartition> = []
    }

    private let client: ClientHandle
    private let context: ConsumerContext
    private var reader: RecordReader
    private let reading: BlockingQueue
    private let controlling: BlockingQueue
    private let partitions = Mutex(Partitions())

    var assignment: Set<TopicPartition> { partitions.withLock { $0.assigned } }

    init(_ configuration: KafkaConfiguration, group: String, topics: [String], logger: Logger) throws(KafkaError) {
        let properties =
            configuration.common + [
                ("group.id", group),
                ("enable.auto.commit", "false"),
                ("enable.auto.offset.store", "false"),
                ("auto.offset.reset", "error"),
                ("partition.assignment.strategy", "cooperative-sticky"),
                ("session.timeout.ms", String(configuration.sessionTimeout.wholeMilliseconds)),
                ("heartbeat.interval.ms", "1000"),
                ("fetch.wait.max.ms", String(configuration.fetchWait.wholeMilliseconds)),
                ("fetch.error.backoff.ms", "100"),
                ("queued.max.messages.kbytes", "16384"),
            ]
        context = ConsumerContext(logger: logger)
        client = try ClientHandle(RD_KAFKA_CONSUMER, properties, context: context) {
            rd_kafka_conf_set_rebalance_cb($0) { client, code, list, opaque in
                guard let client, let list else { return }
                (ClientContext.of(opaque) as? ConsumerContext)?.rebalance(client, code, list)
            }
        }
        try KafkaError.check(rd_kafka_poll_set_consumer(client.pointer))
        reader = try RecordReader(client)
        reading = BlockingQueue("amparo.kafka.read")
        controlling = BlockingQueue("amparo.kafka.control")
        let client = client.pointer
        try KafkaError.check(PartitionList(topics: topics).lend { rd_kafka_subscribe(client, $0) })
    }

    func nextChange() -> PendingRebalance? {
        context.pending.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    /// Reads a batch; a cancelled task's wait ends at once.
    func read(max: Int, timeout: Duration) async throws(KafkaError) -> PolledBatch {
        let outcome = await withTaskCancellationHandler {
            await reading.value { [self] in
                var batch = PolledBatch()
                let error = reader.read(max: max, timeout: timeout, into: &batch)
                return (batch, error)
            }
        } onCancel: {
            reader.wake()
        }
        if let error = outcome.1 {
            context.log.error(error)
            if outcome.0.isEmpty, !error.isRetriable || error.isFatal { throw error }
        }
        return outcome.0
    }

    func control<Value: Sendable>(
        _ work: @escaping @Sendable (ClientHandle) throws(KafkaError) -> Value
    ) async throws(KafkaError) -> Value {
        try await controlling.run { [client] () throws(KafkaError) in try work(client) }
    }

    func assign(_ starts: [(TopicPartition, Int64)]) async throws(KafkaError) {
        try await control { client throws(KafkaError) in
            try KafkaError.check(PartitionList(starts).lend { rd_kafka_incremental_assign(client.pointer, $0) })
        }
        partitions.withLock { $0.assigned.formUnion(starts.map(\.0)) }
    }

    func unassign(_ places: [TopicPartition]) async throws(KafkaError) {
        partitions.withLock {
            $0.assigned.subtract(places)
            $0.paused.subtract(places)
        }
        try await control { client throws(KafkaError) in
            do throws(KafkaError) {
                try KafkaError.check(PartitionList(places).lend { rd_kafka_incremental_unassign(client.pointer, $0) })
            } catch {
                try KafkaError.check(rd_kafka_assign(client.pointer, nil))
            }
        }
    }

    func unassignAll() async {
        partitions.withLock { $0 = Partitions() }
        try? await control { client in _ = rd_kafka_assign(client.pointer, nil) }
    }

    func setPaused(_ places: [TopicPartition], _ isPaused: Bool) async throws(KafkaError) {
        partitions.withLock {
            if isPaused { $0.paused.formUnion(places) } else { $0.paused.subtract(places) }
        }
        try await control { client throws(KafkaError) in
            let change = isPaused ? rd_kafka_pause_partitions : rd_kafka_resume_partitions
            try KafkaError.check(PartitionList(places).lend { change(client.pointer, $0) })
        }
    }

    /// A partition that stands still after an offset error refuses to seek: it is taken out and put back at its place.
    func seek(_ place: TopicPartition, to offset: Int64) async throws(KafkaError) {
        guard assignment.contains(place) else { throw KafkaError(RD_KAFKA_RESP_ERR__STATE) }
        let isPaused = partitions.withLock { $0.paused.contains(place) }
        try await control { client throws(KafkaError) in
            let list = PartitionList([(place, offset)])
            try KafkaError.check(list.lend { rd_kafka_seek_partitions(client.pointer, $0, 5_000) })
            guard let code = list.entries.first?.error, code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
            guard code == RD_KAFKA_RESP_ERR__STATE else { throw KafkaError(code) }
            try KafkaError.check(PartitionList([place]).lend { rd_kafka_incremental_unassign(client.pointer, $0) })
            try KafkaError.check(
                PartitionList([(place, offset)]).lend { rd_kafka_incremental_assign(client.pointer, $0) })
            guard isPaused else { return }
            try KafkaError.check(PartitionList([place]).lend { rd_kafka_pause_partitions(client.pointer, $0) })
        }
    }

    /// Returns when no `read` is under way; from here on assignment changes are made without asking.
    func stopReading() async {
        context.isClosing.store(true, ordering: .sequentiallyConsistent)
        reader.wake()
        await reading.value {}
    }

    func leave() async {
        await reading.value { [client] in _ = rd_kafka_consumer_close(client.pointer) }
        partitions.withLock { $0 = Partitions() }
    }
}
