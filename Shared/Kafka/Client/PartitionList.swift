import CRDKafka

/// Owns a list of topic partitions as librdkafka takes and gives them.
struct PartitionList: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(topics: [String]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(topics.count))
        for topic in topics { rd_kafka_topic_partition_list_add(pointer, topic, -1) }
    }

    init(_ partitions: some Sequence<TopicPartition>) {
        self.init(partitions.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    }

    init(_ offsets: [(TopicPartition, Int64)]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(offsets.count))
        for (place, offset) in offsets {
            let entry = rd_kafka_topic_partition_list_add(pointer, place.topic, place.partition)
            entry?.pointee.offset = offset
        }
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// Lends the list: it lives at least as long as the closure runs.
    borrowing func lend<Value>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Value
    ) -> Value {
        body(pointer)
    }

    var entries: [(place: TopicPartition, offset: Int64, error: rd_kafka_resp_err_t)] {
        Self.entries(pointer)
    }

    static func entries(
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>
    ) -> [(place: TopicPartition, offset: Int64, error: rd_kafka_resp_err_t)] {
        (0..<Int(list.pointee.cnt)).map { index in
            let entry = list.pointee.elems[index]
            let place = TopicPartition(topic: String(cString: entry.topic), partition: entry.partition)
            return (place, entry.offset, entry.err)
        }
    }
}
