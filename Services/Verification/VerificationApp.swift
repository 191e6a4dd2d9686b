import Accounts
import Audit
import Blobs
import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
package import ServiceRuntime
import Vault
import Web

/// Verification put together: the desk, and the sign-in of everybody at the staff door.
package struct VerificationApp {
    /// In the order in which they start.
    package let services: [any Service]
    let router: Router

    package init(settings: Settings, logger: Logger) async throws {
        let metrics = Metrics()
        let health = Health()
        let keys = try ServiceKeys(.verification, settings: settings, logger: logger)
        let configuration = try DatabaseConfiguration(settings: settings, role: "amparo_verification_app")
        let database = Database(configuration, logger: logger, metrics: metrics)
        let system = Database(
            try DatabaseConfiguration(settings: settings, secondRole: "amparo_verification_system"), logger: logger,
            metrics: metrics)
        let events = try EventParts(
            service: .verification, signing: keys.signing, everyone: keys.everyone, settings: settings)
        let listener = Listener(configuration, channels: [events.channel], logger: logger, metrics: metrics)
        let relay = events.relay(database: database, listener: listener, logger: logger, metrics: metrics)
        let evidence = try EvidenceStore(settings: settings)
        let lists = try Self.lists(settings)
        let likeness = KeepLikeness(keys: keys, lists: lists)
        let consumer = events.consumer(
            topics: [.intake, .audit],
            handlers: [
                ReceiveSubmission(outbox: events.outbox, evidence: evidence, likeness: likeness),
                ReceiveSourceUpdate(outbox: events.outbox, evidence: evidence, open: OpenSubmission(keys: keys)),
                KeepChainHead(own: .verification),
            ],
            database: system, logger: logger, metrics: metrics)
        let door = try StaffDoor(database: database, phrases: Self.phrases, settings: settings)
        let parts = DeskParts(
            desk: DeskDatabase(database: database, audit: AuditLog()), keys: keys, caseKeys: CaseKeys(keys),
            outbox: events.outbox, lists: lists, pages: door.pages, evidence: evidence,
            settings: settings, likeness: likeness)
        let routes = try Self.routes(door, parts)
        let others = [
            Self.accounts(door, keys, database).router, door.pages.layout.assets.routes(door: .staff),
            SessionRoutes.worker(door.pages.layout.assets.sessionDeskWorker),
        ]
        router = door.router(routes, others: others)
        health.add("database", database.healthCheck())
        health.add("relay", relay.healthCheck())
        health.add("consumer", consumer.healthCheck())
        let keeping = try EvidenceServices(parts, system: system, logger: logger, metrics: metrics)
        services =
            [
                try HTTPServer.operations(settings: settings, health: health, metrics: metrics, logger: logger),
                database, system, SchemaCheck(database: database, sets: Self.schema), listener, relay, consumer,
                ChainHeadPublisher(service: .verification, database: database, outbox: events.outbox, logger: logger),
                WatchCheckIns(system: system, outbox: events.outbox, logger: logger),
                SweepEvidence(evidence: evidence, system: system).service(logger),
                Indexing(index: IndexDocuments(parts, database: database, system: system), logger: logger),
                RemakingLikeness(
                    remake: RemakeLikeness(parts, database: database, system: system, metrics: metrics), logger: logger),
                PatternWatching(
                    watch: WatchPatterns(
                        keys: SearchKeys(keys), sealing: WarningSealing(keys: keys), system: system), logger: logger),
            ] + keeping.all + [door.server(routes, others: others, logger: logger, metrics: metrics)]
    }

    static var phrases: URL { Bundle.module.bundleURL }

    /// What the schemas must hold before the service serves.
    static var schema: [MigrationSet] {
        [
            VaultMigrations.set, AccountMigrations.set, MessagingMigrations.set(schema: "verification"),
            AuditMigrations.set(schema: "verification"),
            MigrationSet(
                name: "verification", schema: "verification",
                directory: Bundle.module.bundleURL.appending(path: "Migrations")),
        ]
    }

    private static func accounts(_ door: StaffDoor, _ keys: ServiceKeys, _ database: Database) -> AccountRoutes {
        AccountRoutes(
            signIn: SignIn(database: database, keys: keys.sealing), sessions: door.sessions, cookie: door.cookie,
            signingKey: keys.signing, layout: door.pages.layout, audit: door.audit)
    }

    private static func lists(_ settings: Settings) throws -> CodeLists {
        try CodeLists.bundled(
            overlays: settings.list("AMPARO_CODE_LIST_OVERLAYS").map { URL(fileURLWithPath: $0) })
    }

    private static func routes(_ door: StaffDoor, _ parts: DeskParts) throws -> StaffRoutes {
        let (desk, keys, lists, outbox) = (parts.desk, parts.keys, parts.lists, parts.outbox)
        let (open, sources, evidence) = (parts.open, parts.sources, parts.evidence)
        let calendar = ReadCalendar(desk: desk, sealing: EventSealing(keys: keys))
        var routes = door.routes()
        parts.queue(in: &routes)
        parts.absences(in: &routes)
        let submissions = SubmissionRoutes(
            read: ReadSubmission(desk: desk, files: sources, outbox: outbox),
            openCase: parts.openCase,
            pages: SubmissionPages(pages: door.pages, lists: lists), lists: lists,
            triage: ReadSubmissionTriage(desk: desk, journal: parts.journal),
            beside: [
                { [named = NamedEvent(calendar: calendar, pages: door.pages)] in try await named.html($1, $2) },
                { [entered = EntryBeside(desk: desk, sealing: EntrySealing(keys: keys), pages: door.pages)] in
                    try await entered.html($0, $2)
                },
            ])
        submissions.register(in: &routes)
        MarkGraphic(desk: desk, sealing: MarkSealing(keys: keys), submissions: submissions).register(in: &routes)
        SourceRoutes(
            write: WriteToSource(desk: desk, files: sources, outbox: outbox), desk: desk, submissions: submissions,
            onCase: CaseSourceRoutes(desk: desk, files: parts.files, sources: sources, shell: parts.shell)
        ).register(in: &routes)
        ReadOriginal(desk: desk, open: open).register(in: &routes)
        try parts.evidenceFiles(in: &routes)
        parts.caseEvidence(in: &routes)
        let keepCalendar = KeepCalendar(desk: desk, sealing: calendar.sealing, outbox: outbox)
        CalendarRoutes(
            calendar: calendar, keep: keepCalendar, pages: CalendarPages(pages: door.pages, lists: lists),
            events: EventPages(pages: door.pages, lists: lists, form: EventForm(lists: lists))
        ).register(in: &routes)
        ImportRoutes(
            importCalendar: ImportCalendar(keep: keepCalendar, lists: lists),
            pages: ImportPages(pages: door.pages, lists: lists), lists: lists
        ).register(in: &routes)
        EventSubmissions(desk: desk, calendar: calendar, open: open, pages: door.pages, lists: lists)
            .register(in: &routes)
        let handover = PrepareHandover(outbox: outbox)
        let sheet = HandoverSheet(
            phrases: door.pages.layout.phrases, address: try parts.settings.required("AMPARO_PUBLIC_ADDRESS"))
        let entryPages = EntryPages(pages: door.pages, form: EntryForm(lists: lists), sheet: sheet)
        let enter = EnterSubmission(
            desk: desk, lists: lists, open: open, sealing: EntrySealing(keys: keys), handover: handover,
            outbox: outbox, likeness: parts.likeness)
        EntryRoutes(
            enter: enter, entries: OpenEntries(desk: desk, handover: handover), calendar: calendar, pages: entryPages,
            files: { [types = ContentType()] in EnteredFiles(store: evidence.store, types: types) }
        ).register(in: &routes)
        StackRoutes(desk: desk, handover: handover, pages: door.pages, sheet: sheet).register(in: &routes)
        SessionRoutes(
            calendar: calendar, enter: enter,
            pages: SessionPages(
                pages: door.pages, entries: entryPages, form: SessionForm(entry: EntryForm(lists: lists)),
                script: door.pages.layout.assets.sessionDeskScript)
        ).register(in: &routes)
        parts.cases(in: &routes)
        parts.triage(in: &routes)
        try parts.protocols(in: &routes)
        parts.notes(in: &routes)
        parts.consent(in: &routes)
        parts.risk(in: &routes)
        parts.search(in: &routes)
        parts.people(in: &routes)
        parts.acts(in: &routes)
        parts.timeline(in: &routes)
        return routes
    }
}
