import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Vault

/// Intake as a source and Verification as a consumer, on a database and a topic of their own.
final class House: Sendable {
    private let database: TestDatabase
    let intake: Database
    let desk: Database
    let kafka: KafkaConfiguration
    let topic: String
    let partitions: Int
    let outbox: Outbox
    let deskOutbox: Outbox
    let group: String
    let signer: SigningKey
    let metrics = Metrics()

    static func open(
        _ server: KafkaServer = .mock, broker: TestBroker? = nil, cluster: KafkaCluster? = nil,
        topic name: String = "house", partitions: Int = 3
    ) async throws -> House {
        let database = try await TestDatabase.create([
            MigrationSet(name: "messaging", schema: "intake", directory: MessagingMigrations.directory),
            MigrationSet(name: "messaging", schema: "verification", directory: MessagingMigrations.directory),
        ])
        let owner = database.owner(connections: 1)
        for statement in tables { try await owner.execute(statement) }
        await owner.close()
        let topic: String
        let kafka: KafkaConfiguration
        if let broker {
            topic = name
            try? broker.createTopic(topic, partitions: partitions)
            try? broker.createTopic("amparo.control.v1", partitions: 1)
            kafka = broker.configuration
        } else if let cluster {
            topic = "house-\(UUID().uuidString.lowercased().prefix(8))"
            try await cluster.makeTopics([topic: partitions, "amparo.control.v1": 1])
            kafka = cluster.configuration
        } else {
            topic = try await server.makeTopic(partitions: partitions)
            kafka = try await server.configuration()
        }
        return try House(database, kafka: kafka, topic: topic, partitions: partitions)
    }

    private init(_ database: TestDatabase, kafka: KafkaConfiguration, topic: String, partitions: Int) throws {
        self.database = database
        self.kafka = kafka
        self.topic = topic
        self.partitions = partitions
        intake = database.pool(as: "amparo_intake_app", connections: 24)
        desk = database.pool(as: "amparo_verification_app")
        signer = try SigningKey()
        group = "verification-\(UUID().uuidString.lowercased().prefix(8))"
        let map = PartitionMap([topic: partitions])
        outbox = Outbox(source: .intake, partitions: map, signer: signer)
        deskOutbox = Outbox(source: .verification, partitions: map, signer: nil)
    }

    private static let tables: [SQL] = [
        "CREATE TABLE intake.subjects (id uuid PRIMARY KEY, version bigint NOT NULL DEFAULT 0)",
        "GRANT ALL ON intake.subjects TO amparo_intake_app",
        """
        CREATE TABLE verification.effects (
            place bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, key uuid, number bigint)
        """,
        "GRANT ALL ON verification.effects TO amparo_verification_app",
    ]

    /// An outbox as another instance of the service has it.
    func otherOutbox() -> Outbox {
        Outbox(source: .intake, partitions: PartitionMap([topic: partitions]), signer: signer)
    }

    /// Intake's, with so many connections.
    func pool(connections: Int) -> Database { database.pool(as: "amparo_intake_app", connections: connections) }

    func listener() -> Listener {
        Listener(
            database.configuration(as: "amparo_intake_app"), channels: [EventRelay.channel(of: .intake)],
            logger: Self.logger, metrics: Metrics())
    }

    /// The sum of a metric's series.
    func figure(_ name: String, in metrics: Metrics? = nil) -> Double {
        (metrics ?? self.metrics).prometheusText().split(separator: "\n").reduce(0) { sum, line in
            guard line.hasPrefix(name + "{") || line.hasPrefix(name + " ") else { return sum }
            return sum + (line.split(separator: " ").last.flatMap { Double($0) } ?? 0)
        }
    }

    /// As the owner of everything.
    func owner(_ statement: SQL) async throws {
        let owner = database.owner(connections: 1)
        try await owner.execute(statement)
        await owner.close()
    }

    func close() async {
        await intake.close()
        await desk.close()
        try? await database.drop()
    }

    // MARK: Events

    func entry(_ number: Int, key: UUID, type: String = Counted.type, isSigned: Bool = false) throws -> OutboxEntry {
        OutboxEntry(
            id: Randomness.uuid(), topic: topic, type: type, key: key, time: .now,
            payload: try EventCoding.encode(Counted(number: number)), isSigned: isSigned)
    }

    /// Appends events of one key, one transaction each, numbered from 1.
    @discardableResult
    func append(_ numbers: ClosedRange<Int>, key: UUID) async throws -> [UUID] {
        var ids: [UUID] = []
        for number in numbers {
            let entry = try entry(number, key: key)
            try await intake.transaction { tx in try await outbox.append([entry], in: &tx) }
            ids.append(entry.id)
        }
        return ids
    }

    /// Appends events of many keys in large transactions.
    func appendMany(_ count: Int, keys: [UUID], bytes: Int = 0) async throws {
        var numbers: [UUID: Int] = [:]
        for start in stride(from: 0, to: count, by: 5_000) {
            var entries: [OutboxEntry] = []
            for index in start..<min(start + 5_000, count) {
                let key = keys[index % keys.count]
                numbers[key, default: 0] += 1
                entries.append(
                    OutboxEntry(
                        id: Randomness.uuid(), topic: topic, type: Counted.type, key: key, time: .now,
                        payload: try EventCoding.encode(
                            Counted(number: numbers[key] ?? 0, filling: String(repeating: "x", count: bytes))),
                        isSigned: false))
            }
            try await intake.transaction { tx in try await outbox.append(entries, in: &tx) }
        }
    }

    // MARK: Parts

