import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing

/// Restores, wrong clocks, new names: what would lose or double an event without a sound.
@Suite(.serialized) struct WorstCaseTests {
    @Test func `a dump that is restored twice gives no number twice`() async throws {
        let house = try await House.open(partitions: 1)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...10, key: key)
            #expect(try await eventually { try await house.effectCount() == 10 })
        }
        for round in 1...2 {
            try await house.owner("UPDATE intake.outbox_place SET system_identifier = \(Int64(round))")
            try await house.owner("CREATE TABLE IF NOT EXISTS intake.dump AS SELECT * FROM intake.outbox_counters")
            try await running([house.relay(), house.consumer()]) {
                try await house.append((round * 10 + 1)...(round * 10 + 10), key: key)
                #expect(try await eventually { try await house.effectCount() == Int64(round + 1) * 10 })
            }
            // As if the second round knew nothing of the first.
            try await house.owner("DELETE FROM intake.outbox_batches WHERE number > 1000")
            try await house.owner(
                """
                UPDATE intake.outbox_counters counter SET last_sequence = dump.last_sequence
                FROM intake.dump WHERE dump.topic = counter.topic AND dump.partition = counter.partition
                """)
        }
        #expect(try await house.effectCount() == 30)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `a consumer group by another name does nothing again`() async throws {
        let house = try await House.open()
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...20, key: key)
            #expect(try await eventually { try await house.effectCount() == 20 })
        }
        // It reads the topic from its beginning.
        try await running([house.relay(), house.consumer(group: "renamed-\(UUID().uuidString.lowercased())")]) {
            #expect(await eventually { house.figure("amparo_consumer_skipped_total") >= 20 })
            try await house.append(21...25, key: key)
            #expect(try await eventually { try await house.effectCount() == 25 })
        }
        #expect(try await house.effectCount() == 25)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `a very old event that is republished does not take effect a second time`() async throws {
        let house = try await House.open()
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...5, key: key)
            #expect(try await eventually { try await house.effectCount() == 5 })
        }
        try await house.owner("UPDATE verification.inbox SET handled_at = now() - interval '20 years'")
        // A consumer tidies when it begins.
        try await running([house.relay(), house.consumer()]) {
            try await house.append(6...6, key: key)
            #expect(try await eventually { try await house.effectCount() == 6 })
            let request = try await house.intake.transaction { tx in
                try await Republication.request(.key(key), in: &tx)
            }
            let isAnswered = try await eventually {
                try await house.intake.transaction { tx in try await Republication.outcome(request, in: &tx) } == 6
            }
            #expect(isAnswered)
            try await house.append(7...7, key: key)
            #expect(try await eventually { try await house.effectCount() == 7 })
        }
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `a host whose clock is wrong by weeks neither loses its events nor those of others`() async throws {
        let house = try await House.open(partitions: 1)
        let key = UUID()
        func append(_ number: Int, days: Double) async throws {
            let entry = OutboxEntry(
                id: UUID(), topic: house.topic, type: Counted.type, key: key,
                time: Date.now.addingTimeInterval(days * 86_400),
                payload: try EventCoding.encode(Counted(number: number)), isSigned: false)
            try await house.intake.transaction { tx in try await house.outbox.append([entry], in: &tx) }
        }
        try await house.owner(
            """
            CREATE TABLE intake.outbox_past PARTITION OF intake.outbox
            FOR VALUES FROM ('2001-01-01') TO ('2001-02-01')
            """)
        try await house.owner("ALTER TABLE intake.outbox_past OWNER TO amparo_intake_migrator")
        try await running([house.relay { $0.keptDays = 35 }]) {
            for (index, days) in [0.0, -9_200, 4_000, 0].enumerated() { try await append(index + 1, days: days) }
            #expect(try await eventually { try await house.shipped() == 4 })
        }
        _ = try await house.intake.query("SELECT keep_outbox(7, 35)")
        #expect(try await house.count("SELECT count(*) FROM outbox", house.intake) == 4)
        try await running([house.relay(), house.consumer()]) {
            let isDone = try await eventually { try await house.effectCount() == 4 }
            #expect(isDone)
        }
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `a consumer whose clock is slow is heard when it lacks events`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker, partitions: 1)
        let key = UUID()
        try await house.append(1...5, key: key)
        try await running([house.relay()]) {
            #expect(try await eventually { try await house.isShipped() })
            let request = ShipAgain(
                source: .intake, topicName: house.topic, partition: 0, fromSequence: 2,
                requestedAt: Date.now.addingTimeInterval(-3_600))
            let producer = try KafkaProducer(house.kafka, logger: .quiet, metrics: Metrics())
            let record = OutgoingRecord(
                topic: ShipAgain.topic.name, partition: 0, key: [], value: try EventCoding.encode(request),
                headers: [("ce_type", Array(ShipAgain.type.utf8))])
            for case .failure(let error) in await producer.send([record]) { Issue.record(error) }
            #expect(await eventually { house.figure("amparo_outbox_reshipped_total") == 4 })
            await producer.close()
        }
        await house.close()
    }

    @Test func `a rewind over what is no longer kept comes to rest`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker, partitions: 1)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...5, key: key)
            #expect(try await eventually { try await house.effectCount() == 5 })
        }
        // Their time is over; then the broker loses all.
        try await house.owner("DELETE FROM intake.outbox_batches")
        try await house.owner("DELETE FROM intake.outbox")
        try await broker.restartEmpty()
        try await running([house.relay(), house.consumer()]) {
            #expect(await eventually { house.figure("amparo_outbox_rewinds_total") == 1 })
            #expect(try await eventually { try await house.isShipped() })
            try await house.append(6...9, key: key)
            #expect(try await eventually { try await house.effectCount() == 9 })
        }
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test func `what is no longer kept is stepped over, and that is told`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker, partitions: 1)
        let key = UUID()
        try await running([house.relay()]) {
            try await house.append(1...5, key: key)
            #expect(try await eventually { try await house.shipped() == 5 })
        }
        let batches = try await house.count("SELECT last_batch FROM outbox_place", house.intake)
        try await house.owner("DELETE FROM intake.outbox_batches WHERE number <= \(batches)")
        try await house.owner("DELETE FROM intake.outbox")
        try await broker.restartEmpty()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(6...9, key: key)
            #expect(try await eventually(within: .seconds(30)) { try await house.effectCount() == 4 })
        }
        #expect(house.figure("amparo_outbox_unkept_total") == 5)
        #expect(try await house.effects().map(\.number) == [6, 7, 8, 9])
        await house.close()
    }
}
