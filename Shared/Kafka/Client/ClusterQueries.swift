import CRDKafka

/// Questions to the cluster that any client may ask. All of them block: call them on a `BlockingQueue`.
extension ClientHandle {
    /// The id of the cluster that answers now; not the one remembered from earlier.
    func clusterID(timeout: Duration) throws(KafkaError) -> String {
        _ = try topics(timeout: timeout)
        guard let text = rd_kafka_clusterid(pointer, 0) else { throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT) }
        defer { rd_kafka_mem_free(pointer, text) }
        return String(cString: text)
    }

    /// All topics and their numbers of partitions.
    func topics(timeout: Duration) throws(KafkaError) -> [String: Int] {
        var answer: UnsafePointer<rd_kafka_metadata>?
        try KafkaError.check(rd_kafka_metadata(pointer, 1, nil, &answer, Int32(timeout.wholeMilliseconds)))
        guard let metadata = answer else { throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT) }
        defer { rd_kafka_metadata_destroy(metadata) }
        var topics: [String: Int] = [:]
        for index in 0..<Int(metadata.pointee.topic_cnt) {
            let topic = metadata.pointee.topics[index]
            guard topic.err == RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
            topics[String(cString: topic.topic)] = Int(topic.partition_cnt)
        }
        return topics
    }

    func watermarks(of place: TopicPartition, timeout: Duration) throws(KafkaError) -> Watermarks {
        var earliest: Int64 = 0
        var end: Int64 = 0
        try KafkaError.check(
            rd_kafka_query_watermark_offsets(
                pointer, place.topic, place.partition, &earliest, &end, Int32(timeout.wholeMilliseconds)))
        return Watermarks(earliest: earliest, end: end)
    }
}
