import CRDKafka

/// Takes messages out of the consumer's queue in batches and copies them.
///
/// Not thread-safe: used on the consumer's reading queue only.
struct RecordReader: ~Copyable {
    private let queue: OpaquePointer
    private let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    private let capacity = 10_000
    private var topic: (pointer: OpaquePointer, name: String)?

    init(_ client: ClientHandle) throws(KafkaError) {
        guard let queue = rd_kafka_queue_get_consumer(client.pointer) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__STATE)
        }
        self.queue = queue
        messages = .allocate(capacity: capacity)
    }

    deinit {
        messages.deallocate()
        rd_kafka_queue_destroy(queue)
    }

    /// Waits up to `timeout` for the first message (or a rebalance), then takes what else is there, up to `max`.
    mutating func read(max: Int, timeout: Duration, into batch: inout PolledBatch) -> KafkaError? {
        let max = min(max, capacity)
        var count = rd_kafka_consume_batch_queue(queue, Int32(timeout.wholeMilliseconds), messages, 1)
        if count == 1, max > 1 {
            count += Swift.max(0, rd_kafka_consume_batch_queue(queue, 0, messages + 1, max - 1))
        }
        guard count > 0 else { return nil }
        topic = nil
        var failure: KafkaError?
        batch.records.reserveCapacity(count)
        for index in 0..<count {
            guard let message = messages[index] else { continue }
            if let error = take(message, into: &batch) { failure = error }
            rd_kafka_message_destroy(message)
        }
        return failure
    }

    /// Wakes a `read` that waits.
    func wake() { rd_kafka_queue_yield(queue) }

    private mutating func take(
        _ message: UnsafeMutablePointer<rd_kafka_message_t>, into batch: inout PolledBatch
    ) -> KafkaError? {
        let code = message.pointee.err
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            batch.records.append(copy(message))
            return nil
        }
        guard code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, let topic = message.pointee.rkt else {
            return KafkaError(code)
        }
        let offset = message.pointee.offset
        batch.unplaced.append(
            UnplacedPartition(
                topicPartition: TopicPartition(topic: name(of: topic), partition: message.pointee.partition),
                reason: offset >= 0 ? .offsetOutOfRange(offset) : .noStoredOffset))
        return nil
    }

    private mutating func copy(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> IncomingRecord {
        let key = UnsafeRawBufferPointer(start: message.pointee.key, count: message.pointee.key_len)
        let payload = message.pointee.payload.map { UnsafeRawBufferPointer(start: $0, count: message.pointee.len) }
        return IncomingRecord(
            topic: name(of: message.pointee.rkt), partition: message.pointee.partition, offset: message.pointee.offset,
            key: Array(key), value: payload.map(Array.init), headers: Self.headers(of: message),
            timestamp: rd_kafka_message_timestamp(message, nil))
    }

    private static func headers(
        of message: UnsafeMutablePointer<rd_kafka_message_t>
    ) -> [(name: String, value: [UInt8])] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        let count = rd_kafka_header_cnt(list)
        var headers: [(name: String, value: [UInt8])] = []
        headers.reserveCapacity(count)
        for index in 0..<count {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            guard rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let name
            else { break }
            headers.append(
                (String(cString: name), Array(UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size))))
        }
        return headers
    }

    /// Consecutive messages are mostly of one topic, whose name needs to be made only once.
    private mutating func name(of topic: OpaquePointer) -> String {
        if let known = self.topic, known.pointer == topic { return known.name }
        let name = String(cString: rd_kafka_topic_name(topic))
        self.topic = (topic, name)
        return name
    }
}
