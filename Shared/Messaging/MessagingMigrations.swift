package import Foundation

/// The tables that each service's schema has for its events: the migration set `messaging`.
package enum MessagingMigrations {
    package static let directory = Bundle.module.bundleURL.appendingPathComponent("Migrations")
}
