import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime
import Vault

/// `amparo migrate`: brings every schema to what these programs need.
enum MigrateCommand {
    static let migrate = Command(
        name: "migrate", parameters: "", summary: "Bring the database's schemas up to date."
    ) { words, context in
        try words.allow()
        let applied = try await Migrator(try context.configuration(), logger: context.logger).apply(try sets())
        Terminal.print(applied.isEmpty ? "Nothing to do." : "\(applied.count) migrations applied.")
    }

    /// All migration sets, in the order in which they depend on one another.
    static func sets() throws -> [MigrationSet] {
        var sets = [VaultMigrations.set, AccountMigrations.set]
        for service in ServiceName.allCases {
            sets.append(MessagingMigrations.set(schema: service.rawValue))
            if service != .intake { sets.append(AuditMigrations.set(schema: service.rawValue)) }
            sets.append(try own(service))
        }
        return sets
    }

    /// A service's own migrations lie in its resources, beside this program.
    private static func own(_ service: ServiceName) throws -> MigrationSet {
        let (name, module): (StaticString, String) =
            switch service {
            case .intake: ("intake", "Intake")
            case .verification: ("verification", "Verification")
            case .notification: ("notification", "Notification")
            case .reporting: ("reporting", "Reporting")
            }
        let directory = Bundle.main.bundleURL.appending(path: "amparo_\(module).resources/Migrations")
        guard FileManager.default.fileExists(atPath: directory.path) else {
            throw StartFailure("A service's migrations are missing beside this program.", code: "migrations-missing")
        }
        return MigrationSet(name: name, schema: service.rawValue, directory: directory)
    }
}
