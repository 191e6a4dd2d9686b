import Foundation
import Postgres
import ServiceRuntime
import TestSupport
import Testing

struct MigratorTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "amparo-\(UUID().uuidString)")
    private var set: MigrationSet { MigrationSet(name: "trial", schema: "intake", directory: directory) }

    private func write(_ name: String, _ text: String) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try text.write(to: directory.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func migrator(_ test: TestDatabase) -> Migrator {
        Migrator(
            test.configuration(as: "amparo_operator"), logger: Logger(service: "test", sink: { _ in }))
    }

    @Test func `two migrators apply each migration once`() async throws {
        try write("0001_tables.sql", "CREATE TABLE things (a int); GRANT SELECT ON things TO ${app};")
        try write("0002_more.sql", "ALTER TABLE things ADD COLUMN b int;")
        let test = try await TestDatabase.create()
        let app = test.pool(as: "amparo_intake_app", connections: 1)
        await #expect(throws: StartFailure.self) { try await Migrator.check([set], in: app) }
        async let one = migrator(test).apply([set])
        async let other = migrator(test).apply([set])
        let applied = try await one + other
        #expect(applied.map(\.number) == [1, 2])
        try await Migrator.check([set], in: app)
        #expect(try await app.query("SELECT a, b FROM things").isEmpty)
        await app.close()
    }

    @Test func `numbers may leave gaps, but no two files have the same`() async throws {
        try write("0002_tables.sql", "CREATE TABLE things (a int);")
        try write("0020_more.sql", "ALTER TABLE things ADD COLUMN b int;")
        let test = try await TestDatabase.create()
        #expect(try await migrator(test).apply([set]).map(\.number) == [2, 20])
        try write("0020_other.sql", "SELECT 1;")
        let doubled = await #expect(throws: MigrationError.self) { try await migrator(test).apply([set]) }
        #expect(doubled?.problem == .badName)
    }

    @Test func `a changed, a failing and a committing migration are refused`() async throws {
        try write("0001_tables.sql", "CREATE TABLE things (a int);")
        let test = try await TestDatabase.create()
        _ = try await migrator(test).apply([set])
        try write("0002_bad.sql", "CREATE TABLE others (a int); SELECT 1 / 0;")
        let failed = await #expect(throws: MigrationError.self) { try await migrator(test).apply([set]) }
        #expect(failed?.code == "migration-failed-trial-2-22012")
        try write("0002_bad.sql", "CREATE TABLE others (a int); COMMIT;")
        let ended = await #expect(throws: MigrationError.self) { try await migrator(test).apply([set]) }
        #expect(ended?.problem == .endsTransaction)
        try write("0001_tables.sql", "CREATE TABLE things (a bigint);")
        let changed = await #expect(throws: MigrationError.self) { try await migrator(test).apply([set]) }
        #expect(changed?.problem == .changed && changed?.number == 1)
    }
}
