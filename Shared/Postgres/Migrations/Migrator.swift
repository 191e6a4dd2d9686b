import Foundation
package import ServiceRuntime

/// Applies migrations, each in a transaction of its own, as the schema's migrator role.
///
/// Several may run at the same time: an advisory lock lets one in after the other, and the later finds nothing left to do.
/// What was applied stands in `<schema>.migrations`.
package struct Migrator: Sendable {
    private let configuration: DatabaseConfiguration
    private let logger: Logger

    /// - Parameter configuration: connects as a member of the migrator roles, such as `amparo_operator`.
    package init(_ configuration: DatabaseConfiguration, logger: Logger) {
        // Building an index, or waiting for another migrator, may take long.
        var configuration = configuration
        configuration.statementTimeout = nil
        configuration.idleInTransactionTimeout = nil
        self.configuration = configuration
        self.logger = logger
    }

    /// Applies what is missing, in the order given. Returns what it applied.
    package func apply(_ sets: [MigrationSet]) async throws -> [AppliedMigration] {
        let session = try await Session.open(configuration)
        do {
            _ = try await session.run(["SELECT pg_advisory_lock(\(Self.lock))"])
            var applied: [AppliedMigration] = []
            for set in sets { applied += try await apply(set, on: session) }
            await session.close()
            return applied
        } catch {
            await session.close()
            throw error
        }
    }

    /// Throws a `StartFailure` where a service's schema lacks a migration or has another than this program.
    package static func check(_ sets: [MigrationSet], in database: Database) async throws {
        guard try await !behind(sets, in: database) else {
            throw StartFailure(
                "The database's schema is not the one this program needs. Run `amparo migrate`.", code: "schema-behind")
        }
    }

    /// Whether a migration of `sets` has not been applied, or not in its present form.
    package static func behind(_ sets: [MigrationSet], in database: Database) async throws -> Bool {
        for set in sets {
            let sums = try await checksums(of: set, in: database)
            let wanted = try set.migrations().map(\.checksum)
            // More than wanted is no harm: a newer version may have migrated while this one still runs.
            if sums.count < wanted.count || Array(sums.prefix(wanted.count)) != wanted { return true }
        }
        return false
    }

    private static func checksums(of set: MigrationSet, in database: Database) async throws -> [String] {
        let statement = appliedMigrations(set.name, try Identifier(set.schema))
        let result = await Result.of { () throws(PostgresError) in try await database.query(statement) }
        switch result {
        case .success(let rows): return try rows.map(checksum)
        case .failure(let error):
            // No table, no schema, or no right to see it: nobody has migrated.
            if ["42P01", "3F000", "42501"].contains(error.sqlState) { return [] }
            throw error
        }
    }

    private static func checksum(_ row: Row) throws(PostgresError) -> String {
        try row.get("checksum")
    }

    // MARK: One set

    private func apply(_ set: MigrationSet, on session: Session) async throws -> [AppliedMigration] {
        let migrations = try set.migrations()
        let schema = try Identifier(set.schema)
        try await run(Self.tableText(schema), schema, on: session)
        let role = try Self.migrator(of: schema)
        let known = try await session.run([
            "BEGIN READ ONLY", "SET LOCAL ROLE \(identifier: role)", Self.appliedMigrations(set.name, schema), "COMMIT",
        ])[2].rows
        let sums = try known.map(Self.checksum)
        for (index, sum) in sums.enumerated() {
            guard index < migrations.count else {
                throw MigrationError(.unknown, set: set.name, number: index + 1)
            }
            guard migrations[index].checksum == sum else {
                throw MigrationError(.changed, set: set.name, number: migrations[index].number)
            }
        }
        for migration in migrations.dropFirst(sums.count) {
            try await apply(migration, schema, on: session)
        }
        return migrations.dropFirst(sums.count).map {
            AppliedMigration(schema: schema.name, set: $0.set, number: $0.number, name: $0.name)
        }
    }

    private func apply(_ migration: Migration, _ schema: Identifier, on session: Session) async throws {
        let record: SQL = """
            INSERT INTO \(identifier: schema).migrations (set, number, name, checksum)
            VALUES (\(migration.set), \(migration.number), \(migration.name), \(migration.checksum))
            """
        do {
            try await run(migration.text(schema: schema), schema, on: session, then: record)
        } catch {
            let problem: MigrationError.Problem = error is EndedTransaction ? .endsTransaction : .failed
            let sqlState = (error as? PostgresError)?.sqlState
            throw MigrationError(problem, set: migration.set, number: migration.number, sqlState: sqlState)
        }
        logger.info(
            "Migration applied",
            [.schema: .code(schema.name), .migrationSet: .code(migration.set), .migration: .count(migration.number)])
    }

    private struct EndedTransaction: Error {}

    /// Runs a text in a transaction as the schema's migrator.
    private func run(
        _ text: String, _ schema: Identifier, on session: Session, then record: SQL? = nil
    ) async throws {
        let role = try Self.migrator(of: schema)
        _ = try await session.run([
            "BEGIN", "SET LOCAL ROLE \(identifier: role)", "SET LOCAL search_path = \(identifier: schema), pg_temp",
        ])
        do {
            try await session.script(text)
            guard await session.isInTransaction else { throw EndedTransaction() }
            if let record { _ = try await session.run([record]) }
            _ = try await session.run(["COMMIT"])
        } catch {
            try? await session.script("ROLLBACK")
            throw error
        }
    }

    private static func migrator(of schema: Identifier) throws(PostgresError) -> Identifier {
        try Identifier("amparo_\(schema.name)_migrator")
    }

    /// Any number will do, as long as nobody else in the database uses it.
    private static let lock = 0x616D_7061_726F

    private static func appliedMigrations(_ set: String, _ schema: Identifier) -> SQL {
        """
        SELECT number, checksum FROM \(identifier: schema).migrations WHERE set = \(set) ORDER BY number
        """
    }

    /// Everyone who may enter the schema may see how far it has come: names and numbers of files, no more.
    private static func tableText(_ schema: Identifier) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(schema.quoted).migrations (
            set text NOT NULL,
            number integer NOT NULL,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (set, number)
        );
        GRANT SELECT ON \(schema.quoted).migrations TO PUBLIC;
        """
    }
}

extension Result {
    fileprivate static func of(_ body: () async throws(Failure) -> Success) async -> Result {
        do throws(Failure) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

extension LogKey {
    fileprivate static let schema = LogKey("schema")
    fileprivate static let migrationSet = LogKey("migration_set")
    fileprivate static let migration = LogKey("migration")
}
