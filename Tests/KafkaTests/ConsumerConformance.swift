import Foundation
import Kafka
import ServiceRuntime
import Testing
import TestSupport

@Suite struct ConsumerConformance {
    @Test(arguments: KafkaServer.available)
    func `a new member goes on where the group has committed`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let place = TopicPartition(topic: topic, partition: 0)
        let configuration = try await server.configuration()
        let producer = try producer(configuration)
        let group = UUID().uuidString
        _ = await producer.send(numbered(0..<100, topic: topic))

        let first = try consumer(configuration, group: group, topics: [topic])
        #expect(try await first.takeUnplaced() == [UnplacedPartition(topicPartition: place, reason: .noStoredOffset)])
        #expect(try await first.seekToEarliest(place) == 0)
        #expect(try await first.take(40).map(\.number) == Array(0..<40))
        try await first.commit([place: 40])
        #expect(try await first.committed([place]) == [place: 40])
        await first.close()

        let second = try consumer(configuration, group: group, topics: [topic])
        #expect(try await second.take(60).map(\.number) == Array(40..<100))
        await second.close()
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a partition can be paused, resumed and sought`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 2)
        let paused = TopicPartition(topic: topic, partition: 0)
        let configuration = try await server.configuration()
        let producer = try producer(configuration)
        let consumer = try consumer(configuration, topics: [topic], handlers: fromTheStart)
        _ = await producer.send(numbered(0..<10, topic: topic))
        #expect(try await consumer.take(10).map(\.number) == Array(0..<10))

        try await consumer.pause([paused])
        _ = await producer.send(numbered(10..<20, topic: topic) + numbered(100..<110, topic: topic, partition: 1))
        #expect(try await consumer.take(10).map(\.number) == Array(100..<110))
        #expect(try await consumer.poll(max: 10, timeout: .milliseconds(300)).isEmpty)
        try await consumer.resume([paused])
        #expect(try await consumer.take(10).map(\.number) == Array(10..<20))

        try await consumer.seek(paused, to: 5)
        #expect(try await consumer.take(15).map(\.number) == Array(5..<20))
        await #expect(throws: KafkaError.self) {
            try await consumer.seek(TopicPartition(topic: topic, partition: 9), to: 0)
        }
        await consumer.close()
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `an offset that is not there is an outcome, and the partition goes on after a seek`(
        _ server: KafkaServer
    ) async throws {
        let topic = try await server.makeTopic(partitions: 2)
        let place = TopicPartition(topic: topic, partition: 1)
        let configuration = try await server.configuration()
        let producer = try producer(configuration)
        _ = await producer.send(numbered(0..<10, topic: topic, partition: 1))
        let handlers = RebalanceHandlers(assigned: { places in
            Dictionary(uniqueKeysWithValues: places.map { ($0, $0.partition == 1 ? .offset(5_000) : .offset(0)) })
        })
        let consumer = try consumer(configuration, topics: [topic], handlers: handlers)
        let unplaced = try await consumer.takeUnplaced()
        #expect(unplaced == [UnplacedPartition(topicPartition: place, reason: .offsetOutOfRange(5_000))])
        #expect(try await consumer.watermarks(of: place) == Watermarks(earliest: 0, end: 10))
        try await consumer.seekToEarliest(place)
        #expect(try await consumer.take(10).map(\.number) == Array(0..<10))
        _ = await producer.send(numbered(10..<12, topic: topic) + numbered(20..<22, topic: topic, partition: 1))
        #expect(try await Set(consumer.take(4).compactMap(\.number)) == [10, 11, 20, 21])
        await consumer.close()
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `two members share, the first finishes before it gives up, and a close hands over at once`(
        _ server: KafkaServer
    ) async throws {
        let topic = try await server.makeTopic(partitions: 4)
        let configuration = try await server.configuration()
        let group = UUID().uuidString
        let revoked = Notes<Set<TopicPartition>>()
        let first = try consumer(
            configuration, group: group, topics: [topic],
            handlers: RebalanceHandlers(
                assigned: { Dictionary(uniqueKeysWithValues: $0.map { ($0, .offset(0)) }) },
                revoked: { places, lost in if !lost { revoked.add(Set(places)) } }))
        #expect(
            try await eventually {
                try await first.polls(); return first.assignment.count == 4
            })
        let all = first.assignment

        let second = try consumer(configuration, group: group, topics: [topic], handlers: fromTheStart)
        let shared = try await eventually(within: .seconds(30)) {
            async let one: Void = first.polls()
            try await second.polls()
            try await one
            return first.assignment.count == 2 && second.assignment.count == 2
        }
        #expect(shared)
        #expect(first.assignment.union(second.assignment) == all)
        #expect(revoked.all == [second.assignment])

        let start = ContinuousClock.now
        await first.close()
        #expect(revoked.all.count == 2)
        await #expect(throws: KafkaError.closed) { try await first.poll() }
        #expect(
            try await eventually {
                try await second.polls(); return second.assignment == all
            })
        let limit: Duration = server == .mock ? .seconds(6) : .seconds(8)
        #expect(start.duration(to: .now) < limit, "The first member's session had to time out")
        await second.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a close ends a poll that waits`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let consumer = try consumer(try await server.configuration(), topics: [topic], handlers: fromTheStart)
        let waiting = Task { try await consumer.poll(max: 1, timeout: .seconds(60)) }
        let start = ContinuousClock.now
        await consumer.close()
        await #expect(throws: KafkaError.closed) { try await waiting.value }
        #expect(start.duration(to: .now) < .seconds(20))
    }
}

extension KafkaConsumer {
    fileprivate func polls() async throws { _ = try await poll(max: 10, timeout: .milliseconds(200)) }
}
