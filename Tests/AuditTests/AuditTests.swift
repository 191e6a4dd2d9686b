import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `The audit chain` {
    @Test func `grows by one link for each of many appends at the same time`() async throws {
        try await withChain { house, database in
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 { group.addTask { try await AuditLog().append(.full, to: database) } }
                for _ in 0..<20 {
                    group.addTask {
                        try await database.transaction { try await AuditLog().append(.bare, in: &$0) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await verdict(database) == .intact(entries: 60, heads: 0))
        }
    }

    @Test func `holds no entry of a transaction that was rolled back`() async throws {
        try await withChain { house, database in
            await #expect(throws: Stop.self) { try await appendAndFail(database) }
            let verdict = try await verdict(database)
            #expect(verdict == .intact(entries: 0, heads: 0))
        }
    }

    @Test func `is read in pages without losing its thread`() async throws {
        try await withChain { house, database in
            for _ in 0..<7 { try await AuditLog().append(.full, to: database) }
            for size in [1, 2, 7, 8] {
                let chain = try AuditChain(of: .verification, pageSize: size)
                let verdict = try await database.transaction(.snapshot) { try await chain.verify(heads: [], in: &$0) }
                #expect(verdict == .intact(entries: 7, heads: 0))
            }
        }
    }

    /// One statement of somebody who may do everything, and where it must show.
    static let edits: [(String, SQL, Int64)] = [
        ("the time", "UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE sequence = 3", 3),
        ("the actor", "UPDATE audit_entries SET actor = gen_random_uuid() WHERE sequence = 3", 3),
        ("an actor that was not there", "UPDATE audit_entries SET actor = gen_random_uuid() WHERE sequence = 2", 2),
        ("an actor taken away", "UPDATE audit_entries SET actor = NULL WHERE sequence = 3", 3),
        ("the action", "UPDATE audit_entries SET action = 'case.close' WHERE sequence = 3", 3),
        ("the subject's kind", "UPDATE audit_entries SET subject_kind = 'staff' WHERE sequence = 3", 3),
        ("the subject", "UPDATE audit_entries SET subject = gen_random_uuid() WHERE sequence = 3", 3),
        ("the outcome", "UPDATE audit_entries SET outcome = 'denied' WHERE sequence = 3", 3),
        ("the reason", "UPDATE audit_entries SET reason = 'other' WHERE sequence = 3", 3),
        ("a reason taken away", "UPDATE audit_entries SET reason = NULL WHERE sequence = 3", 3),
        ("the hash before", "UPDATE audit_entries SET previous = sha256('x') WHERE sequence = 3", 3),
        ("the hash", "UPDATE audit_entries SET hash = sha256('x') WHERE sequence = 3", 3),
        ("the first entry removed", "DELETE FROM audit_entries WHERE sequence = 1", 1),
        ("an entry removed", "DELETE FROM audit_entries WHERE sequence = 3", 3),
        ("the end cut off", "DELETE FROM audit_entries WHERE sequence > 4", 5),
        ("everything removed", "DELETE FROM audit_entries", 1),
        ("the head's number", "UPDATE audit_head SET sequence = 7", 7),
        ("the head's hash", "UPDATE audit_head SET hash = sha256('x')", 7),
        ("the head removed", "DELETE FROM audit_head", 7),
        (
            "two entries exchanged",
            "UPDATE audit_entries SET sequence = CASE sequence WHEN 3 THEN 104 ELSE 103 END WHERE sequence IN (3, 4)", 3
        ),
    ]

    @Test(arguments: edits)
    func `shows any edit`(what: String, edit: SQL, place: Int64) async throws {
        try await withChain { house, database in
            for index in 0..<6 { try await AuditLog().append(index == 1 ? .bare : .full, to: database) }
            try await house.owner.transaction { transaction in
                try await transaction.execute("SET LOCAL search_path = verification")
                #expect(try await transaction.execute(edit) > 0)
            }
            #expect(try await verdict(database) == .broken(at: place), "\(what)")
        }
    }

    @Test func `that was written anew from a place on no longer meets the heads that others keep`() async throws {
        try await withChain { house, database in
            for _ in 0..<4 { try await AuditLog().append(.full, to: database) }
            let head = try await head(database)
            for _ in 0..<2 { try await AuditLog().append(.full, to: database) }
            try await rewrite(house, from: 3)
            #expect(try await verdict(database) == .intact(entries: 6, heads: 0), "by itself it looks whole")
            #expect(try await verdict(database, [head]) == .broken(at: 4))
        }
    }

    @Test func `that was cut short with its head no longer meets the heads that others keep`() async throws {
        try await withChain { house, database in
            for _ in 0..<4 { try await AuditLog().append(.full, to: database) }
            let head = try await head(database)
            #expect(try await verdict(database, [head]) == .intact(entries: 4, heads: 1))
            try await house.owner.execute("DELETE FROM verification.audit_entries WHERE sequence = 4")
            try await house.owner.execute(
                """
                UPDATE verification.audit_head SET sequence = 3,
                    hash = (SELECT hash FROM verification.audit_entries WHERE sequence = 3)
                """)
            #expect(try await verdict(database) == .intact(entries: 3, heads: 0))
            #expect(try await verdict(database, [head]) == .broken(at: 4))
        }
    }

    static let forbidden: [SQL] = [
        "UPDATE audit_entries SET actor = NULL", "DELETE FROM audit_entries", "TRUNCATE audit_entries",
        """
        INSERT INTO audit_entries (sequence, at, action, outcome, previous, hash)
        SELECT sequence + 1, now(), 'case.open', 'done', hash, hash FROM audit_head
        """,
        "UPDATE audit_head SET sequence = 0", "DELETE FROM audit_head", "INSERT INTO audit_head VALUES (true, 9, 'x')",
        "UPDATE audit_foreign_heads SET hash = 'x'", "DELETE FROM audit_foreign_heads",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL", "DROP TABLE audit_entries",
        "CREATE TABLE audit_more (id integer)", "SET ROLE amparo_verification_migrator",
    ]

    @Test func `cannot be touched by the application's role`() async throws {
        try await withChain { house, database in
            try await AuditLog().append(.full, to: database)
            for statement in Self.forbidden {
                let error = await #expect(throws: PostgresError.self) { try await database.execute(statement) }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
            #expect(try await verdict(database) == .intact(entries: 1, heads: 0))
        }
    }

    @Test(arguments: [AuditEntry.full, .bare, .full.denied("role"), .bare.denied("not-signed-in")])
    func `has the hash that Swift computes from the stored columns`(entry: AuditEntry) async throws {
        try await withChain { house, database in
            try await AuditLog().append(entry, to: database)
            let row = try #require(
                try await database.first(
                    "SELECT (extract(epoch FROM at) * 1000000)::bigint AS at, hash FROM audit_entries"))
            let text = [
                "1", String(try row.get("at", as: Int64.self)), entry.actor.map { "\($0)" } ?? "", entry.action.code,
                entry.subject?.kind ?? "", entry.subject?.id.uuidString.lowercased() ?? "", entry.outcome.rawValue,
                entry.reason ?? "",
            ].joined(separator: "|")
            let hash = SHA256.hash([UInt8](repeating: 0, count: 32) + Array(text.utf8))
            #expect(try row.get("hash", as: [UInt8].self) == hash)
        }
    }

    @Test(arguments: [
        ("GET /desk", "get.desk"), ("GET /desk/cases/{id}", "get.desk.cases.id"),
        ("denied-role POST /account/sign-out", "denied-role.post.account.sign-out"),
        ("GET /" + String(repeating: "a", count: 90), "get." + String(repeating: "a", count: 60)),
    ])
    func `takes a route as a code`(route: String, code: String) async throws {
        #expect(AuditAction(route: route).code == code)
    }

    // MARK: Support

    private func appendAndFail(_ database: Database) async throws {
        try await database.transaction { transaction in
            try await AuditLog().append(.full, in: &transaction)
            throw Stop()
        }
    }

    private func withChain(_ body: (TestHouse, Database) async throws -> Void) async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_verification_app", connections: 4)
            do { try await body(house, database) } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    private func verdict(_ database: Database, _ heads: [ChainHead] = []) async throws -> AuditChain.Verdict {
        try await database.transaction(.snapshot) {
            try await AuditChain(of: .verification).verify(heads: heads, in: &$0)
        }
    }

    private func head(_ database: Database) async throws -> ChainHead {
        let row = try #require(try await database.first("SELECT sequence, hash FROM audit_head"))
        return ChainHead(
            service: .verification, sequence: try row.get("sequence"), hash: HexBytes(try row.get("hash")), at: .now)
    }

    /// What somebody with all rights over the database would do to hide an edit.
    private func rewrite(_ house: TestHouse, from sequence: Int64) async throws {
        try await house.owner.transaction { transaction in
            try await transaction.execute("SET LOCAL search_path = verification")
            try await transaction.execute(
                "UPDATE audit_entries SET actor = gen_random_uuid() WHERE sequence = \(sequence)")
            for place in sequence...6 {
                try await transaction.execute(
                    """
                    UPDATE audit_entries AS entry
                    SET previous = before.hash, hash = sha256(before.hash || convert_to(audit_text(entry.sequence, entry.at,
                        entry.actor, entry.action, entry.subject_kind, entry.subject, entry.outcome, entry.reason), 'UTF8'))
                    FROM audit_entries AS before
                    WHERE entry.sequence = \(place) AND before.sequence = \(place - 1)
                    """)
            }
            try await transaction.execute(
                "UPDATE audit_head SET hash = (SELECT hash FROM audit_entries WHERE sequence = 6)")
        }
    }
}

private struct Stop: Error {}

extension AuditEntry {
    static let full = AuditEntry(
        actor: StaffID(UUID()), action: AuditAction("case.open"), subject: .case(CaseID(UUID())), reason: "because")
    static let bare = AuditEntry(actor: nil, action: AuditAction("sign-in.refused"))
}
