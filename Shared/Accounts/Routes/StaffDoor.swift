package import Audit
import CaseModel
package import Foundation
package import HTTP
package import Postgres
package import ServiceRuntime
import Web

/// A service's side of the staff door: pages, sessions, the gate with its record in the audit chain, and the server.
package struct StaffDoor: Sendable {
    package let pages: StaffPages
    package let sessions: Sessions
    package let cookie: SessionCookie
    package let audit: AccessAudit
    private let listen: ListenAddress
    private let limits: HTTPLimits
    private let places: [TimePlace]

    /// - Parameters:
    ///   - database: As the service's role, for its audit chain.
    ///   - phrases: The folder of the service's own phrases.
    package init(database: Database, phrases: URL, settings: Settings) throws {
        let layout = StaffLayout(
            phrases: try Phrases(folders: [AccountPhrases.folder, phrases]), assets: try Assets())
        pages = StaffPages(layout: layout)
        sessions = Sessions(database: database)
        cookie = try SessionCookie(settings: settings)
        let recorder = AccessRecorder { entry in try await AuditLog().append(entry, to: database) }
        audit = { event in try await recorder.record(event) }
        listen = try ListenAddress(settings: settings, key: "AMPARO_LISTEN")
        limits = try HTTPLimits(settings: settings)
        places = try Self.places(settings)
    }

    package func routes() -> StaffRoutes {
        StaffRoutes(sessions: sessions, cookie: cookie, audit: audit, places: places)
    }

    private static func places(_ settings: Settings) throws -> [TimePlace] {
        let key = "AMPARO_LOCAL_TIME_ZONES"
        return try settings.list(key, default: ["Europe/Zurich"]).map { identifier in
            guard let place = TimePlace(identifier) else { throw SettingsError(key: key, problem: .invalid) }
            return place
        }
    }

    /// Serves `routes` and, where `others` are given, those beside them.
    package func server(
        _ routes: StaffRoutes, others: [Router] = [], logger: Logger, metrics: Metrics
    ) -> HTTPServer {
        HTTPServer(
            name: "staff-door", listen: listen, limits: limits, router: router(routes, others: others),
            errors: ErrorPages.staff(pages.layout), logger: logger, metrics: metrics)
    }

    /// All routes of this side of the door, for the server and for the access matrix.
    package func router(_ routes: StaffRoutes, others: [Router]) -> Router {
        var router = routes.router
        for other in others { router.mount(other) }
        return router
    }
}

extension AuditEntry {
    /// What happened at the gate, as an entry of the chain: the route as a code, and the thing it was about.
    package init(_ event: AccessEvent) {
        let action = event.kind == .read || event.kind == .write ? event.route : "\(event.kind.rawValue) \(event.route)"
        self.init(
            actor: event.staff.map { StaffID($0) }, action: AuditAction(route: action),
            subject: event.subjects.first.map { AuditSubject("address", $0) },
            outcome: event.kind.isDenial ? .denied : .done, reason: event.kind.isDenial ? event.kind.rawValue : nil)
    }
}
