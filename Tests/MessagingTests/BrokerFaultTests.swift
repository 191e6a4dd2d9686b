import Foundation
import Kafka
import Messaging
import Postgres
import TestSupport
import Testing

@Suite(.serialized) struct BrokerFaultTests {
    @Test func `a broker that comes back empty gets everything again, and nothing takes effect twice`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker)
        let keys = (0..<3).map { _ in UUID() }
        try await running([house.relay(), house.consumer()]) {
            for key in keys { try await house.append(1...20, key: key) }
            #expect(try await eventually { try await house.effectCount() == 60 })
            try await broker.restartEmpty()
            for key in keys { try await house.append(21...30, key: key) }
            #expect(try await eventually(within: .seconds(60)) { try await house.effectCount() == 90 })
        }
        #expect(try await house.effectCount() == 90)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `events that the broker lost before anybody read them come again`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker)
        try await running([house.relay()]) {
            try await house.append(1...50, key: UUID())
            #expect(try await eventually { try await house.shipped() == 50 })
        }
        try await broker.restartEmpty()
        try await running([house.relay(), house.consumer()]) {
            let isDone = try await eventually(within: .seconds(60)) { try await house.effectCount() == 50 }
            #expect(isDone)
        }
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `errors and delays of the broker cost time only`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            for round in 0..<5 {
                broker.fail(
                    .produce,
                    with: [
                        KafkaError(number: 7), KafkaError(number: 6), KafkaError(number: 19), KafkaError(number: 87),
                    ])
                broker.delay(.produce, by: .milliseconds(200))
                try await house.append((round * 10 + 1)...(round * 10 + 10), key: key)
            }
            #expect(try await eventually(within: .seconds(60)) { try await house.effectCount() == 50 })
        }
        #expect(try await house.effectCount() == 50)
        #expect(try await house.isInOrder())
        await house.close()
    }

    /// The in-process cluster keeps some 5 MB of a partition: most of this is gone before it is read.
    @Test func `what a small broker has dropped is asked for until all has taken effect`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker, partitions: 2)
        let keys = (0..<20).map { _ in UUID() }
        let count = 40_000
        try await house.appendMany(count, keys: keys, bytes: 400)
        try await running([house.relay()]) {
            #expect(try await eventually(within: .seconds(60)) { try await house.isShipped() })
            try await running([house.consumer()]) {
                let isDone = try await eventually(within: .seconds(90)) {
                    try await house.effectCount() == Int64(count)
                }
                #expect(isDone)
            }
        }
        #expect(try await house.effectCount() == Int64(count))
        #expect(try await house.isInOrder())
        await house.close()
    }
}
