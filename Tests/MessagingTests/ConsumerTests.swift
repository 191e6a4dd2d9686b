import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Testing
import Vault

@Suite(.serialized) struct ConsumerTests {
    @Test(arguments: KafkaServer.available)
    func `everything delivered twice takes effect once`(server: KafkaServer) async throws {
        let house = try await House.open(server)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...30, key: key)
            #expect(try await eventually { try await house.effectCount() == 30 })
        }
        try await house.owner("UPDATE intake.outbox_place SET shipped_batch = 0")
        try await running([house.relay(), house.consumer()]) {
            try await house.append(31...31, key: key)
            #expect(try await eventually { try await house.effectCount() == 31 })
        }
        #expect(try await house.effectCount() == 31)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `two consumers of a group share the work, come and go, and nothing is done twice`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server, partitions: 4)
        let keys = (0..<6).map { _ in UUID() }
        try await running([house.relay(), house.consumer()]) {
            for key in keys { try await house.append(1...10, key: key) }
            #expect(try await eventually { try await house.effectCount() == 60 })
            try await running([house.consumer()]) {
                for key in keys { try await house.append(11...30, key: key) }
                #expect(try await eventually { try await house.effectCount() == 180 })
            }
            for key in keys { try await house.append(31...40, key: key) }
            #expect(try await eventually { try await house.effectCount() == 240 })
        }
        #expect(try await house.effectCount() == 240)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a poisonous event goes to the dead letters, can be tried again, and the rest goes on`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server, partitions: 1)
        let isMended = Mutex(false)
        let handler = Recording { event in
            if event.payload.number == 5, !isMended.withLock({ $0 }) { throw Killed() }
            if event.payload.number == 7 { throw HandlingFailure.reject(reason: "seven-is-out") }
        }
        let key = UUID()
        try await running([house.relay(), house.consumer([handler])]) {
            let ids = try await house.append(1...10, key: key)
            #expect(try await eventually { try await house.effectCount() == 8 })
            let letters = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
            #expect(letters.map(\.eventID) == [ids[4], ids[6]])
            #expect(letters.map(\.reason) == ["killed", "seven-is-out"])
            #expect(letters.map(\.attempts) == [5, 1])
            let told = try await house.count(
                "SELECT count(*) FROM outbox WHERE topic = \(deadLetterTopic(of: house.group))", house.desk)
            #expect(told == 2)

            isMended.withLock { $0 = true }
            let retried = try await house.desk.transaction { tx in try await DeadLetters.retry(letters[0].id, in: &tx) }
            #expect(retried == 1)
            #expect(try await eventually { try await house.effectCount() == 9 })
            // Still refused: it stays with the dead letters, until it is dropped.
            try await house.desk.transaction { tx in _ = try await DeadLetters.retry(letters[1].id, in: &tx) }
            #expect(
                try await eventually {
                    try await house.count(
                        "SELECT count(*) FROM dead_letters WHERE state = 'parked' AND attempts = 2", house.desk) == 1
                })
            let isDropped = try await house.desk.transaction { tx in
                try await DeadLetters.drop(letters[1].id, in: &tx)
            }
            #expect(isDropped)
            let left = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
            #expect(left.isEmpty)
        }
        #expect(try await house.effects().map(\.number) == [1, 2, 3, 4, 6, 8, 9, 10, 5])
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `what an operator republishes is known by its id`(server: KafkaServer) async throws {
        let house = try await House.open(server)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            let ids = try await house.append(1...10, key: key)
            #expect(try await eventually { try await house.effectCount() == 10 })
            // As if one had never been handled.
            try await house.owner("DELETE FROM verification.effects WHERE event_id = \(ids[3])")
            try await house.owner("DELETE FROM verification.inbox WHERE event_id = \(ids[3])")
            try await republish(.event(ids[0]), in: house)
            try await republish(.key(key), in: house)
            let hour = Date.now.addingTimeInterval(-1800)..<Date.now.addingTimeInterval(1800)
            try await republish(.time(hour), in: house)
            #expect(try await eventually { try await house.effectCount() == 10 })
            try await house.append(11...11, key: key)
            #expect(try await eventually { try await house.effectCount() == 11 })
        }
        #expect(try await house.effects().map(\.number) == [1, 2, 3, 5, 6, 7, 8, 9, 10, 4, 11])
        await house.close()
    }

    private func republish(_ selection: Republication.Selection, in house: House) async throws {
        let request = try await house.intake.transaction { tx in try await Republication.request(selection, in: &tx) }
        let isAnswered = try await eventually {
            let outcome = try await house.intake.transaction { tx in
                try await Republication.outcome(request, in: &tx)
            }
            return outcome != nil
        }
        #expect(isAnswered)
    }

    @Test(arguments: KafkaServer.available)
    func `unknown types are passed over, unknown versions and broken payloads put aside`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server, partitions: 1)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            let broken = OutboxEntry(
                id: UUID(), topic: house.topic, type: Counted.type, key: key, time: .now,
                payload: Array(#"{"number":"planted-marker"}"#.utf8), isSigned: false)
            let entries = try [
                house.entry(1, key: key), house.entry(2, key: key, type: "other.v1"),
                house.entry(3, key: key, type: "counted.v2"), broken, house.entry(2, key: key),
            ]
            try await house.intake.transaction { tx in try await house.outbox.append(entries, in: &tx) }
            #expect(try await eventually { try await house.effectCount() == 2 })
        }
        let letters = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
        #expect(Set(letters.map(\.reason)) == ["unknown-version", "undecodable"])
        #expect(try await house.effects().map(\.number) == [1, 2])
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a forged signature is refused, and the true event of that number still comes`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server, partitions: 1)
        let key = UUID()
        let forger = House.forger(of: house)
        // Somebody who can write to the bus is faster than the service itself.
        let producer = try KafkaProducer(house.kafka, logger: .quiet, metrics: Metrics())
        let forged = try forger(1, key)
        for case .failure(let error) in await producer.send([forged.unsigned, forged.wronglySigned]) {
            Issue.record(error)
        }
        try await running([house.relay(), house.consumer([SignedRecording()])]) {
            let entries = try (1...3).map {
                try house.entry($0, key: key, type: SignedCounted.type, isSigned: true)
            }
            try await house.intake.transaction { tx in try await house.outbox.append(entries, in: &tx) }
            #expect(try await eventually { try await house.effectCount() == 3 })
        }
        await producer.close()
        let letters = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
        #expect(Set(letters.map(\.reason)) == ["signature-missing", "signature-wrong"])
        #expect(try await house.effects().map(\.number) == [1, 2, 3])
        await house.close()
    }

    @Test func `headers that no database takes are put aside, and what follows is handled`() async throws {
        let house = try await House.open(partitions: 1)
        let key = UUID()
        let producer = try KafkaProducer(house.kafka, logger: .quiet, metrics: Metrics())
        for case .failure(let error) in await producer.send([
            try house.forged(type: "counted.v1\0", key), try house.forged(source: "intake\u{1B}[2J", key),
            try house.forged(type: "counted." + String(repeating: "v", count: 10_000), key),
        ]) {
            Issue.record(error)
        }
        await producer.close()
        try await running([house.relay(), house.consumer()]) {
            try await house.append(1...3, key: key)
            #expect(try await eventually { try await house.effectCount() == 3 })
        }
        let letters = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
        #expect(letters.map(\.reason) == ["headers-missing", "headers-missing", "headers-missing"])
        await house.close()
    }

    @Test func `a service speaks on its own topics, and of what belongs there`() async throws {
        let broker = try TestBroker()
        let house = try await House.open(broker: broker, topic: Topic.intake.name, partitions: 1)
        let key = UUID()
        let producer = try KafkaProducer(house.kafka, logger: .quiet, metrics: Metrics())
        for case .failure(let error) in await producer.send([try house.forged(source: "reporting", key)]) {
            Issue.record(error)
        }
        await producer.close()
        try await running([house.relay(), house.consumer([Recording(), RecordingElsewhere()])]) {
            try await house.append(1...2, key: key)
            let misplaced = try house.entry(3, key: key, type: CountedElsewhere.type)
            try await house.intake.transaction { tx in try await house.outbox.append([misplaced], in: &tx) }
            try await house.append(3...3, key: key)
            #expect(try await eventually { try await house.effectCount() == 3 })
        }
        let letters = try await house.desk.transaction { tx in try await DeadLetters.list(in: &tx) }
        #expect(letters.map(\.reason) == ["foreign-source", "wrong-topic"])
        #expect(try await house.effects().map(\.number) == [1, 2, 3])
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `the database's restart costs time only`(server: KafkaServer) async throws {
        let house = try await House.open(server)
        let key = UUID()
        try await running([house.relay(), house.consumer()]) {
            for round in 0..<5 {
                try await house.append((round * 10 + 1)...(round * 10 + 10), key: key)
                // All connections of the consuming service break.
                try await house.owner(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE usename = 'amparo_verification_app' AND datname = current_database()
                    """)
            }
            #expect(await eventually { (try? await house.effectCount()) == 50 })
        }
        #expect(try await house.isInOrder())
        await house.close()
    }
}

extension House {
    /// A record with the first number, as somebody would write it who is not the relay.
    func forged(type: String = Counted.type, source: String = "intake", _ key: UUID) throws -> OutgoingRecord {
        let headers: [(name: String, value: [UInt8])] = [
            ("ce_specversion", "1.0"), ("ce_id", UUID().uuidString.lowercased()), ("ce_source", source),
            ("ce_type", type), ("ce_subject", key.uuidString.lowercased()), ("ce_time", "2026-01-01T00:00:00.000Z"),
            ("ce_sequence", "1"),
        ].map { ($0, Array($1.utf8)) }
        return OutgoingRecord(
            topic: topic, partition: 0, key: [], value: try EventCoding.encode(Counted(number: 666)), headers: headers)
    }

    /// Makes records as somebody would who may write to the bus but has no key.
    static func forger(
        of house: House
    ) -> (Int, UUID) throws -> (unsigned: OutgoingRecord, wronglySigned: OutgoingRecord) {
        { number, key in
            func record(_ signature: String?) throws -> OutgoingRecord {
                var headers: [(name: String, value: [UInt8])] = [
                    ("ce_specversion", "1.0"), ("ce_id", UUID().uuidString.lowercased()), ("ce_source", "intake"),
                    ("ce_type", SignedCounted.type), ("ce_subject", key.uuidString.lowercased()),
                    ("ce_time", "2026-01-01T00:00:00.000Z"), ("ce_sequence", String(number)),
                ].map { ($0, Array($1.utf8)) }
                if let signature { headers.append(("ce_signature", Array(signature.utf8))) }
                return OutgoingRecord(
                    topic: house.topic, partition: 0, key: [],
                    value: try EventCoding.encode(SignedCounted(number: 666)),
                    headers: headers)
            }
            let wrong = Data(try SigningKey().sign([1, 2, 3], for: .event)).base64EncodedString()
            return (try record(nil), try record(wrong))
        }
    }
}
