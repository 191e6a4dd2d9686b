import CaseModel
package import Foundation
package import Postgres
import Web

/// Who is signed in. All three staff services ask here; only Verification begins sessions.
package struct Sessions: Sendable {
    /// A session ends this long after its last request.
    package static let idle: TimeInterval = 30 * 60
    /// A session ends this long after it began, whatever happens.
    package static let absolute: TimeInterval = 12 * 3600

    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// The person whose session has this token; nil where there is none, it has ended, or the account is disabled.
    package func find(_ token: String, now: Date) async throws -> Staff? {
        let token = SessionToken(text: token)
        let idleSince = now.addingTimeInterval(-Self.idle)
        let query = SessionQueries.person(token.hash, now: now, idleSince: idleSince)
        guard let row = try await database.query(query).first else { return nil }
        let staff = try Self.staff(row, token)
        // Once a minute is enough, and spares a write for each page.
        if try row.get("last_seen_at", as: Date.self) < now.addingTimeInterval(-60) {
            try await database.execute(SessionQueries.touch(staff.session, now: now))
        }
        return staff
    }

    package func end(_ session: UUID) async throws {
        try await database.execute(SessionQueries.end(session))
    }

    private static func staff(_ row: Row, _ token: SessionToken) throws(PostgresError) -> Staff {
        Staff(
            id: try row.get("id"),
            loginName: try row.get("login_name"),
            name: try row.get("display_name"),
            roles: Set(try row.get("roles", as: [String].self).compactMap(Role.init(rawValue:))),
            compartments: Set(try row.get("compartments", as: [String].self).compactMap(Compartment.init(_:))),
            language: Language(rawValue: try row.get("language", as: String.self)) ?? .english,
            session: try row.get("session"),
            formToken: token.formToken)
    }
}
