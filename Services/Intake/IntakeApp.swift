import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
package import ServiceRuntime
import Vault
import Web

/// Intake put together: the public door in front of a writer that can seal and never open.
package struct IntakeApp {
    /// In the order in which they start.
    package let services: [any Service]
    let router: Router

    package init(settings: Settings, logger: Logger) async throws {
        let metrics = Metrics()
        let health = Health()
        let keys = try IntakeKeys(settings: settings, logger: logger)
        let database = Database(
            try DatabaseConfiguration(settings: settings, role: "amparo_intake_app"), logger: logger, metrics: metrics)
        var relaying = try DatabaseConfiguration(settings: settings, secondRole: "amparo_intake_relay")
        // The leader's one, and one for what it is asked beside.
        relaying.connections = min(relaying.connections, 2)
        let relayDatabase = Database(relaying, logger: logger, metrics: metrics)
        let events = try EventParts(
            service: .intake, signing: keys.signing, everyone: keys.everyone, settings: settings, keptDays: 35)
        let listener = Listener(relaying, channels: [events.channel], logger: logger, metrics: metrics)
        let evidence = try Evidence(settings: settings, database: database)
        let limits = try AdmissionLimits(settings: settings)
        let writer = SubmissionWriter(database: database, outbox: events.outbox, patience: limits.patience)
        let relay = events.relay(database: relayDatabase, listener: listener, logger: logger, metrics: metrics)
        let consumer = events.consumer(
            topics: [.mailbox],
            handlers: [
                KeepMessage(), KeepState(), KeepHandover(), DropAdoptedFiles(store: evidence.store),
                DropFilesOfUpdate(store: evidence.store), KeepUNEvent(),
            ], database: database, logger: logger,
            metrics: metrics)
        let admission = Admission(
            limits: limits, signing: keys.signing, writer: writer, database: database, logger: logger, metrics: metrics)
        let door = try PublicDoor(
            keys: keys, writer: writer, admission: admission, evidence: evidence, outbox: events.outbox,
            database: database, settings: settings)
        router = door.router
        health.add("database", database.healthCheck())
        health.add("relay", relay.healthCheck())
        health.add("consumer", consumer.healthCheck())
        health.add("recovery") { door.accept.isOpen() ? nil : "recovery-unconfirmed" }
        services = [
            try HTTPServer.operations(settings: settings, health: health, metrics: metrics, logger: logger),
            database, relayDatabase, SchemaCheck(database: database, sets: Self.schema),
            DraftSweep(database: database, logger: logger), writer, admission, listener, relay, consumer,
            SweepUploads(evidence: evidence).service(logger),
            HTTPServer(
                name: "public-door", listen: try ListenAddress(settings: settings, key: "AMPARO_LISTEN"),
                limits: try HTTPLimits(settings: settings), router: router, errors: ErrorPages.open(door.layout),
                logger: logger, metrics: metrics),
        ]
    }

    /// What the schema must hold before the service serves.
    static var schema: [MigrationSet] {
        [
            MessagingMigrations.set(schema: "intake"),
            MigrationSet(
                name: "intake", schema: "intake", directory: Bundle.module.bundleURL.appending(path: "Migrations")),
        ]
    }
}

/// The routes of the public door.
struct PublicDoor: Sendable {
    let layout: PublicLayout
    let accept: AcceptSubmission
    let router: Router

    init(
        keys: IntakeKeys, writer: SubmissionWriter, admission: Admission, evidence: Evidence, outbox: Outbox,
        database: Database, settings: Settings
    ) throws {
        let phrases = try Phrases(folders: [IntakePhrases.folder])
        let assets = try Assets()
        layout = try PublicLayout(phrases: phrases, assets: assets, settings: settings)
        let lists = try CodeLists.bundled(
            overlays: settings.list("AMPARO_CODE_LIST_OVERLAYS").map { URL(fileURLWithPath: $0) })
        let recovery = RecoveryGate(settings: settings)
        accept = AcceptSubmission(
            lists: lists, encapsulation: SharedEncapsulation(to: try keys.everyone.sealing(for: .verification)),
            writer: writer, admission: admission, isOpen: { recovery.isConfirmed })
        let tokens = PublicFormTokens(key: keys.signing)
        var router = layout.languageRoutes()
        router.mount(assets.routes(door: .open))
        let calendar = PublicCalendar(database: database)
        ReportRoutes(
            layout: layout, accept: accept, tokens: tokens, evidence: evidence, drafts: Drafts(database: database),
            cookie: try DraftCookie(settings: settings), states: StateNames(lists),
            upcomingEvents: {
                await calendar.watched().map { ($0.id, $0.event) }
            }
        ).register(in: &router, languages: layout.languages)
        router.mount(
            try Returning(
                accept: accept, tokens: tokens, layout: layout, evidence: evidence, outbox: outbox, database: database
            ).routes(signing: keys.signing))
        let language = APILanguage(phrases: phrases, offered: layout.languages)
        SubmissionsAPI(accept: accept, admission: admission, tokens: tokens, language: language).register(in: &router)
        try OpenAPIDocument(lists: lists).register(in: &router, language)
        PartnerAPI(
            accept: accept, write: WriteItems(database: database, outbox: outbox),
            receipts: try SignedReceipts(keys.signing), database: database, language: language
        ).register(in: &router)
        UploadRoutes(evidence: evidence).register(in: &router)
        calendar.register(in: &router, languages: layout.languages)
        self.router = try OnionDoor(settings: settings).telling(router)
    }
}

enum IntakePhrases {
    /// The folder with Intake's own compiled catalogues.
    static var folder: URL { Bundle.module.bundleURL }
}
