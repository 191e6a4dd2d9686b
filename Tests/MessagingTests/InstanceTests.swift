import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing

/// Several instances of one service, and what they share: a database and the lead.
@Suite(.serialized) struct InstanceTests {
    /// The slow look would find it a minute later.
    private func patient(_ tuning: inout RelayTuning) { tuning.poll = .seconds(60) }

    @Test func `what another instance appends is shipped before the slow look, and its words are few`() async throws {
        let house = try await House.open(partitions: 1)
        let other = house.otherOutbox()
        let (one, two, metrics) = (house.listener(), house.listener(), Metrics())
        let leading = house.relay(patient, listener: one)
        let standing = house.relay(patient, outbox: other, metrics: metrics, listener: two)
        let producer = try KafkaProducer(house.kafka, logger: .quiet, metrics: Metrics())
        func words() -> Double { house.figure("amparo_outbox_notices_total", in: metrics) }
        /// It looks closely until it has told how far it has come, in a record of its own.
        func restsAfter(_ records: Int64) async throws -> Bool {
            try await eventually {
                try await producer.watermarks(topic: house.topic, partition: 0).end == records
            }
        }
        try await running([one, two, leading]) {
            #expect(await eventually { leading.isLeader })
            try await house.append(1...1, key: UUID())
            #expect(try await restsAfter(2))
            try await running([standing]) {
                let check = standing.healthCheck()
                #expect(await eventually { await check() == nil })
                for number in Int64(1)...3 {
                    try await append(1, to: other, in: house)
                    // A third of the slow look's pause at most: it was the notice that woke the relay.
                    #expect(try await eventually(within: .seconds(20)) { try await house.shipped() == number + 1 })
                    #expect(try await restsAfter(2 + 2 * number))
                }
                // It hears its own words as well, and does not pass them on.
                let said = words()
                #expect(said >= 3 && said <= 6)
                let begun = ContinuousClock.now
                try await withThrowingTaskGroup { group in
                    for _ in 0..<10 { group.addTask { try await append(100, to: other, in: house) } }
                    try await group.waitForAll()
                }
                #expect(try await eventually { try await house.shipped() == 1_004 })
                let many = words() - said
                #expect(many >= 1 && many <= begun.duration(to: .now) / RelayTuning().notice + 2)
                #expect(many < 250)
            }
        }
        await producer.close()
        await house.close()
    }

    private func append(_ count: Int, to outbox: Outbox, in house: House) async throws {
        for _ in 0..<count {
            let entry = try house.entry(1, key: UUID())
            try await house.intake.transaction { tx in try await outbox.append([entry], in: &tx) }
        }
    }

    @Test func `two connections are enough for a relay, a consumer and a page`() async throws {
        let house = try await House.open()
        let key = UUID()
        let pool = house.pool(connections: 2)
        let relay = EventRelay(
            outbox: house.outbox, database: pool, kafka: house.kafka, logger: .quiet, metrics: Metrics())
        let standby = EventRelay(
            outbox: house.otherOutbox(), database: pool, kafka: house.kafka, logger: .quiet, metrics: Metrics())
        try await running([relay, standby, house.consumer()]) {
            #expect(await eventually { relay.isLeader || standby.isLeader })
            for number in 1...50 {
                let entry = try house.entry(number, key: key)
                try await pool.transaction { tx in try await house.outbox.append([entry], in: &tx) }
                _ = try await pool.query("SELECT 1")
            }
            #expect(try await eventually { try await house.effectCount() == 50 })
        }
        await pool.close()
        await house.close()
    }

    @Test func `the backlog is told in events`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker)
        try await house.appendMany(120, keys: [UUID(), UUID()])
        _ = try await house.intake.query("SELECT number_outbox()")
        broker.setDown()
        try await running([house.relay()]) {
            #expect(await eventually { house.figure("amparo_outbox_backlog") == 120 })
            broker.setUp()
            let isShipped = try await eventually(within: .seconds(60)) { try await house.shipped() == 120 }
            #expect(isShipped)
            #expect(await eventually { house.figure("amparo_outbox_backlog") == 0 })
        }
        await house.close()
    }
}
