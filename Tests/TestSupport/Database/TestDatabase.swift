import Foundation
package import Postgres
package import ServiceRuntime

/// A database of its own for one suite or test, copied from a migrated template in some 70 ms.
package struct TestDatabase: Sendable {
    package let name: String
    private let cluster: TestCluster

    /// Creates one with all roles and schemas, and with `migrations` applied.
    package static func create(
        _ migrations: [MigrationSet] = [], on cluster: TestCluster? = nil
    ) async throws -> TestDatabase {
        let cluster = try cluster ?? TestCluster.shared()
        let template = try await templates.template(of: migrations, on: cluster)
        let name = "amparo_test_\(UUID().uuidString.replacing("-", with: "").lowercased().prefix(20))"
        let database = TestDatabase(name: name, cluster: cluster)
        let maintenance = database.pool(as: "postgres", in: "postgres", connections: 1)
        try await maintenance.execute(
            "CREATE DATABASE \(identifier: Identifier(name)) TEMPLATE \(identifier: Identifier(template))")
        await maintenance.close()
        try await database.grantConnect()
        return database
    }

    /// Where it is, without a user: a setting for services.
    package var uri: String { cluster.uri.replacing("/amparo?", with: "/\(name)?") }

    /// The configuration to connect as `role`: "amparo_intake_app", "postgres" (the owner of everything)…
    package func configuration(as role: String, connections: Int = 8) -> DatabaseConfiguration {
        configuration(as: role, in: name, connections: connections)
    }

    /// A pool as `role`. Close it when the suite is done, or let the process end.
    package func pool(as role: String, connections: Int = 8, metrics: Metrics = Metrics()) -> Database {
        pool(as: role, in: name, connections: connections, metrics: metrics)
    }

    /// A pool as the cluster's owner, who may do anything.
    package func owner(connections: Int = 8) -> Database { pool(as: "postgres", connections: connections) }

    /// Drops the database, ending whoever is still connected.
    package func drop() async throws {
        let maintenance = pool(as: "postgres", in: "postgres", connections: 1)
        try await maintenance.execute("DROP DATABASE IF EXISTS \(identifier: Identifier(name)) WITH (FORCE)")
        await maintenance.close()
    }

    static let quiet = Logger(service: "test", sink: { _ in })
    private static let templates = TestTemplates()

    private func pool(
        as role: String, in database: String, connections: Int, metrics: Metrics = Metrics()
    ) -> Database {
        Database(
            configuration(as: role, in: database, connections: connections), logger: Self.quiet, metrics: metrics)
    }

    private func configuration(as role: String, in database: String, connections: Int) -> DatabaseConfiguration {
        // What follows the URI in libpq's parameters wins, but for the database's name: that stands in the URI.
        let uri = cluster.uri.replacing("/amparo?", with: "/\(database)?")
        return DatabaseConfiguration(uri: uri, user: role, connections: connections)
    }

    /// A copy takes its template's schemas and rights over, but not the rights on the database itself.
    private func grantConnect() async throws {
        let owner = owner(connections: 1)
        let database = try Identifier(name)
        try await owner.execute("REVOKE ALL ON DATABASE \(identifier: database) FROM PUBLIC")
        try await owner.execute(
            """
            GRANT CONNECT ON DATABASE \(identifier: database) TO amparo_operator, amparo_intake_app,
                amparo_intake_relay, amparo_verification_app, amparo_notification_app, amparo_reporting_app
            """)
        await owner.close()
    }

    fileprivate static func make(
        template name: String, _ migrations: [MigrationSet], on cluster: TestCluster
    )
        async throws
    {
        let template = TestDatabase(name: name, cluster: cluster)
        let maintenance = template.pool(as: "postgres", in: "postgres", connections: 1)
        // The database that the script prepares has the roles and schemas.
        try await maintenance.execute(
            "CREATE DATABASE \(identifier: Identifier(name)) TEMPLATE amparo")
        await maintenance.close()
        _ = try await Migrator(template.configuration(as: "postgres"), logger: quiet).apply(migrations)
    }
}

/// One template for each list of migrations.
private actor TestTemplates {
    private var made: [String: Task<String, any Error>] = [:]

    func template(of migrations: [MigrationSet], on cluster: TestCluster) async throws -> String {
        let key = cluster.uri + migrations.map { " \($0.name)>\($0.schema)" }.joined()
        let task =
            made[key]
            ?? Task {
                let suffix = UUID().uuidString.replacing("-", with: "").lowercased().prefix(20)
                let name = "amparo_template_\(suffix)"
                try await TestDatabase.make(template: name, migrations, on: cluster)
                return name
            }
        made[key] = task
        return try await task.value
    }
}
