import Kafka
import Testing
import TestSupport

/// What the in-process cluster does not do as Kafka does.
@Suite(.enabled(if: RealKafka.isAvailable)) struct RealKafkaTests {
    @Test func `topics are created once, and another number of partitions is told`() async throws {
        let administrator = try TopicAdministrator(try await RealKafka.configuration(), logger: .quiet)
        let text = "once.v1 6 7d 3 2\ncontrol-once.v1 1 forever 1 1"
        let first = try await administrator.apply(try TopicCatalogue.parse(text), replicationLimit: 1)
        #expect(first.created.sorted() == ["control-once.v1", "once.v1"])
        #expect(first.failed.isEmpty)
        let second = try await administrator.apply(
            try TopicCatalogue.parse("once.v1 4 7d 3 2\ncontrol-once.v1 1 forever 1 1"), replicationLimit: 1)
        #expect(second.differing == ["once.v1"])
        #expect(second.present == ["control-once.v1"])
        #expect(second.created.isEmpty)
        let tooMany = try await administrator.apply(try TopicCatalogue.parse("three.v1 1 7d 3 2"))
        #expect(tooMany.failed["three.v1"]?.code == "INVALID_REPLICATION_FACTOR")
    }

    @Test func `records that were written but not acknowledged in time are not written twice`() async throws {
        let topic = try await KafkaServer.real.makeTopic(partitions: 1)
        var configuration = try await RealKafka.configuration()
        configuration.requestTimeout = .seconds(1)
        let producer = try producer(configuration)
        var results = await producer.send(numbered(0..<100, topic: topic))
        for round in 1...3 {
            let sending = Task { await producer.send(numbered(round * 1_000..<round * 1_000 + 1_000, topic: topic)) }
            try await RealKafka.pause()
            _ = await eventually(within: .milliseconds(1_500)) { false }
            try await RealKafka.resume()
            results += await sending.value
        }
        #expect(offsets(results) == Array(0..<3_100))
        #expect(try await producer.watermarks(topic: topic, partition: 0).end == 3_100)
        await producer.close()
    }
}
