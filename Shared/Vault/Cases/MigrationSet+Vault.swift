import Foundation
package import Postgres

extension MigrationSet {
    /// The schema `vault`, for `amparo migrate` and the check at start.
    package static let vault = MigrationSet(
        name: "vault", schema: "vault", directory: Bundle.module.bundleURL.appending(path: "Migrations"))
}
