import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
package import ServiceRuntime
import Vault
import Web

/// Reporting put together: a projection of what the others tell, and the figures made of it.
package struct ReportingApp {
    /// In the order in which they start.
    package let services: [any Service]
    let router: Router

    package init(settings: Settings, logger: Logger) async throws {
        let metrics = Metrics()
        let health = Health()
        let keys = try ServiceKeys(.reporting, settings: settings, logger: logger)
        let configuration = try DatabaseConfiguration(settings: settings, role: "amparo_reporting_app")
        let database = Database(configuration, logger: logger, metrics: metrics)
        let events = try EventParts(
            service: .reporting, signing: keys.signing, everyone: keys.everyone, settings: settings)
        let listener = Listener(configuration, channels: [events.channel], logger: logger, metrics: metrics)
        let relay = events.relay(database: database, listener: listener, logger: logger, metrics: metrics)
        let consumer = events.consumer(
            topics: [.cases, .audit],
            handlers: [
                ProjectOpening(), ProjectFinding(), ProjectChange(), ProjectDecision(), ProjectWithdrawal(),
                ProjectConsent(), KeepChainHead(own: .reporting),
            ],
            database: database, logger: logger, metrics: metrics)
        let door = try StaffDoor(database: database, phrases: Bundle.module.bundleURL, settings: settings)
        let lists = try CodeLists.bundled(
            overlays: settings.list("AMPARO_CODE_LIST_OVERLAYS").map { URL(fileURLWithPath: $0) })
        var routes = door.routes()
        FigureRoutes(
            count: CountFigures(database: database, caseKeys: CaseKeys(keys)),
            pages: FigurePages(pages: door.pages, lists: lists)
        ).register(in: &routes)
        router = door.router(routes, others: [])
        health.add("database", database.healthCheck())
        health.add("relay", relay.healthCheck())
        health.add("consumer", consumer.healthCheck())
        services = [
            try HTTPServer.operations(settings: settings, health: health, metrics: metrics, logger: logger),
            database, SchemaCheck(database: database, sets: Self.schema), listener, relay, consumer,
            ChainHeadPublisher(service: .reporting, database: database, outbox: events.outbox, logger: logger),
            door.server(routes, logger: logger, metrics: metrics),
        ]
    }

    /// What the schemas must hold before the service serves.
    static var schema: [MigrationSet] {
        [
            VaultMigrations.set, AccountMigrations.set, MessagingMigrations.set(schema: "reporting"),
            AuditMigrations.set(schema: "reporting"),
            MigrationSet(
                name: "reporting", schema: "reporting",
                directory: Bundle.module.bundleURL.appending(path: "Migrations")),
        ]
    }
}
