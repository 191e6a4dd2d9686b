import CaseModel
import Foundation
import Postgres
import TestSupport
import Testing
import Vault

@Suite struct CaseKeysTests {
    private let temporary: TemporaryDirectory
    private let files: KeyFiles
    private let database: TestDatabase
    private let caseID = UUID()

    init() async throws {
        temporary = try TemporaryDirectory()
        files = KeyFiles(directory: temporary.url.appending(path: "keys"))
        try KeyFiles.generate(directory: files.directory)
        database = try await TestDatabase.create([VaultMigrations.set])
    }

    /// Runs `body` as a service would: in a transaction of its app role, with its keys.
    private func with<R: Sendable>(
        _ service: ServiceName, _ body: (CaseKeys, inout Transaction) async throws -> R
    ) async throws -> R {
        let keys = CaseKeys(try ServiceKeys(service, files: files))
        let pool = database.pool(as: "amparo_\(service.rawValue)_app", connections: 1)
        let result: Result<R, any Error>
        do {
            result = .success(try await pool.transaction { tx in try await body(keys, &tx) })
        } catch {
            result = .failure(error)
        }
        await pool.close()
        return try result.get()
    }

    private func create() async throws -> DataKey {
        try await with(.verification) { keys, tx in try await keys.create(for: caseID, in: &tx) }
    }

    private func find(as service: ServiceName) async throws -> DataKey? {
        try await with(service) { keys, tx in try await keys.find(for: caseID, in: &tx) }
    }

    @Test func `each service gets the key of its part, Verification the case's own`() async throws {
        let key = try await create()
        #expect(try await find(as: .verification)?.exposedBytes() == key.exposedBytes())
        #expect(try await find(as: .reporting)?.exposedBytes() == key.part(.figures).exposedBytes())
        #expect(try await find(as: .notification)?.exposedBytes() == key.part(.brief).exposedBytes())
        #expect(try key.part(.figures).exposedBytes() != key.part(.brief).exposedBytes())
    }

    @Test(arguments: [ServiceName.verification, .notification, .reporting])
    func `a service sees its own copies only`(service: ServiceName) async throws {
        _ = try await create()
        let seen = try await with(service) { _, tx in
            try await tx.query("SELECT service FROM vault.case_keys").map { row in
                try row.get("service", as: String.self)
            }
        }
        #expect(seen == [service.rawValue])
    }

    @Test func `another service's copy does not open under a false name`() async throws {
        _ = try await create()
        let owner = database.owner(connections: 1)
        try await owner.execute(
            """
            UPDATE vault.case_keys SET wrapped = (SELECT wrapped FROM vault.case_keys WHERE service = 'verification')
            WHERE service = 'reporting'
            """)
        await owner.close()
        await #expect(throws: VaultError.notAuthentic) { try await find(as: .reporting) }
    }

    @Test func `only Verification makes and erases keys, and Intake may not even look`() async throws {
        _ = try await create()
        for service in [ServiceName.reporting, .notification] {
            await #expect(throws: PostgresError.self) {
                try await with(service) { keys, tx in _ = try await keys.create(for: UUID(), in: &tx) }
            }
            await #expect(throws: PostgresError.self) {
                try await with(service) { keys, tx in try await keys.destroy(caseID, in: &tx) }
            }
        }
        for statement: SQL in ["SELECT 1 FROM vault.case_keys", "SELECT vault.destroy_case_keys(\(caseID))"] {
            let intake = database.pool(as: "amparo_intake_app", connections: 1)
            let failure = await #expect(throws: PostgresError.self) { try await intake.query(statement) }
            #expect(failure?.sqlState == "42501")
            await intake.close()
        }
        #expect(try await find(as: .verification) != nil)
    }

    @Test func `erasure takes every copy, and then nobody finds a key`() async throws {
        _ = try await create()
        let other = UUID()
        _ = try await with(.verification) { keys, tx in try await keys.create(for: other, in: &tx) }
        let count = try await with(.verification) { keys, tx in try await keys.destroy(caseID, in: &tx) }
        #expect(count == 3)
        for service in [ServiceName.verification, .notification, .reporting] {
            #expect(try await find(as: service) == nil)
            await #expect(throws: VaultError.keyMissing) {
                try await with(service) { keys, tx in _ = try await keys.get(for: caseID, in: &tx) }
            }
            #expect(try await with(service) { keys, tx in try await keys.find(for: other, in: &tx) } != nil)
        }
    }

    @Test func `a case has one key`() async throws {
        _ = try await create()
        let failure = await #expect(throws: PostgresError.self) { _ = try await create() }
        #expect(failure?.sqlState == "23505")
    }
}
