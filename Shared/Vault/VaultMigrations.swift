import Foundation
package import Postgres

/// The tables of wrapped case keys, in the schema `vault` that the services share.
package enum VaultMigrations {
    package static let set = MigrationSet(
        name: "vault", schema: "vault", directory: Bundle.module.bundleURL.appending(path: "Migrations"))
}
