import Audit
import CaseModel
import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault

@Suite struct ForeignHeadTests {
    @Test func `a service's signature is good for the head of its own chain only`() async throws {
        let broker = try TestBroker()
        try broker.createTopic(Topic.audit.name, partitions: 1)
        try broker.createTopic(Topic.control.name, partitions: 1)
        let database = try await TestDatabase.create([
            MessagingMigrations.set(schema: "reporting"), MessagingMigrations.set(schema: "notification"),
            AuditMigrations.set(schema: "notification"),
        ])
        let reporting = database.pool(as: "amparo_reporting_app")
        let notification = database.pool(as: "amparo_notification_app")
        let signer = try SigningKey()
        let outbox = Outbox(source: .reporting, partitions: PartitionMap([:]), signer: signer)
        let relay = EventRelay(
            outbox: outbox, database: reporting, kafka: broker.configuration, logger: Self.quiet, metrics: Metrics())
        let consumer = EventConsumer(
            group: "notification", topics: [Topic.audit.name], handlers: [KeepChainHead(own: .notification)],
            database: notification, kafka: broker.configuration,
            outbox: Outbox(source: .notification, partitions: PartitionMap([:]), signer: nil),
            trusted: TrustedSigners(["reporting": signer.verificationKey]), logger: Self.quiet, metrics: Metrics())
        let lifetimes = [Lifetime(), Lifetime()]
        let tasks = zip([relay, consumer] as [any Service], lifetimes).map { service, lifetime in
            Task { try await service.run(lifetime) }
        }
        try await reporting.transaction { tx in
            for service in [ServiceName.verification, .reporting] {
                try await outbox.append(
                    ChainHead(service: service, sequence: 7, hash: HexBytes(Randomness.bytes(32)), at: .now), in: &tx)
            }
        }
        let isKept = try await eventually {
            try await notification.first("SELECT count(*) FROM audit_foreign_heads")?.get(0, as: Int64.self) == 1
        }
        #expect(isKept)
        let kept = try await notification.query("SELECT service FROM audit_foreign_heads")
        #expect(try kept.map { row in try row.get(0, as: String.self) } == ["reporting"])
        let letters = try await notification.transaction { tx in try await DeadLetters.list(in: &tx) }
        #expect(letters.map(\.reason) == ["head-of-another-chain"])
        for lifetime in lifetimes { lifetime.stop() }
        for task in tasks { try await task.value }
        await reporting.close()
        await notification.close()
        try await database.drop()
    }

    private static let quiet = Logger(service: "test", sink: { _ in })
}
