package import Foundation
package import Postgres

/// The tables of the outbox and of consumers, in the schema of each service.
package enum MessagingMigrations {
    package static let directory = Bundle.module.bundleURL.appendingPathComponent("Migrations")

    package static func set(schema: String) -> MigrationSet {
        MigrationSet(name: "messaging", schema: schema, directory: directory)
    }
}
