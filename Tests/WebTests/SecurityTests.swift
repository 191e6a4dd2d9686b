import Foundation
import HTTP
import Testing
import Vault
import Web

@Suite struct SecurityTests {
    let phrases: Phrases
    let assets: Assets

    init() throws {
        phrases = try Phrases()
        assets = try Assets()
    }

    var open: PublicLayout { PublicLayout(phrases: phrases, assets: assets, quickExit: "https://www.un.org/") }
    var staff: StaffLayout { StaffLayout(phrases: phrases, assets: assets) }

    static let required = [
        "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    ]

    func expectSafe(_ response: Response, _ what: String) {
        for (name, value) in Self.required { #expect(response.headers[name] == value, "\(what): \(name)") }
        let policy = response.headers["Content-Security-Policy"] ?? ""
        for part in ["default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'"] {
            #expect(policy.contains(part), "\(what)")
        }
        #expect(!policy.contains("unsafe"), "\(what)")
        #expect(response.headers["Cache-Control"] != nil, "\(what)")
    }

    @Test(arguments: [400, 401, 403, 404, 405, 413, 429, 500, 503], ["text/html", "application/json"])
    func `every failure is answered with the security fields and is not kept`(_ status: Int, _ accept: String) throws {
        let failure = HTTPError(Status(rawValue: status), code: "x", title: "X")
        let request = try Request(.get, "/ar/report", headers: ["Accept": accept])
        for (door, errors) in [("open", ErrorPages.open(open)), ("staff", ErrorPages.staff(staff))] {
            let response = errors.response(to: failure, request: request)
            expectSafe(response, door)
            #expect(response.status.rawValue == status)
            #expect(response.headers["Cache-Control"] == "no-store")
            let isPage = response.headers["Content-Type"] == "text/html; charset=utf-8"
            #expect(isPage == (accept == "text/html"))
        }
    }

    @Test func `a failure on an Arabic page is told in Arabic`() throws {
        let request = try Request(.get, "/ar/nothing", headers: ["Accept": "text/html", "Accept-Language": "fr"])
        let response = ErrorPages.open(open).response(to: HTTPError.notFound, request: request)
        let page = String(decoding: response.bytes, as: UTF8.self)
        #expect(page.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(page.contains(phrases.words(.arabic)(Phrase("web.error.not_found.title"))))
    }

    @Test func `a request that could not be read gets a problem document`() {
        let response = ErrorPages.open(open).response(to: HTTPError.malformed, request: nil)
        #expect(response.headers["Content-Type"] == "application/problem+json")
        expectSafe(response, "unread")
    }

    @Test func `assets are kept for ever, under an address made of their content`() async throws {
        let router = assets.routes(door: .open)
        for asset in assets.all {
            let response = await router.respond(to: try Request(.get, asset.path))
            #expect(response.status == .ok)
            #expect(response.headers["Cache-Control"] == "public, max-age=31536000, immutable")
            expectSafe(response, asset.path)
        }
        #expect(assets.stylesheet.bytes.count < 20 * 1024)
        #expect(!String(decoding: assets.stylesheet.bytes, as: UTF8.self).contains("url("))
    }

    @Test(arguments: [("ar-MA, en;q=0.5", "/ar/"), ("de, en-GB", "/en/"), ("", "/en/"), ("fr", "/fr/"), ("de", "/en/")])
    func `the front page leads to a language that is there`(_ accept: String, _ location: String) async throws {
        let router = open.languageRoutes()
        let response = await router.respond(to: try Request(.get, "/", headers: ["Accept-Language": accept]))
        #expect(response.status == .seeOther)
        #expect(response.headers["Location"] == location)
        #expect(response.headers["Set-Cookie"] == nil)
        expectSafe(response, accept)
    }
}

@Suite struct PublicFormTokenTests {
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a token serves the form it was made for, for as long as it lives`() throws {
        let tokens = PublicFormTokens(key: try SigningKey(), lifetime: 100)
        let token = tokens.issue("report", now: now)
        #expect(throws: Never.self) { try tokens.check(token, "report", now: now.addingTimeInterval(99)) }
        #expect(throws: PublicFormTokens.Problem.expired) {
            try tokens.check(token, "report", now: now.addingTimeInterval(100))
        }
        #expect(throws: PublicFormTokens.Problem.forged) { try tokens.check(token, "mailbox", now: now) }
    }

    @Test func `a token's ticket is the same each time, and tells only the hour at which it has ended`() throws {
        let tokens = PublicFormTokens(key: try SigningKey(), lifetime: 100)
        let token = tokens.issue("report", now: now)
        let ticket = try tokens.check(token, "report", now: now)
        #expect(try tokens.check(token, "report", now: now.addingTimeInterval(50)) == ticket)
        #expect(ticket.endsAt.timeIntervalSince1970.truncatingRemainder(dividingBy: 3600) == 0)
        #expect((100...3700).contains(ticket.endsAt.timeIntervalSince(now)))
        #expect(FormTicket(nonce: [1, 2, 3], until: 100) == nil)
        #expect(FormTicket(nonce: [UInt8](repeating: 1, count: 16), until: .infinity) == nil)
    }

    @Test func `two tokens differ`() throws {
        let tokens = PublicFormTokens(key: try SigningKey())
        let nonces = try (0..<50).map { _ in try tokens.check(tokens.issue("report", now: now), "report", now: now) }
        #expect(Set(nonces).count == 50)
    }

    @Test func `a token of another key, a changed one, and none are refused`() throws {
        let tokens = PublicFormTokens(key: try SigningKey())
        let other = PublicFormTokens(key: try SigningKey()).issue("report", now: now)
        #expect(throws: PublicFormTokens.Problem.forged) { try tokens.check(other, "report", now: now) }
        #expect(throws: PublicFormTokens.Problem.missing) { try tokens.check(nil, "report", now: now) }
        #expect(throws: PublicFormTokens.Problem.missing) { try tokens.check("", "report", now: now) }
        let token = Array(tokens.issue("report", now: now))
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == "1" ? "2" : "1"
            #expect(throws: PublicFormTokens.Problem.forged) { try tokens.check(String(changed), "report", now: now) }
        }
    }
}
