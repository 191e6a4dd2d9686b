import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Messaging
import Outbound
import Postgres
package import ServiceRuntime
import Vault
import Web

/// Notification put together: it hears that something waits, and tells the people whose business it is.
package struct NotificationApp {
    /// In the order in which they start.
    package let services: [any Service]
    let router: Router

    package init(settings: Settings, logger: Logger) async throws {
        let metrics = Metrics()
        let health = Health()
        let keys = try ServiceKeys(.notification, settings: settings, logger: logger)
        let configuration = try DatabaseConfiguration(settings: settings, role: "amparo_notification_app")
        let database = Database(configuration, logger: logger, metrics: metrics)
        let events = try EventParts(
            service: .notification, signing: keys.signing, everyone: keys.everyone, settings: settings)
        let listener = Listener(
            configuration, channels: [MailSender.channel, events.channel], logger: logger, metrics: metrics)
        let relay = events.relay(database: database, listener: listener, logger: logger, metrics: metrics)
        let consumer = events.consumer(
            topics: [.cases, .audit], handlers: [TellOfCase(), TakeAlert(), KeepChainHead(own: .notification)],
            database: database, logger: logger, metrics: metrics)
        let door = try StaffDoor(database: database, phrases: Bundle.module.bundleURL, settings: settings)
        var routes = door.routes()
        AlertRoutes(database: database, pages: AlertPages(pages: door.pages)).register(in: &routes)
        router = door.router(routes, others: [])
        let sender = MailSender(
            database: database, mailer: try Mailer(settings: settings), outbox: events.outbox,
            letters: AlertLetters(
                phrases: door.pages.layout.phrases, address: try settings.required("AMPARO_STAFF_ADDRESS")),
            wakeUps: listener.wakeUps(on: MailSender.channel), logger: logger)
        health.add("database", database.healthCheck())
        health.add("relay", relay.healthCheck())
        health.add("consumer", consumer.healthCheck())
        services = [
            try HTTPServer.operations(settings: settings, health: health, metrics: metrics, logger: logger),
            database, SchemaCheck(database: database, sets: Self.schema), listener, relay, sender, consumer,
            ChainHeadPublisher(service: .notification, database: database, outbox: events.outbox, logger: logger),
            door.server(routes, logger: logger, metrics: metrics),
        ]
    }

    /// What the schemas must hold before the service serves.
    static var schema: [MigrationSet] {
        [
            AccountMigrations.set, MessagingMigrations.set(schema: "notification"),
            AuditMigrations.set(schema: "notification"),
            MigrationSet(
                name: "notification", schema: "notification",
                directory: Bundle.module.bundleURL.appending(path: "Migrations")),
        ]
    }
}
