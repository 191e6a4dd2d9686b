import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Synchronization
import Testing
import TestSupport
import Vault
import Web

/// A database with accounts in it, and the routes of a staff door before it.
final class House: Sendable {
    let database: TestDatabase
    let app: Database
    let store: AccountsStore
    let signIn: SignIn
    let keys: SealingKeyPair
    let router: Router
    private let record = Mutex<[AccessEvent]>([])
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let auditFails = Mutex(false)

    struct NoRecord: Error {}

    init(strength: PasswordHash.Strength = .forTests) async throws {
        database = try await TestDatabase.create([AccountMigrations.set, AuditMigrations.set(schema: "verification")])
        app = database.pool(as: "amparo_verification_app", connections: 2)
        store = AccountsStore(database: database.pool(as: "amparo_operator", connections: 1))
        keys = try SealingKeyPair()
        signIn = SignIn(database: app, keys: keys, strength: strength)
        let layout = StaffLayout(phrases: try Phrases(folders: [AccountPhrases.folder]), assets: try Assets())
        let clock = Reference<House>()
        let audit: AccessAudit = { try clock.get().append($0) }
        let now: @Sendable () -> Date = { clock.value?.now ?? .distantFuture }
        let sessions = Sessions(database: app)
        let cookie = SessionCookie(isSecure: true)
        var router = AccountRoutes(
            signIn: signIn, sessions: sessions, cookie: cookie, signingKey: try SigningKey(), layout: layout,
            audit: audit, now: now
        ).router
        var staff = StaffRoutes(sessions: sessions, cookie: cookie, audit: audit, now: now)
        staff.get("/desk/{id}", UUID.self, roles: [.caseOfficer]) { _, staff, id in .text("\(staff.loginName) \(id)") }
        staff.post("/desk/{id}/note", UUID.self, roles: [.caseOfficer]) { _, _, form, _ in .text(form["note"] ?? "") }
        staff.get("/audit", roles: [.auditor]) { _, _ in .text("the record") }
        router.mount(staff.router)
        self.router = router
        clock.set(self)
    }

    var now: Date { time.withLock { $0 } }
    var events: [AccessEvent] { record.withLock { $0 } }
    func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
    func breakAudit() { auditFails.withLock { $0 = true } }

    private func append(_ event: AccessEvent) throws {
        if auditFails.withLock({ $0 }) { throw NoRecord() }
        record.withLock { $0.append(event) }
    }

    /// Somebody who has set up everything.
    func addPerson(
        _ name: String = "amina", password: String = "correct horse battery"
    ) async throws -> OneTimePassword {
        let factor = OneTimePassword.random()
        _ = try await store.add(
            NewStaff(loginName: name, name: "Amina <b>", roles: [.caseOfficer], compartments: [.headquarters]), now: now
        )
        try await store.complete(
            name, password: password, secondFactor: factor, sealedFor: keys.publicKey, strength: .forTests)
        return factor
    }
}

/// Filled once, after what refers to it was made.
private final class Reference<Value: AnyObject & Sendable>: Sendable {
    private let box = Mutex<Value?>(nil)
    var value: Value? { box.withLock { $0 } }
    func set(_ value: Value) { box.withLock { $0 = value } }
    func get() throws -> Value { try #require(value) }
}

/// A browser as far as these tests need one: it keeps the cookie and the token of the last form.
final class Browser {
    let house: House
    var cookie: String?
    var token = ""
    var headers: Headers = ["Accept": "text/html"]

    init(_ house: House) { self.house = house }

    func get(_ target: String) async throws -> Page {
        try await send(.get, target, [])
    }

    /// Sends a form with the token of the page it stands on, unless `fields` names another.
    func post(_ target: String, _ fields: KeyValuePairs<String, String>) async throws -> Page {
        var pairs = fields.map { ($0.key, $0.value) }
        if !pairs.contains(where: { $0.0 == FormToken.field }) { pairs.append((FormToken.field, token)) }
        let body = pairs.map { "\(PercentCoding.encode($0))=\(PercentCoding.encode($1))" }.joined(separator: "&")
        return try await send(.post, target, Array(body.utf8))
    }

    private func send(_ method: HTTP.Method, _ target: String, _ body: [UInt8]) async throws -> Page {
        var headers = headers
        if let cookie { headers["Cookie"] = cookie }
        if method == .post { headers["Content-Type"] = "application/x-www-form-urlencoded" }
        let request = try Request(method, target, headers: headers, body: body)
        let response = await house.router.respond(to: request)
        if let line = response.headers["Set-Cookie"] {
            let pair = String(line.prefix { $0 != ";" })
            cookie = pair.hasSuffix("=") ? nil : pair
        }
        let page = Page(response: response)
        if let found = page.text.firstMatch(of: /name="form-token" value="([^"]*)"/) { token = String(found.1) }
        return page
    }

    /// Both steps with everything right.
    func signIn(
        _ factor: OneTimePassword, name: String = "amina", password: String = "correct horse battery"
    ) async throws -> Page {
        _ = try await get("/account/sign-in")
        _ = try await post("/account/sign-in", ["name": name, "password": password])
        _ = try await get("/account/code")
        return try await post("/account/code", ["code": try factor.code(at: house.now)])
    }
}

struct Page {
    let response: Response
    var status: Int { response.status.rawValue }
    var location: String? { response.headers["Location"] }
    var text: String { String(decoding: response.bytes, as: UTF8.self) }
}
