import ServiceRuntime

/// What Prometheus hears of Kafka. Labels are topics' names, groups and error codes: never a key, never an offset.
struct KafkaFigures: Sendable {
    let queueDepth: Gauge
    private let sentRecords: Counter
    private let failedRecords: Counter
    private let receivedRecords: Counter

    init(_ metrics: Metrics) {
        sentRecords = metrics.counter("amparo_kafka_records_sent_total", "Records that the broker has acknowledged")
        failedRecords = metrics.counter("amparo_kafka_delivery_failures_total", "Records given up, by error")
        receivedRecords = metrics.counter("amparo_kafka_records_received_total", "Records read, by consumer group")
        queueDepth = metrics.gauge("amparo_kafka_queue_depth", "Records waiting to be acknowledged")
    }

    func sent(_ results: [Result<Delivery, KafkaError>]) {
        var failures: [KafkaError: Int] = [:]
        for case .failure(let error) in results { failures[error, default: 0] += 1 }
        let failed = failures.values.reduce(0, +)
        if results.count > failed { sentRecords.increment(by: results.count - failed) }
        for (error, count) in failures { failedRecords.increment(by: count, Label("error", error.code)) }
    }

    func received(_ count: Int, group: String) {
        if count > 0 { receivedRecords.increment(by: count, Label("group", group)) }
    }
}
