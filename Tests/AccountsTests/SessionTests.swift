import Accounts
import Foundation
import HTTP
import Testing
import Web

@Suite struct SessionTests {
    static let case1 = SignInTests.case1

    func signedIn() async throws -> (House, Browser) {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        #expect(try await browser.signIn(factor).status == 303)
        return (house, browser)
    }

    @Test func `a session ends when nobody uses it`() async throws {
        let (house, browser) = try await signedIn()
        for _ in 0..<3 {
            house.pass(Sessions.idle - 1)
            #expect(try await browser.get(Self.case1).status == 200)
        }
        house.pass(Sessions.idle + 1)
        #expect(try await browser.get(Self.case1).status == 303)
    }

    @Test func `a session ends after twelve hours however much it is used`() async throws {
        let (house, browser) = try await signedIn()
        for _ in 0..<48 {
            #expect(try await browser.get(Self.case1).status == 200)
            house.pass(15 * 60)
        }
        #expect(try await browser.get(Self.case1).status == 303)
    }

    @Test func `signing out and disabling end a session at once`() async throws {
        let (_, browser) = try await signedIn()
        let kept = browser.cookie
        #expect(try await browser.get("/account").text.contains("Amina &lt;b&gt;"))
        #expect(try await browser.post("/account/sign-out", [:]).location == "/account/sign-in")
        #expect(browser.cookie == nil)
        browser.cookie = kept
        #expect(try await browser.get(Self.case1).status == 303)

        let (house, other) = try await signedIn()
        try await house.store.disable("amina", now: house.now)
        #expect(try await other.get(Self.case1).status == 303)
    }

    @Test func `the cookie is for this origin, over TLS, and not for scripts`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let line = try await Browser(house).signIn(factor).response.headers["Set-Cookie"] ?? ""
        #expect(line.hasPrefix("__Host-amparo-session="))
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] { #expect(line.contains(part)) }
        #expect(!line.contains("Domain"))
    }

    @Test func `a form needs the token of its session`() async throws {
        let (house, browser) = try await signedIn()
        _ = try await browser.get("/account")
        let path = Self.case1 + "/note"
        #expect(try await browser.post(path, ["note": "kept"]).text == "kept")
        let good = browser.token
        for wrong in ["", "x", String(good.dropLast()), String(good.reversed())] {
            #expect(try await browser.post(path, ["note": "no", FormToken.field: wrong]).status == 403)
        }
        #expect(house.events.suffix(4).allSatisfy { $0.kind == .deniedFormToken && $0.staff != nil })
        let factor = try await house.addPerson("berta")
        let other = Browser(house)
        _ = try await other.signIn(factor, name: "berta")
        #expect(try await other.post(path, ["note": "no", FormToken.field: good]).status == 403)
        browser.headers["Sec-Fetch-Site"] = "cross-site"
        #expect(try await browser.post(path, ["note": "no", FormToken.field: good]).status == 403)
    }

    @Test func `a role that is not named is denied, and the denial is recorded`() async throws {
        let (house, browser) = try await signedIn()
        #expect(try await browser.get("/audit").status == 403)
        #expect(house.events.last?.kind == .deniedRole)
        #expect(house.events.last?.route == "GET /audit")
    }

    @Test func `nothing is served that could not be recorded`() async throws {
        let (house, browser) = try await signedIn()
        house.breakAudit()
        let page = try await browser.get(Self.case1)
        #expect(page.status == 500)
        #expect(!page.text.contains("amina"))
    }

    @Test func `every route says who may use it, and only the way in is open`() async throws {
        let house = try await House()
        let open = house.router.routes.filter { $0.access == .public }.map(\.pattern)
        #expect(open.allSatisfy { $0.hasPrefix("/account/") })
        for route in house.router.routes where route.access != .public {
            let path = route.pattern.replacing("{id}", with: "6f1c7b1e-8a57-4ac9-9b4e-111111111111")
            let browser = Browser(house)
            let page = route.method == .get ? try await browser.get(path) : try await browser.post(path, [:])
            #expect(page.status == 303)
            #expect(page.location?.hasPrefix("/account/sign-in") == true)
        }
    }
}
