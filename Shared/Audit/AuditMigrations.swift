import Foundation
package import Postgres

/// The tables of the hash chain, in the schema of each service that has staff.
package enum AuditMigrations {
    package static func set(schema: String) -> MigrationSet {
        MigrationSet(name: "audit", schema: schema, directory: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
