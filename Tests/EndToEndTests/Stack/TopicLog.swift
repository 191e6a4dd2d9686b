import Foundation
import Kafka
import ServiceRuntime
import TestSupport

/// Everything that stands in the house's topics.
struct TopicLog {
    let records: [IncomingRecord]

    /// Reads all topics of the catalogue from their beginnings to where they end now.
    static func read(_ stack: Stack) async throws -> TopicLog {
        let catalogue = try TopicCatalogue.parse(
            String(contentsOf: repositoryRoot.appending(path: "deploy/kafka/topics"), encoding: .utf8))
        let places = catalogue.topics.flatMap { topic in
            (0..<topic.partitions).map { TopicPartition(topic: topic.name, partition: Int32($0)) }
        }
        var configuration = stack.kafka
        configuration.sessionTimeout = stack.broker == nil ? .seconds(6) : .seconds(4)
        let consumer = try KafkaConsumer(
            configuration, group: "end-to-end-\(UUID().uuidString)", topics: catalogue.topics.map(\.name),
            logger: .quiet, metrics: Metrics())
        do {
            var left: [TopicPartition: Int64] = [:]
            for place in places {
                let marks = try await consumer.watermarks(of: place)
                if marks.end > marks.earliest { left[place] = marks.end }
            }
            var records: [IncomingRecord] = []
            let end = ContinuousClock.now + .seconds(30)
            while !left.isEmpty {
                guard ContinuousClock.now < end else { throw Stack.Failure("the topics cannot be read: \(left)") }
                let batch = try await consumer.poll(max: 5_000, timeout: .milliseconds(100))
                for unplaced in batch.unplaced { try await consumer.seekToEarliest(unplaced.topicPartition) }
                records += batch.records
                for record in batch.records where record.offset + 1 >= left[record.topicPartition] ?? .max {
                    left[record.topicPartition] = nil
                }
            }
            await consumer.close()
            return TopicLog(records: records)
        } catch {
            await consumer.close()
            throw error
        }
    }

    /// Produces records as they are.
    static func produce(_ records: [OutgoingRecord], to stack: Stack) async throws {
        let producer = try KafkaProducer(stack.kafka, logger: .quiet, metrics: Metrics())
        for result in await producer.send(records) { _ = try result.get() }
        await producer.close()
    }

    /// Keys, names and values of headers, values, and whatever in them is base64, decoded.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            for part in [record.key, record.value ?? []] + record.headers.flatMap({ [Array($0.name.utf8), $0.value] }) {
                bytes += part + [10]
                for decoded in Self.decoded(part) { bytes += decoded + [10] }
            }
        }
        return bytes
    }

    private static func decoded(_ part: [UInt8]) -> [[UInt8]] {
        let isBase64: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        return part.split(whereSeparator: { !isBase64($0) }).compactMap { text in
            text.count < 16 ? nil : Data(base64Encoded: Data(text)).map { Array($0) }
        }
    }
}
