import Accounts
import CaseModel
import Foundation
import Postgres
import Testing
import TestSupport
import Web

@Suite struct StoreTests {
    func new(_ name: String, roles: Set<Role> = [.auditor]) -> NewStaff {
        NewStaff(loginName: name, name: "Name", language: .arabic, roles: roles, compartments: [.headquarters])
    }

    @Test func `who was added is listed`() async throws {
        let house = try await House()
        _ = try await house.store.add(new("Zoe.B"), now: house.now)
        _ = try await house.addPerson()
        try await house.store.disable("amina", now: house.now)
        let list = try await house.store.list()
        #expect(list.map(\.loginName) == ["amina", "zoe.b"])
        #expect(list.map(\.isSetUp) == [true, false])
        #expect(list.map(\.isDisabled) == [true, false])
        #expect(list.last?.language == .arabic)
        #expect(list.last?.roles == [.auditor])
        #expect(list.last?.compartments == [.headquarters])
    }

    @Test func `whatever an operator does to somebody's access is an entry of the audit chain`() async throws {
        let house = try await House()
        let (id, _) = try await house.store.add(new("zoe"), now: house.now)
        _ = try await house.store.resetSecondFactor("zoe", now: house.now)
        try await house.store.disable("zoe", now: house.now)
        await #expect(throws: AccountsError.loginNameTaken) { try await house.store.add(new("zoe"), now: house.now) }
        await #expect(throws: AccountsError.noSuchStaff) { try await house.store.disable("nobody", now: house.now) }
        let entries = try await house.app.query("SELECT action, subject, actor FROM audit_entries ORDER BY sequence")
        let actions = try entries.map { row in try row.get("action", as: String.self) }
        #expect(actions == ["staff.add", "staff.reset", "staff.disable"])
        #expect(try entries.allSatisfy { row in try row.get("subject", as: UUID.self) == id })
    }

    @Test(arguments: ["", " ", "a b", "-x", "имя", "a;b", String(repeating: "a", count: 65)])
    func `a login name that is not plain is refused`(_ name: String) async throws {
        let house = try await House()
        await #expect(throws: AccountsError.loginNameNotPlain) {
            try await house.store.add(new(name), now: house.now)
        }
    }

    @Test func `a name is given once, and nobody from outside gets an account`() async throws {
        let house = try await House()
        _ = try await house.store.add(new("amina"), now: house.now)
        await #expect(throws: AccountsError.loginNameTaken) {
            try await house.store.add(new("AMINA"), now: house.now)
        }
        await #expect(throws: AccountsError.roleFromOutside) {
            try await house.store.add(new("b", roles: [.stateRespondent]), now: house.now)
        }
        await #expect(throws: AccountsError.noRole) {
            try await house.store.add(new("b", roles: []), now: house.now)
        }
        await #expect(throws: AccountsError.noSuchStaff) { try await house.store.disable("b", now: house.now) }
    }

    @Test func `a copy of the tables gives nobody a second factor, a session or a code`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        _ = try await browser.signIn(factor)
        let owner = house.database.owner(connections: 1)
        let secret = try await owner.query("SELECT totp_secret FROM accounts.staff")[0].get(0, as: [UInt8].self)
        #expect(secret.count > factor.secret.count)
        #expect(!secret.contains(factor.secret))
        let dump = try await owner.query("SELECT row_to_json(s)::text FROM accounts.sessions AS s")
        let token = try #require(browser.cookie?.split(separator: "=").last)
        #expect(!dump.isEmpty)
        for row in dump { #expect(!(try row.get(0, as: String.self).contains(token))) }
    }

    @Test(arguments: [
        ("amparo_verification_app", "UPDATE accounts.staff SET roles = '{AUDITOR}'"),
        ("amparo_verification_app", "UPDATE accounts.staff SET disabled_at = NULL"),
        ("amparo_verification_app", "INSERT INTO accounts.staff (id) VALUES (gen_random_uuid())"),
        ("amparo_verification_app", "DELETE FROM accounts.staff"),
        ("amparo_notification_app", "SELECT password_hash FROM accounts.staff"),
        ("amparo_reporting_app", "SELECT totp_secret FROM accounts.staff"),
        ("amparo_notification_app", "INSERT INTO accounts.sessions (id) VALUES (gen_random_uuid())"),
        ("amparo_reporting_app", "UPDATE accounts.sessions SET stage = 'signed_in'"),
        ("amparo_reporting_app", "SELECT code_hash FROM accounts.recovery_codes"),
        ("amparo_intake_app", "SELECT id FROM accounts.staff"),
        ("amparo_intake_app", "SELECT id FROM accounts.sessions"),
    ])
    func `a service can do no more than it needs`(_ role: String, _ statement: String) async throws {
        let house = try await House()
        let pool = house.database.pool(as: role, connections: 1)
        let error = await #expect(throws: PostgresError.self) { try await pool.query(SQL(stringLiteral: statement)) }
        #expect(error?.sqlState == "42501")
        await pool.close()
    }

    @Test(arguments: ["amparo_notification_app", "amparo_reporting_app"])
    func `the other staff services see who is signed in`(_ role: String) async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        _ = try await browser.signIn(factor)
        let token = String(try #require(browser.cookie?.split(separator: "=").last))
        let sessions = Sessions(database: house.database.pool(as: role, connections: 1))
        let staff = try #require(try await sessions.find(token, now: house.now.addingTimeInterval(120)))
        #expect(staff.loginName == "amina")
        #expect(staff.roles == [.caseOfficer])
        #expect(try await sessions.find(String(token.reversed()), now: house.now) == nil)
    }
}
