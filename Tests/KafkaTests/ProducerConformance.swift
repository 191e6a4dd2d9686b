import Kafka
import ServiceRuntime
import Testing
import TestSupport

@Suite struct ProducerConformance {
    @Test(arguments: KafkaServer.available)
    func `a batch comes back with one result per record, in its order`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 2)
        let producer = try producer(try await server.configuration())
        let batch = numbered(0..<50, topic: topic, partition: 0) + numbered(50..<100, topic: topic, partition: 1)
        let results = await producer.send(batch)
        #expect(offsets(results.prefix(50)) == Array(0..<50))
        #expect(offsets(results.suffix(50)) == Array(0..<50))
        #expect(results.map { $0.delivery?.partition } == batch.map(\.partition))
        #expect(try await producer.watermarks(topic: topic, partition: 1) == Watermarks(earliest: 0, end: 50))
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a record arrives as it was sent`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let configuration = try await server.configuration()
        let producer = try producer(configuration)
        let sent = [
            OutgoingRecord(
                topic: topic, partition: 0, key: [0, 1, 255], value: [],
                headers: [("empty", []), ("twice", [1]), ("twice", [2, 0, 3]), ("long-name-of-a-header-ü", [9])]),
            OutgoingRecord(topic: topic, partition: 0, key: [7], value: nil),
            OutgoingRecord(topic: topic, partition: 0, key: [7], value: Array(repeating: 5, count: 200_000)),
        ]
        #expect(await producer.send(sent).compactMap(\.delivery).count == 3)
        let consumer = try consumer(configuration, topics: [topic], handlers: fromTheStart)
        let records = try await consumer.take(3)
        #expect(records.map(\.key) == sent.map(\.key))
        #expect(records.map(\.value) == sent.map(\.value))
        #expect(records.first?.headers.map(\.name) == ["empty", "twice", "twice", "long-name-of-a-header-ü"])
        #expect(records.first?.headers.map(\.value) == [[], [1], [2, 0, 3], [9]])
        #expect(records.first?.header("twice") == [1])
        #expect(records.allSatisfy { $0.timestamp > 1_600_000_000_000 })
        await consumer.close()
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `batches sent one after the other without waiting keep their order`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let producer = try producer(try await server.configuration())
        var tasks: [Task<[Int?], Never>] = []
        for batch in 0..<10 {
            let records = numbered(batch * 100..<batch * 100 + 100, topic: topic)
            let ready = Gate()
            tasks.append(
                Task.immediate {
                    ready.open()
                    return offsets(await producer.send(records))
                })
            await ready.wait()
        }
        var all: [Int?] = []
        for task in tasks { all += await task.value }
        #expect(all == Array(0..<1_000))
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a record that is too large fails alone, with those behind it in its partition`(
        _ server: KafkaServer
    ) async throws {
        let topic = try await server.makeTopic(partitions: 2)
        let producer = try producer(try await server.configuration())
        var batch = numbered(0..<3, topic: topic, partition: 0) + numbered(0..<3, topic: topic, partition: 1)
        batch[1].value = Array(repeating: 0, count: 2_000_000)
        let results = await producer.send(batch)
        #expect(results.map { $0.delivery != nil } == [true, false, false, true, true, true])
        #expect(results[1].error?.code == "MSG_SIZE_TOO_LARGE")
        #expect(results[1].error?.isRetriable == false)
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a partition that is not there is an error that names itself`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let producer = try producer(try await server.configuration())
        _ = await producer.send(numbered(0..<1, topic: topic))
        let results = await producer.send(numbered(0..<1, topic: topic, partition: 5))
        #expect(results.first?.error?.code == "_UNKNOWN_PARTITION")
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `the cluster says its id and its topics`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 3)
        let producer = try producer(try await server.configuration())
        #expect(try await !producer.clusterID().isEmpty)
        #expect(try await producer.partitionCount(topic: topic) == 3)
        #expect(try await producer.partitionCount(topic: "not-there") == nil)
        #expect(await producer.healthCheck()() == nil)
        await producer.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a closed producer refuses and says so`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 1)
        let producer = try producer(try await server.configuration())
        await producer.close()
        #expect(await producer.send(numbered(0..<2, topic: topic)).map(\.error) == [.closed, .closed])
        await #expect(throws: KafkaError.closed) { try await producer.clusterID() }
    }
}
