import Foundation
package import Postgres

/// The tables of staff and their sessions, in the schema `accounts` that the staff-facing services share.
package enum AccountsMigrations {
    package static let set = MigrationSet(
        name: "accounts", schema: "accounts", directory: Bundle.module.bundleURL.appending(path: "Migrations"))
}
