import CRDKafka
import Foundation
package import ServiceRuntime

/// Creates what is missing of a catalogue of topics. Never changes or deletes one that is there.
package final class TopicAdministrator: Sendable {
    /// What `apply` found and did.
    package struct Outcome: Sendable, Equatable {
        package var created: [String] = []
        package var present: [String] = []
        /// Topics whose number of partitions is another than the catalogue's; events would be numbered wrongly.
        package var differing: [String] = []
        package var failed: [String: KafkaError] = [:]
    }

    private let client: ClientHandle
    private let queue = BlockingQueue("amparo.kafka.topics")

    package init(_ configuration: KafkaConfiguration, logger: Logger) throws(KafkaError) {
        client = try ClientHandle(RD_KAFKA_PRODUCER, configuration.common, context: ClientContext(logger: logger))
    }

    /// Creates missing topics with their partitions, replication and retention. `replicationLimit` lowers the
    /// replication, and min.insync with it, where there are fewer brokers than the catalogue wants.
    ///
    /// Where the answer to that does not come, it looks again: they may have been made all the same, or by the broker itself, as
    /// the development broker does a moment after it has begun to listen.
    package func apply(
        _ catalogue: TopicCatalogue, replicationLimit: Int = .max, timeout: Duration = .seconds(30)
    ) async throws(KafkaError) -> Outcome {
        try await queue.run { [client] () throws(KafkaError) in
            let deadline = ContinuousClock.now + timeout
            while true {
                do throws(KafkaError) {
                    return try client.apply(catalogue, replicationLimit: replicationLimit, timeout: timeout)
                } catch {
                    guard error.isRetriable, ContinuousClock.now < deadline else { throw error }
                }
            }
        }
    }
}

extension ClientHandle {
    fileprivate func apply(
        _ catalogue: TopicCatalogue, replicationLimit: Int, timeout: Duration
    ) throws(KafkaError) -> TopicAdministrator.Outcome {
        let existing = try topics(timeout: timeout)
        var outcome = TopicAdministrator.Outcome()
        var missing: [TopicSpecification] = []
        for topic in catalogue.topics {
            switch existing[topic.name] {
            case nil: missing.append(topic)
            case topic.partitions: outcome.present.append(topic.name)
            default: outcome.differing.append(topic.name)
            }
        }
        guard !missing.isEmpty else { return outcome }
        for (name, error) in try create(missing, replicationLimit: replicationLimit, timeout: timeout) {
            switch error {
            case nil: outcome.created.append(name)
            case KafkaError(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS): outcome.present.append(name)
            case .some(let error): outcome.failed[name] = error
            }
        }
        try waitUntilListed(outcome.created, timeout: timeout)
        return outcome
    }

    /// A broker lists a new topic a moment after its controller has made it.
    fileprivate func waitUntilListed(_ names: [String], timeout: Duration) throws(KafkaError) {
        let deadline = ContinuousClock.now + timeout
        while !(try Set(topics(timeout: timeout).keys).isSuperset(of: names)) {
            guard ContinuousClock.now < deadline else { throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT) }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    fileprivate func create(
        _ topics: [TopicSpecification], replicationLimit: Int, timeout: Duration
    ) throws(KafkaError) -> [(String, KafkaError?)] {
        var requests: [OpaquePointer?] = []
        defer { for request in requests { rd_kafka_NewTopic_destroy(request) } }
        for topic in topics { requests.append(try Self.request(topic, replicationLimit)) }
        let queue = rd_kafka_queue_new(pointer)
        defer { rd_kafka_queue_destroy(queue) }
        let options = rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        let milliseconds = Int32(timeout.wholeMilliseconds)
        try KafkaError.check(rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, nil, 0))
        rd_kafka_CreateTopics(pointer, &requests, requests.count, options, queue)
        guard let event = rd_kafka_queue_poll(queue, milliseconds + 1_000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        try KafkaError.check(rd_kafka_event_error(event))
        guard let result = rd_kafka_event_CreateTopics_result(event) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL)
        }
        var count = 0
        guard let answers = rd_kafka_CreateTopics_result_topics(result, &count) else { return [] }
        return (0..<count).map { index in
            let code = rd_kafka_topic_result_error(answers[index])
            let name = String(cString: rd_kafka_topic_result_name(answers[index]))
            return (name, code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code))
        }
    }

    private static func request(
        _ topic: TopicSpecification, _ replicationLimit: Int
    ) throws(KafkaError) -> OpaquePointer? {
        let replication = min(topic.replication, replicationLimit)
        let request = rd_kafka_NewTopic_new(topic.name, Int32(topic.partitions), Int32(replication), nil, 0)
        let properties = [
            ("retention.ms", String(topic.retention.wholeMilliseconds)),
            ("min.insync.replicas", String(min(topic.minimumInSync, replication))),
        ]
        for (name, value) in properties {
            try KafkaError.check(rd_kafka_NewTopic_set_config(request, name, value))
        }
        return request
    }
}
