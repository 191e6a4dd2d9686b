import CaseModel
import Postgres
import ServiceRuntime

/// What commands work with. A database is opened for one command and closed after it.
struct ControlContext: Sendable {
    let settings: Settings
    let logger: Logger

    /// As the operator's role, which may become the owner of each schema and see no more than that.
    func configuration() throws -> DatabaseConfiguration {
        var configuration = try DatabaseConfiguration(settings: settings, role: "amparo_operator")
        configuration.connections = 2
        return configuration
    }

    /// Runs `body` with a database that lives as long as it.
    func withDatabase<R: Sendable>(_ body: @Sendable (Database) async throws -> R) async throws -> R {
        let database = Database(try configuration(), logger: logger, metrics: Metrics())
        let lifetime = Lifetime()
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await database.run(lifetime)
                return nil
            }
            await lifetime.untilStarted()
            defer { lifetime.stop() }
            return try await body(database)
        }
    }

    /// A transaction in a service's schema, as its owner.
    func inSchema<R: Sendable>(
        of service: ServiceName, _ mode: TransactionMode = .readWrite,
        _ body: @Sendable (inout Transaction) async throws -> R
    ) async throws -> R {
        let schema = try Identifier(service.rawValue)
        let owner = try Identifier("amparo_\(service.rawValue)_migrator")
        return try await withDatabase { database in
            try await database.transaction(mode) { transaction in
                try await transaction.execute("SET LOCAL ROLE \(identifier: owner)")
                try await transaction.execute("SET LOCAL search_path = \(identifier: schema), pg_temp")
                return try await body(&transaction)
            }
        }
    }

    /// The service that an operator named.
    static func service(_ name: String) throws(UsageError) -> ServiceName {
        guard let service = ServiceName(rawValue: name) else {
            throw UsageError("The services are intake, verification, notification and reporting.")
        }
        return service
    }
}
