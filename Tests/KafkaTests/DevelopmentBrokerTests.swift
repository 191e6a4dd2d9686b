import Kafka
import Testing
import TestSupport

/// The broker in one process, its clients in another.
@Suite struct DevelopmentBrokerTests {
    private let topics = "first.v1 3 7d 1 1\nsecond.v1 1 7d 3 2\n"

    @Test func `it serves the topics of its file at its port, and clients come back after a restart`() async throws {
        let broker = try BrokerProcess(topics: topics)
        #expect(try broker.start() == "Development broker: serving on 127.0.0.1:\(broker.port)\n")
        let producer = try producer(broker.configuration)
        #expect(try await producer.topics() == ["first.v1": 3, "second.v1": 1])
        let cluster = try await producer.clusterID()
        #expect(offsets(await producer.send(numbered(0..<5, topic: "first.v1", partition: 2))) == Array(0..<5))

        broker.kill()
        #expect(await eventually { await producer.healthCheck()() != nil })
        _ = try broker.start()
        #expect(offsets(await producer.send(numbered(5..<8, topic: "first.v1", partition: 2))) == Array(0..<3))
        #expect(try await producer.clusterID() != cluster)
        #expect(try await producer.topics() == ["first.v1": 3, "second.v1": 1])
        await producer.close()
        #expect(broker.stop() == 0)
    }

    @Test func `a second one at the same port ends with a failure`() throws {
        let broker = try BrokerProcess(topics: topics)
        _ = try broker.start()
        let other = try BrokerProcess(topics: topics, port: broker.port)
        #expect(try other.start() == "")
        #expect(other.stop() == 1)
        #expect(broker.stop() == 0)
    }
}
