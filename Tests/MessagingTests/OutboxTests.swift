import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@Suite struct OutboxTests {
    /// Part of the wire format: these must never change. They were computed apart from the code, in Python:
    ///
    ///     x = 0xCBF29CE484222325
    ///     for b in uuid.UUID(key).bytes: x = ((x ^ b) * 0x100000001B3) % 2**64
    ///     print((x ^ x >> 32) % 6, (x ^ x >> 32) % 7)
    @Test(arguments: [
        ("00000000-0000-0000-0000-000000000000", 0, 3), ("6f1c2a34-9b7e-7d11-8c55-0123456789ab", 2, 5),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", 1, 1), ("01980a3e-7c00-7000-8000-000000000001", 3, 4),
        ("01980a3e-7c00-7000-8000-000000000002", 2, 1), ("c0ffee00-dead-4bee-8fed-0badc0de1234", 0, 4),
    ])
    func `a key's partition is fixed`(key: String, ofSix: Int32, ofSeven: Int32) throws {
        let map = PartitionMap(["six": 6, "seven": 7])
        let key = try #require(UUID(uuidString: key))
        #expect(["six", "seven", "elsewhere"].map { map.partition(of: key, in: $0) } == [ofSix, ofSeven, 0])
    }

    @Test func `keys spread over all partitions`() {
        let map = PartitionMap(["six": 6])
        let spread = Set((0..<200).map { _ in map.partition(of: UUID(), in: "six") })
        #expect(spread == [0, 1, 2, 3, 4, 5])
    }

    @Test func `contended appends are all shipped, in each key's order, while a long transaction stays open`()
        async throws
    {
        let house = try await House.open()
        let keys = (0..<8).map { _ in UUID() }
        for key in keys { try await house.owner("INSERT INTO intake.subjects (id) VALUES (\(key))") }
        let late = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.intake.transaction { tx in
                // Holds a transaction number and an early row id for as long as the others are at work.
                try await house.outbox.append([house.entry(1, key: late)], in: &tx)
                try await withThrowingTaskGroup { group in
                    for _ in 0..<16 {
                        group.addTask {
                            for _ in 0..<25 { try await change(keys.randomElement() ?? late, in: house) }
                        }
                    }
                    try await group.waitForAll()
                }
                // Nothing waits for the open one.
                #expect(try await eventually { try await house.effectCount() == 400 })
            }
            #expect(try await eventually { try await house.effectCount() == 401 })
        }
        #expect(try await house.isInOrder())
        #expect(try await house.count("SELECT sum(events)::bigint FROM outbox_runs", house.intake) == 401)
        await house.close()
    }

    /// As a service does: the row first, then what is said of it. The number is the row's version.
    private func change(_ key: UUID, in house: House) async throws {
        try await house.intake.transaction { tx in
            // A transaction number is drawn before the lock is waited for: its order is not that of the events.
            try await tx.execute("SELECT pg_current_xact_id()")
            let row = try await tx.first(
                "UPDATE subjects SET version = version + 1 WHERE id = \(key) RETURNING version")
            guard let version: Int64 = try row?.get(0) else { return }
            try await house.outbox.append([house.entry(Int(version), key: key)], in: &tx)
            if Bool.random() { try await Task.sleep(for: .milliseconds(Int.random(in: 0...3))) }
        }
    }

    @Test func `what is rolled back is never shipped and leaves no hole`() async throws {
        let house = try await House.open(partitions: 1)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            for number in 1...20 {
                try await house.append(number...number, key: key)
                try? await house.intake.transaction { tx in
                    try await house.outbox.append([house.entry(999, key: key)], in: &tx)
                    throw Killed()
                }
            }
            #expect(try await eventually { try await house.effectCount() == 20 })
        }
        #expect(try await house.isInOrder())
        #expect(try await house.count("SELECT last_sequence FROM outbox_counters", house.intake) == 20)
        await house.close()
    }

    @Test func `the service can add to its outbox and change nothing in it`() async throws {
        let house = try await House.open()
        try await house.append(1...1, key: UUID())
        for statement: SQL in [
            "UPDATE outbox SET payload = ''", "DELETE FROM outbox", "TRUNCATE outbox",
            "UPDATE outbox_place SET shipped_batch = 9", "INSERT INTO outbox_runs VALUES ('t', 0, 1, 0, 1, 1)",
        ] {
            let error = await #expect(throws: PostgresError.self) { try await house.intake.execute(statement) }
            #expect(error?.sqlState == "42501")
        }
        await house.close()
    }

    @Test func `a signed event needs a key`() async throws {
        let house = try await House.open()
        await #expect(throws: MessagingError.noSigningKey) {
            try await house.desk.transaction { tx in
                try await house.deskOutbox.append([house.entry(1, key: UUID(), isSigned: true)], in: &tx)
            }
        }
        await house.close()
    }

    @Test func `parts of the outbox are dropped when their time is over and all is shipped, not before`() async throws {
        let house = try await House.open()
        try await house.append(1...5, key: UUID())
        // A part of long ago, with rows of its own.
        try await house.owner(
            "CREATE TABLE intake.outbox_0 PARTITION OF intake.outbox FOR VALUES FROM ('1970-01-01') TO ('1970-01-08')")
        try await house.owner("ALTER TABLE intake.outbox_0 OWNER TO amparo_intake_migrator")
        try await house.owner(
            """
            INSERT INTO intake.outbox (stored_at, topic, partition, event_id, type, key, payload)
            VALUES ('1970-01-02', \(house.topic), 0, \(UUID()), 'counted.v1', \(UUID()), '{"number":1}')
            """)
        func keep() async throws -> Int32 {
            try await house.intake.first("SELECT keep_outbox(7, 35)")?.get(0) ?? -1
        }
        _ = try await house.intake.query("SELECT number_outbox()")
        let early = try await keep()
        #expect(early == 0)
        try await running([house.relay(), house.consumer()]) {
            let isDone = try await eventually { try await house.effectCount() == 6 }
            #expect(isDone)
            let isShipped = try await eventually { try await house.isShipped() }
            #expect(isShipped)
        }
        let late = try await keep()
        #expect(late == 1)
        #expect(try await house.count("SELECT count(*) FROM outbox", house.intake) == 5)
        await house.close()
    }

    @Test func `after a restore everything without a number is numbered, and no number is given twice`() async throws {
        let house = try await House.open(partitions: 1)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...10, key: key)
            #expect(try await eventually { try await house.effectCount() == 10 })
        }
        // As a dump looks in another cluster: its transactions' numbers say nothing here, some even lie ahead.
        try await house.append(11...15, key: key)
        try await house.owner("UPDATE intake.outbox_place SET system_identifier = 1, snapshot = '4000000:4000000:'")
        try await house.owner("UPDATE intake.outbox SET xid = '5000000' WHERE id > 12")
        try await running([house.relay(), house.consumer()]) {
            try await house.append(16...20, key: key)
            #expect(try await eventually { try await house.effectCount() == 20 })
        }
        #expect(try await house.isInOrder())
        let last = try await house.count("SELECT last_sequence FROM outbox_counters", house.intake)
        #expect(last > 1_000_000_000_000 && last % 1_000_000 == 10)
        await house.close()
    }

    @Test func `when the leader's connection is lost another relay takes over`() async throws {
        let house = try await House.open()
        let key = UUID()
        let relays = [house.relay(), house.relay()]
        try await running(relays + [house.consumer()]) {
            #expect(await eventually { relays.contains { $0.isLeader } })
            for round in 0..<4 {
                try await house.append((round * 10 + 1)...(round * 10 + 10), key: key)
                try await house.owner(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_locks
                    WHERE locktype = 'advisory' AND classid = 4277009
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """)
            }
            #expect(try await eventually { try await house.effectCount() == 40 })
        }
        #expect(try await house.isInOrder())
        await house.close()
    }
}
