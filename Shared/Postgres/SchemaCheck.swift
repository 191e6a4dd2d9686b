package import ServiceRuntime

/// Keeps what comes after it from starting before the database answers and has the schema that this program needs.
///
/// While the database cannot be reached it waits, and `/ready` says so. A schema that is behind ends the process with one
/// clear line: somebody has to run `amparo migrate`.
package struct SchemaCheck: Service {
    package let name = "schema-check"
    private let database: Database
    private let sets: [MigrationSet]

    package init(database: Database, sets: [MigrationSet]) {
        self.database = database
        self.sets = sets
    }

    package func run(_ lifetime: Lifetime) async throws {
        while !lifetime.isStopping {
            do {
                try await Migrator.check(sets, in: database)
                lifetime.started()
                await lifetime.untilStopping()
            } catch let error as PostgresError where error.isConnectionLost {
                guard await lifetime.pause(.milliseconds(250)) else { return }
            }
        }
    }
}
