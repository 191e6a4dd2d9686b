import CRDKafka
import Foundation
import ServiceRuntime
import Synchronization

/// One librdkafka producer with its poll thread, from its making to its end. After a fatal error a new one takes over.
///
/// Unchecked: `writer` and `topics` are touched on the producer's queue only.
final class ProducerSession: @unchecked Sendable {
    let client: ClientHandle
    private let pollThread: PollThread
    private var writer = RecordWriter()
    private var topics: [String: OpaquePointer] = [:]

    var hasFailed: Bool { client.context.hasFailed.load(ordering: .sequentiallyConsistent) }
    var queueDepth: Int { Int(rd_kafka_outq_len(client.pointer)) }

    init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaError) {
        let properties =
            configuration.common + [
                ("enable.idempotence", "true"),
                ("acks", "all"),
                ("linger.ms", "2"),
                ("message.timeout.ms", String(configuration.deliveryTimeout.wholeMilliseconds)),
                ("topic.metadata.propagation.max.ms", "10000"),
                ("queue.buffering.max.messages", "100000"),
            ]
        client = try ClientHandle(RD_KAFKA_PRODUCER, properties, context: ClientContext(logger: logger)) {
            rd_kafka_conf_set_dr_msg_cb($0) { _, message, _ in
                if let message { DeliveryBatch.report(message) }
            }
        }
        pollThread = PollThread(client)
    }

    deinit {
        for topic in topics.values { rd_kafka_topic_destroy(topic) }
    }

    /// Hands over a batch. A record that the library refuses takes those behind it in its partition along, so that none
    /// overtakes it.
    func enqueue(_ records: [OutgoingRecord], _ batch: DeliveryBatch) {
        var refused: [TopicPartition: KafkaError] = [:]
        for index in records.indices {
            do throws(KafkaError) {
                if !refused.isEmpty, let error = refused[records[index].topicPartition] { throw error }
                try writer.write(
                    records[index], to: client.pointer, topic: try topic(records[index].topic),
                    opaque: batch.slots + index)
            } catch {
                refused[records[index].topicPartition] = error
                batch.refuse(index, error)
            }
        }
        batch.enqueued()
    }

    /// Waits for what is outstanding, gives up what is not answered for in time, and ends the poll thread.
    func end(within timeout: Duration) {
        rd_kafka_flush(client.pointer, Int32(timeout.wholeMilliseconds))
        if queueDepth > 0 {
            rd_kafka_purge(client.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
            rd_kafka_flush(client.pointer, 5_000)
        }
        pollThread.stop()
    }

    private func topic(_ name: String) throws(KafkaError) -> OpaquePointer {
        if let topic = topics[name] { return topic }
        guard let topic = rd_kafka_topic_new(client.pointer, name, nil) else { throw KafkaError(rd_kafka_last_error()) }
        topics[name] = topic
        return topic
    }
}

extension OutgoingRecord {
    fileprivate var topicPartition: TopicPartition { TopicPartition(topic: topic, partition: partition) }
}

/// Serves a client's callbacks on a thread of its own until stopped.
private final class PollThread: Sendable {
    private let stopping: StopFlag

    init(_ client: ClientHandle) {
        let stopping = StopFlag()
        self.stopping = stopping
        let thread = Thread {
            while !stopping.isSet { rd_kafka_poll(client.pointer, 100) }
        }
        thread.name = "kafka-poll"
        thread.start()
    }

    deinit {
        stopping.set()
    }

    func stop() { stopping.set() }
}

private final class StopFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .acquiring) }
    func set() { flag.store(true, ordering: .releasing) }
}
