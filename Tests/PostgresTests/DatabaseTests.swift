import Foundation
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

struct DatabaseTests {
    private struct Planned: Error {}

    private func prepared() async throws -> (TestDatabase, Database) {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 2)
        try await database.execute("CREATE TABLE public.notes (id int, body text CONSTRAINT said_once UNIQUE)")
        return (test, database)
    }

    private func count(_ database: Database) async throws -> Int {
        try #require(try await database.first("SELECT count(*) AS n FROM public.notes")).get("n")
    }

    @Test func `what a closure throws undoes the transaction`() async throws {
        let (_, database) = try await prepared()
        try await database.transaction { tx in try await tx.execute("INSERT INTO public.notes VALUES (1, 'a')") }
        await #expect(throws: Planned.self) {
            try await database.transaction { tx in
                try await tx.execute("INSERT INTO public.notes VALUES (2, 'b')")
                throw Planned()
            }
        }
        #expect(try await count(database) == 1)
        await database.close()
    }

    @Test func `a savepoint undoes only what is inside`() async throws {
        let (_, database) = try await prepared()
        try await database.transaction { tx in
            try await tx.execute("INSERT INTO public.notes VALUES (1, 'a')")
            _ = try? await tx.savepoint { tx in try await tx.execute("INSERT INTO public.notes VALUES (2, 'a')") }
            try await tx.savepoint { tx in try await tx.execute("INSERT INTO public.notes VALUES (3, 'c')") }
        }
        #expect(try await count(database) == 2)
        await database.close()
    }

    @Test func `a swallowed error is told at commit`() async throws {
        let (_, database) = try await prepared()
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { tx in _ = try? await tx.execute("SELECT 1 / \(0)") }
        }
        #expect(error?.kind == .rolledBack)
        await database.close()
    }

    @Test func `an error names the constraint and nothing that was typed`() async throws {
        let (_, database) = try await prepared()
        let marker = "PLANTED-7c1f"
        let insert: SQL = "INSERT INTO public.notes VALUES (1, \(marker))"
        try await database.execute(insert)
        let error = try #require(await #expect(throws: PostgresError.self) { try await database.execute(insert) })
        #expect(error.isUniqueViolation && error.constraint == "said_once" && error.code == "postgres-23505")
        var dumped = ""
        dump(error, to: &dumped)
        #expect(!"\(error) \(error.localizedDescription) \(dumped)".contains("PLANTED"))
        await database.close()
    }

    @Test func `a pipeline returns all results, or the place of its failure`() async throws {
        let (_, database) = try await prepared()
        let values = try await database.transaction { tx in
            try await tx.pipeline(["SELECT \(1) AS n", "SELECT \(2) AS n"]).map { try $0[0].get("n", as: Int.self) }
        }
        #expect(values == [1, 2])
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { tx in
                try await tx.pipeline([
                    "SELECT 1", "INSERT INTO public.notes VALUES (9, 'z')", "SELECT 1 / \(0)", "SELECT 2",
                ])
            }
        }
        #expect(error?.statement == 2 && error?.sqlState == "22012")
        #expect(try await count(database) == 0)
        await database.close()
    }

    @Test func `transactions at the same time never share a connection`() async throws {
        let (_, database) = try await prepared()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await database.transaction { tx in
                        let first = try await tx.first("SELECT pg_current_xact_id()::text AS x")?.get(
                            "x", as: String.self)
                        let again = try await tx.first("SELECT pg_current_xact_id()::text AS x")?.get(
                            "x", as: String.self)
                        return first == again && first != nil
                    }
                }
            }
            for try await isAlone in group { #expect(isAlone) }
        }
        await database.close()
    }

    @Test func `a task waits for a connection only so long`() async throws {
        let test = try await TestDatabase.create()
        var configuration = test.configuration(as: "postgres", connections: 1)
        configuration.poolTimeout = .milliseconds(50)
        let database = Database(configuration, logger: Logger(service: "test", sink: { _ in }), metrics: Metrics())
        try await database.withConnection { connection in
            let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT 1") }
            #expect(error?.kind == .poolTimeout && error?.isRetriable == true)
            try await connection.execute("SELECT 1")
        }
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
    }

    @Test func `cancelling a task ends its statement and frees the connection`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        let watcher = test.owner(connections: 1)
        let task = Task { try await database.query("SELECT pg_sleep(60)") }
        let happened = try await eventually {
            try await !watcher.query(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()"
            ).isEmpty
        }
        #expect(happened)
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
        await watcher.close()
    }

    @Test func `a killed connection is replaced`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        let killer = test.owner(connections: 1)
        let pid = try #require(try await database.first("SELECT pg_backend_pid() AS p")).get("p", as: Int.self)
        try await killer.execute("SELECT pg_terminate_backend(\(pid)::int, 5000)")
        let next = try #require(try await database.first("SELECT pg_backend_pid() AS p")).get("p", as: Int.self)
        #expect(next != pid)
        await database.close()
        await killer.close()
    }

    @Test func `a restart of the server is survived`() async throws {
        let cluster = try TestCluster()
        let test = try await TestDatabase.create(on: cluster)
        let database = test.owner(connections: 2)
        _ = try await database.query("SELECT 1")
        try cluster.restart()
        let happened = await eventually { (try? await database.query("SELECT 1").count) == 1 }
        #expect(happened)
        await database.close()
        try cluster.stop()
    }

    @Test func `a plan that no longer fits and a discarded one are prepared anew`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        try await database.execute("CREATE TABLE public.t AS SELECT 1 AS a")
        #expect(try await database.query("SELECT * FROM public.t").count == 1)
        try await database.execute("ALTER TABLE public.t ADD COLUMN b text")
        #expect(try await database.query("SELECT * FROM public.t").count == 1)
        try await database.execute("DISCARD ALL")
        #expect(try await database.query("SELECT * FROM public.t").count == 1)
        await database.close()
    }

    @Test func `an app role may enter only its own schema`() async throws {
        let test = try await TestDatabase.create()
        let database = test.pool(as: "amparo_intake_app", connections: 1)
        for statement in [
            "CREATE TABLE public.x (a int)", "CREATE TABLE intake.x (a int)", "SELECT * FROM verification.migrations",
            "CREATE TEMPORARY TABLE x (a int)", "SET ROLE amparo_intake_migrator",
        ] as [SQL] {
            let error = await #expect(throws: PostgresError.self) { try await database.execute(statement) }
            #expect(error?.sqlState == "42501")
        }
        await database.close()
    }

    @Test func `ten thousand rows go in one statement`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        try await database.execute("CREATE TABLE public.bulk (id uuid, n bigint, body bytea)")
        let ids = (0..<10_000).map { _ in UUID() }
        let bodies = [[UInt8]](repeating: [UInt8](repeating: 7, count: 400), count: 10_000)
        let start = ContinuousClock.now
        let inserted = try await database.execute(
            """
            INSERT INTO public.bulk SELECT * FROM unnest(\(ids), \(Array(0..<10_000)), \(bodies))
            """)
        #expect(inserted == 10_000)
        print("unnest insert: \(Int(10_000 / (start.duration(to: .now) / .seconds(1)))) rows/s")
        await database.close()
    }
}
