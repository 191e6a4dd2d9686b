import CRDKafka
import Foundation
import Kafka
import ServiceRuntime
import Testing
import TestSupport

/// What the broker may do to us, done by the in-process cluster.
@Suite struct BrokerFaultTests {
    private let topic = "faults"

    @Test(arguments: [
        RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
    ])
    func `errors that pass are tried again, and each record is there once and in order`(
        _ code: rd_kafka_resp_err_t
    ) async throws {
        let broker = try TestBroker(topics: [topic: 1])
        let producer = try producer(broker.configuration)
        broker.fail(.produce, with: Array(repeating: KafkaError(number: code.rawValue), count: 3))
        var results: [Result<Delivery, KafkaError>] = []
        for batch in 0..<5 { results += await producer.send(numbered(batch * 20..<batch * 20 + 20, topic: topic)) }
        #expect(offsets(results) == Array(0..<100))
        await producer.close()
    }

    @Test func `topics that appear while they are being made are taken as they are`() async throws {
        let broker = try TestBroker(topics: [topic: 1])
        var configuration = broker.configuration
        configuration.requestTimeout = .seconds(1)
        let administrator = try TopicAdministrator(configuration, logger: .quiet)
        // The in-process cluster leaves requests to make a topic without an answer.
        let applied = Task {
            try await administrator.apply(try TopicCatalogue.parse("\(topic) 1 7d 1 1\nlate 2 7d 1 1"))
        }
        _ = await eventually(within: .milliseconds(500)) { false }
        try broker.createTopic("late", partitions: 2)
        #expect(try await applied.value.present == [topic, "late"])
    }

    @Test func `a broker that goes away and comes back loses nothing that was being sent`() async throws {
        let broker = try TestBroker(topics: [topic: 1])
        let producer = try producer(broker.configuration)
        #expect(await producer.send(numbered(0..<10, topic: topic)).compactMap(\.delivery).count == 10)
        broker.setDown()
        let sending = Task { await producer.send(numbered(10..<20, topic: topic)) }
        #expect(await eventually { await producer.healthCheck()() != nil })
        broker.setUp()
        #expect(offsets(await sending.value) == Array(10..<20))
        #expect(await eventually { await producer.healthCheck()() == nil })
        await producer.close()
    }

    @Test func `a record that nobody takes is given up after its time, and a retry helps`() async throws {
        let broker = try TestBroker(topics: [topic: 1])
        var configuration = broker.configuration
        configuration.deliveryTimeout = .milliseconds(500)
        let producer = try producer(configuration)
        #expect(await producer.send(numbered(0..<1, topic: topic)).compactMap(\.delivery).count == 1)
        broker.setDown()
        let results = await producer.send(numbered(1..<3, topic: topic))
        #expect(results.map { $0.error?.code } == ["_MSG_TIMED_OUT", "_MSG_TIMED_OUT"])
        #expect(results.allSatisfy { $0.error?.isRetriable == true && $0.error?.isFatal == false })
        broker.setUp()
        #expect(await eventually { offsets(await producer.send(numbered(1..<3, topic: topic))) == [1, 2] })
        await producer.close()
    }

    @Test func `a broker replaced by an empty one is noticed, and both clients go on`() async throws {
        let broker = try TestBroker(topics: [topic: 1])
        let place = TopicPartition(topic: topic, partition: 0)
        let producer = try producer(broker.configuration)
        let consumer = try consumer(broker.configuration, topics: [topic], handlers: fromTheStart)
        let cluster = try await producer.clusterID()
        _ = await producer.send(numbered(0..<50, topic: topic))
        #expect(try await consumer.take(50).count == 50)

        try await broker.restartEmpty()
        #expect(await eventually { (try? await producer.clusterID()).map { $0 != cluster } ?? false })
        #expect(offsets(await producer.send(numbered(50..<60, topic: topic))) == Array(0..<10))
        var numbers: [Int?] = []
        _ = try await eventually(within: .seconds(30)) {
            let batch = try await consumer.poll(max: 100, timeout: .milliseconds(200))
            numbers += batch.records.map(\.number)
            for unplaced in batch.unplaced { try await consumer.seekToEarliest(unplaced.topicPartition) }
            return numbers.count >= 10
        }
        #expect(numbers.suffix(10) == Array(50..<60))
        #expect(consumer.assignment == [place])
        await consumer.close()
        await producer.close()
    }

    @Test func `after a fatal error a new client takes over`() async throws {
        let broker = try TestBroker(topics: [topic: 1])
        let producer = try producer(broker.configuration)
        #expect(await producer.send(numbered(0..<1, topic: topic)).compactMap(\.delivery).count == 1)
        broker.fail(.produce, with: [KafkaError(number: RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH.rawValue)])
        broker.fail(
            .initProducerID, with: [KafkaError(number: RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED.rawValue)])
        _ = await producer.send(numbered(1..<2, topic: topic))
        let recovered = await eventually {
            await producer.send(numbered(2..<3, topic: topic)).first?.delivery != nil
        }
        #expect(recovered)
        await producer.close()
    }

    @Test func `no broker at all is told by the health check, in time`() async throws {
        let producer = try producer(KafkaConfiguration(bootstrap: "127.0.0.1:1"))
        #expect(await producer.healthCheck()() == "_TRANSPORT")
        await producer.close()
    }
}
