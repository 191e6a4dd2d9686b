package import CaseModel
package import Foundation
import Kafka
package import Messaging
package import Postgres
package import ServiceRuntime
package import Vault

/// A database with every schema, keys of every service, and the settings that lead a service to both: what a test of a
/// service begins with. No broker: what is told stands in the outbox.
package struct TestHouse: Sendable {
    package let database: TestDatabase
    package let keys: KeyFiles
    /// As the owner, who sees everything.
    package let owner: Database
    /// Holds the services' sealed files.
    package let folder: URL

    /// Lends a house of its own to `body` and takes it down afterwards.
    package static func lend<R>(_ body: (TestHouse) async throws -> R) async throws -> R {
        let database = try await TestDatabase.create(HouseMigrations.all)
        let house = TestHouse(
            database: database, keys: try sharedKeys.get(), owner: database.owner(connections: 2),
            folder: FileManager.default.temporaryDirectory.appending(path: "amparo-house-\(UUID().uuidString)"))
        do {
            let result = try await body(house)
            try await house.end()
            return result
        } catch {
            try await house.end()
            throw error
        }
    }

    private func end() async throws {
        await owner.close()
        try? FileManager.default.removeItem(at: folder)
        try await database.drop()
    }

    /// The settings of any service in this house; `more` wins over them.
    package func settings(_ more: [String: String] = [:]) -> Settings {
        Settings(layers: [
            more,
            [
                "AMPARO_DATABASE_URI": database.uri, "AMPARO_DATABASE_CONNECTIONS": "4",
                "AMPARO_KAFKA_BOOTSTRAP": "127.0.0.1:1",
                "AMPARO_KAFKA_TOPICS": repositoryRoot.appending(path: "deploy/kafka/topics").path,
                "AMPARO_KEYS": keys.directory.path, "AMPARO_DEMONSTRATION": "true",
                "AMPARO_BLOBS": folder.appending(path: "blobs").path,
                "AMPARO_INTAKE_BLOBS": folder.appending(path: "intake-blobs").path, "AMPARO_UPLOAD_RESERVE_MB": "1",
                "AMPARO_LISTEN": "127.0.0.1:0", "AMPARO_OPERATIONS_LISTEN": "127.0.0.1:0",
                "AMPARO_STAFF_TLS": "false", "AMPARO_PUBLIC_ADDRESS": "https://public.example",
                "AMPARO_STAFF_ADDRESS": "https://desk.example",
                // A machine that is busy with other tests is no reason to refuse anybody.
                "AMPARO_ADMISSION_WAIT_MS": "90000", "AMPARO_WRITE_PATIENCE_MS": "90000",
                "AMPARO_FLOOD_RATE": "0",
                "AMPARO_SMTP_URL": "smtp://127.0.0.1:1", "AMPARO_MAIL_FROM": "amparo@house.example",
            ],
        ])
    }

    /// The outbox of a service, with its key.
    package func outbox(of service: ServiceName) throws -> Outbox {
        let catalogue = try TopicCatalogue.load(settings: settings())
        let counts = Dictionary(uniqueKeysWithValues: catalogue.topics.map { ($0.name, Int($0.partitions)) })
        return Outbox(source: service, partitions: PartitionMap(counts), signer: try keys.signingKey(of: service))
    }

    /// What a service has told, oldest first.
    package func told(by service: ServiceName) async throws -> [ToldEvent] {
        let schema = try Identifier(service.rawValue)
        return try await owner.query(
            "SELECT event_id, type, topic, key, payload, signature FROM \(identifier: schema).outbox ORDER BY id"
        ).map { row in
            ToldEvent(
                id: try row.get("event_id"), type: try row.get("type"), topic: try row.get("topic"),
                key: try row.get("key"), payload: try row.get("payload"), signature: try row.get("signature"))
        }
    }

    /// How many rows a table has, as nobody's policies see it.
    package func count(_ schema: String, _ table: String) async throws -> Int {
        let row = try await owner.first(
            "SELECT count(*) AS n FROM \(identifier: Identifier(schema)).\(identifier: Identifier(table))")
        return try row?.get("n") ?? -1
    }

    /// Keys are slow to make and no test changes them: one set for the process.
    private static let sharedKeys = Result<KeyFiles, any Error> {
        let directory = FileManager.default.temporaryDirectory.appending(path: "amparo-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let keys = directory.appending(path: "keys", directoryHint: .isDirectory)
        try KeyFiles.generate(directory: keys)
        try RecoveryShares.confirmDemonstration(KeyFiles(directory: keys))
        return KeyFiles(directory: keys)
    }

    package static let quiet = Logger(service: "test", sink: { _ in })
}

/// An event as it stands in an outbox.
package struct ToldEvent: Sendable {
    package let id: UUID
    package let type: String
    package let topic: String
    package let key: UUID
    package let payload: [UInt8]
    package let signature: [UInt8]?

    /// The payload, where it is of this kind.
    package func read<Payload: EventPayload>(_ kind: Payload.Type) throws -> Payload {
        guard type == Payload.type, topic == Payload.topic.name else { throw OtherEvent() }
        return try EventCoding.decode(kind, from: payload)
    }

    package struct OtherEvent: Error {}
}

extension EventHandler {
    /// Hands an event over once, in a transaction of its own.
    package func take(
        _ payload: Payload, id: UUID = UUID(), from source: ServiceName = .verification, in database: Database
    ) async throws {
        let event = ReceivedEvent(payload, id: id, source: source.rawValue)
        try await database.transaction { transaction in try await handle(event, in: &transaction) }
    }
}
