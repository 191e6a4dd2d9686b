import Accounts
import CaseModel
import Foundation
import HTTP
import Testing
import Vault
import Web

@Suite struct SignInTests {
    static let case1 = "/desk/6f1c7b1e-8a57-4ac9-9b4e-111111111111"

    @Test func `both factors lead to the desk, and the record says so`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        #expect(
            try await browser.get(Self.case1).location
                == "/account/sign-in?next=%2Fdesk%2F6f1c7b1e-8a57-4ac9-9b4e-111111111111")
        #expect(try await browser.signIn(factor, name: "Amina ").status == 303)
        let page = try await browser.get(Self.case1)
        #expect(page.status == 200)
        #expect(page.text.hasPrefix("amina 6F1C7B1E"))
        #expect(page.response.headers["Content-Security-Policy"] != nil)
        #expect(page.response.headers["Cache-Control"] == "no-store")
        #expect(house.events.map(\.kind) == [.deniedNotSignedIn, .signInBegun, .signedIn, .read])
        #expect(house.events.last?.route == "GET /desk/{id}")
        #expect(house.events.last?.subjects == [try #require(UUID(uuidString: String(Self.case1.dropFirst(6))))])
    }

    @Test(arguments: [
        ("amina", "wrong password here"), ("nobody", "correct horse battery"), ("gone", "correct horse battery"),
        ("waiting", "correct horse battery"), ("", "x"), ("a\u{0}b", "x"), (String(repeating: "x", count: 2000), "x"),
    ])
    func `whatever is wrong in the first step looks the same`(_ name: String, _ password: String) async throws {
        let house = try await House()
        _ = try await house.addPerson()
        _ = try await house.addPerson("gone")
        try await house.store.disable("gone", now: house.now)
        _ = try await house.store.add(
            NewStaff(loginName: "waiting", name: "W", roles: [.auditor], compartments: []), now: house.now)
        let outcome = try await house.signIn.begin(name: name, password: password, now: house.now)
        guard case .refused = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `the page for an unknown name is the page for a wrong password`() async throws {
        let house = try await House()
        _ = try await house.addPerson()
        var pages: [String] = []
        for name in ["amina", "nobody"] {
            let browser = Browser(house)
            _ = try await browser.get("/account/sign-in")
            let page = try await browser.post("/account/sign-in", ["name": name, "password": "wrong password here"])
            #expect(page.status == 422)
            #expect(browser.cookie == nil)
            pages.append(
                page.text.replacing(name, with: "NAME").replacing(/name="form-token" value="[^"]*"/, with: ""))
        }
        #expect(pages[0] == pages[1])
        #expect(pages[0].contains("Name and password do not match"))
    }

    @Test func `an unknown name costs as much as a known one`() async throws {
        let house = try await House(strength: .interactive)
        _ = try await house.addPerson()
        let clock = ContinuousClock()
        _ = try await house.signIn.begin(name: "nobody", password: "x", now: house.now)
        let unknown = try await clock.measure {
            for _ in 0..<2 { _ = try await house.signIn.begin(name: "nobody", password: "x", now: house.now) }
        }
        let hash = try await clock.measure {
            for _ in 0..<2 { _ = try await PasswordHash.hash("x", strength: .interactive) }
        }
        #expect(unknown > hash / 3)
    }

    @Test func `a wrong code, and a right one given twice, are refused`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let first = Browser(house)
        #expect(try await first.signIn(factor).status == 303)
        let second = Browser(house)
        let again = try await second.signIn(factor)
        #expect(again.status == 422)
        #expect(again.text.contains("already used"))
        #expect(try await second.post("/account/code", ["code": "000000"]).status == 422)
        #expect(try await second.get(Self.case1).status == 303)
        house.pass(30)
        #expect(try await second.post("/account/code", ["code": try factor.code(at: house.now)]).status == 303)
        #expect(try await second.get(Self.case1).status == 200)
    }

    @Test func `the first step alone opens nothing`() async throws {
        let house = try await House()
        _ = try await house.addPerson()
        let browser = Browser(house)
        _ = try await browser.get("/account/sign-in")
        let page = try await browser.post("/account/sign-in", ["name": "amina", "password": "correct horse battery"])
        #expect(page.location == "/account/code?next=%2F")
        #expect(try await browser.get(Self.case1).status == 303)
        #expect(try await browser.get("/account").status == 303)
    }

    @Test func `each step gets a new token, so that none can be planted`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        let planted = "__Host-amparo-session=" + String(repeating: "a", count: 64)
        browser.cookie = planted
        _ = try await browser.get("/account/sign-in")
        _ = try await browser.post("/account/sign-in", ["name": "amina", "password": "correct horse battery"])
        let afterPassword = browser.cookie
        _ = try await browser.get("/account/code")
        _ = try await browser.post("/account/code", ["code": try factor.code(at: house.now)])
        #expect(Set([planted, afterPassword, browser.cookie]).count == 3)
        browser.cookie = afterPassword
        #expect(try await browser.get(Self.case1).status == 303)
    }

    @Test func `a recovery code works once`() async throws {
        let house = try await House()
        let added = try await house.store.add(
            NewStaff(loginName: "amina", name: "A", roles: [.caseOfficer], compartments: []), now: house.now)
        guard
            case .accepted(let token, _) = try await house.signIn.beginSetUp(
                name: "amina", code: added.setUpCode, now: house.now),
            let offer = try await house.signIn.offer(token: token, now: house.now),
            case .done(_, _, let codes) = try await house.signIn.finishSetUp(
                token: token, password: "correct horse battery", code: try offer.password.code(at: house.now),
                now: house.now)
        else {
            Issue.record("not set up")
            return
        }
        #expect(Set(codes).count == 10)
        for (expected, typed) in [(303, codes[0].lowercased()), (422, codes[0]), (303, codes[9])] {
            let browser = Browser(house)
            _ = try await browser.get("/account/sign-in")
            _ = try await browser.post("/account/sign-in", ["name": "amina", "password": "correct horse battery"])
            _ = try await browser.get("/account/code")
            let page = try await browser.post("/account/recovery-code", ["recovery-code": typed])
            #expect(page.status == expected)
            #expect(try await browser.get(Self.case1).status == (expected == 303 ? 200 : 303))
        }
        #expect(house.events.contains { $0.kind == .recoveryCodeUsed })
    }

    @Test(arguments: ["amina", "nobody"]) func `many wrong tries slow a name down, known or not`(
        _ name: String
    ) async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        for _ in 0..<9 {
            let outcome = try await house.signIn.begin(name: name, password: "wrong", now: house.now)
            #expect(outcome != .slowed)
        }
        #expect(try await house.signIn.begin(name: name, password: "correct horse battery", now: house.now) == .slowed)
        house.pass(301)
        let later = try await house.signIn.begin(name: name, password: "wrong", now: house.now)
        #expect(later != .slowed)
        house.pass(301)
        guard name == "amina" else { return }
        #expect(try await Browser(house).signIn(factor).status == 303)
    }

    @Test func `codes cannot be tried without end either`() async throws {
        let house = try await House()
        _ = try await house.addPerson()
        guard
            case .accepted(let token, _) = try await house.signIn.begin(
                name: "amina", password: "correct horse battery", now: house.now)
        else {
            Issue.record("not begun")
            return
        }
        var slowed = 0
        for code in 0..<20 {
            let typed = String(repeating: "\(code % 10)", count: 6)
            if try await house.signIn.finish(token: token, code: typed, now: house.now) == .slowed { slowed += 1 }
        }
        #expect(slowed == 11)
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "/a b"])
    func `the way back leads only to this door`(_ next: String) async throws {
        let house = try await House()
        let page = try await Browser(house).get("/account/sign-in?next=" + PercentCoding.encode(next))
        #expect(page.text.contains("name=\"next\" value=\"/\""))
    }
}