    /// Another instance of the service has an outbox of its own, and so have its relays.
    func relay(
        _ change: (inout RelayTuning) -> Void = { _ in }, outbox other: Outbox? = nil, metrics others: Metrics? = nil,
        listener: Listener? = nil, faults: RelayFaults = .none
    ) -> EventRelay {
        var tuning = RelayTuning()
        tuning.probe = .milliseconds(200)
        tuning.candidacy = .milliseconds(100)
        change(&tuning)
        let wakeUps = listener.map { listener in
            { @Sendable in listener.wakeUps(on: EventRelay.channel(of: .intake)) }
        }
        return EventRelay(
            outbox: other ?? outbox, database: intake, kafka: kafka, tuning: tuning, logger: Self.logger,
            metrics: others ?? metrics, wakeUps: wakeUps, faults: faults)
    }

    func consumer(
        _ handlers: [any EventHandler] = [Recording()], group other: String? = nil, trusted: TrustedSigners? = nil,
        faults: ConsumerFaults = .none
    ) -> EventConsumer {
        var tuning = ConsumerTuning()
        tuning.retry = .milliseconds(10)
        tuning.deadLetters = .milliseconds(100)
        return EventConsumer(
            group: other ?? group, identity: group, topics: [topic], handlers: handlers, database: desk, kafka: kafka,
            outbox: deskOutbox,
            trusted: trusted ?? TrustedSigners(["intake": signer.verificationKey]), tuning: tuning,
            logger: Self.logger, metrics: metrics, faults: faults)
    }

    static var logger: Logger {
        ProcessInfo.processInfo.environment["MESSAGING_LOG"] == nil ? .quiet : Logger(service: "test", minimum: .debug)
    }

    // MARK: What came of it

    func effects() async throws -> [(key: UUID, number: Int)] {
        try await desk.query("SELECT key, number FROM effects ORDER BY place").map { row in
            (try row.get(0), Int(try row.get(1, as: Int64.self)))
        }
    }

    func effectCount() async throws -> Int64 {
        try await desk.first("SELECT count(*) FROM effects")?.get(0) ?? 0
    }

    /// Whether each key's numbers are 1, 2, 3… in the order in which they took effect.
    func isInOrder() async throws -> Bool {
        var last: [UUID: Int] = [:]
        for (key, number) in try await effects() {
            guard number == last[key, default: 0] + 1 else { return false }
            last[key] = number
        }
        return true
    }

    /// Whether the relay has shipped all that it has numbered.
    func isShipped() async throws -> Bool {
        try await count("SELECT count(*) FROM outbox_place WHERE shipped_batch = last_batch AND last_batch > 0", intake)
            == 1
    }

    /// How many events the broker has taken, by sequence numbers.
    func shipped() async throws -> Int64 {
        try await count("SELECT coalesce(sum(shipped_sequence), 0)::bigint FROM outbox_counters", intake)
    }

    func count(_ sql: SQL, _ database: Database) async throws -> Int64 {
        try await database.first(sql)?.get(0) ?? 0
    }
}

/// Runs services while `body` does, and stops them.
func running(_ services: [any Service], _ body: () async throws -> Void) async throws {
    let lifetimes = services.map { _ in Lifetime() }
    let tasks = zip(services, lifetimes).map { service, lifetime in
        Task { try await service.run(lifetime) }
    }
    func stop() async throws {
        for lifetime in lifetimes { lifetime.stop() }
        for task in tasks { try await task.value }
    }
    do { try await body() } catch {
        try? await stop()
        throw error
    }
    try await stop()
}

/// An event of tests.
struct Counted: EventPayload {
    static let type = "counted.v1"
    static let topic = Topic.intake
    static let isSigned = false
    var number: Int
    var filling: String?
}

struct SignedCounted: EventPayload {
    static let type = "signed-counted.v1"
    static let topic = Topic.intake
    static let isSigned = true
    var number: Int
}

/// Writes a row for each event, and nothing to make a second one harmless.
struct Recording: EventHandler {
    var before: @Sendable (ReceivedEvent<Counted>) async throws -> Void = { _ in }

    func handle(_ event: ReceivedEvent<Counted>, in tx: inout Transaction) async throws {
        try await before(event)
        try await tx.execute(
            """
            INSERT INTO effects (event_id, key, number)
            VALUES (\(event.id), \(event.subject), \(Int64(event.payload.number)))
            """)
    }

    func handle(_ events: [ReceivedEvent<Counted>], in tx: inout Transaction) async throws {
        for event in events { try await before(event) }
        try await tx.execute(
            """
            INSERT INTO effects (event_id, key, number)
            SELECT * FROM unnest(\(events.map(\.id)), \(events.map(\.subject)), \(events.map { Int64($0.payload.number) }))
            """)
    }
}

/// An event that only Verification sends.
struct CountedElsewhere: EventPayload {
    static let type = "counted-elsewhere.v1"
    static let topic = Topic.cases
    static let isSigned = false
    var number: Int
}

struct RecordingElsewhere: EventHandler {
    func handle(_ event: ReceivedEvent<CountedElsewhere>, in tx: inout Transaction) async throws {
        try await tx.execute(
            "INSERT INTO effects (event_id, key, number) VALUES (\(event.id), \(event.subject), \(Int64(666)))")
    }
}

struct SignedRecording: EventHandler {
    func handle(_ event: ReceivedEvent<SignedCounted>, in tx: inout Transaction) async throws {
        try await tx.execute(
            """
            INSERT INTO effects (event_id, key, number)
            VALUES (\(event.id), \(event.subject), \(Int64(event.payload.number)))
            """)
    }
}
