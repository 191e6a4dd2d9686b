import Foundation
package import Postgres

/// The schema `accounts`.
package enum AccountMigrations {
    package static var set: MigrationSet {
        MigrationSet(
            name: "accounts", schema: "accounts", directory: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
