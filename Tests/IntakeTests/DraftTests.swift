import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `A text that is left to go on with later` {
    static let typed = [
        ("narrative", "Marker-9K They came at night."), ("acts", "T01"), ("acts", "L08"), ("un_link", "YES"),
        ("purposes", "CP12_STATS"), ("place", "A town"),
    ]

    @Test func `is kept sealed, and only its cookie brings it back`() async throws {
        try await PublicDoorUnderTest.open { door in
            let kept = try await door.report(Self.typed + [("do", "keep")])
            #expect(kept.status == .ok)
            let cookie = try #require(kept.draftCookie)
            #expect(cookie.line.contains("HttpOnly; SameSite=Strict"))
            #expect(cookie.line.contains("; Max-Age=604800; Secure; "))
            #expect(try await door.rows() == [0, 0], "nothing was sent")
            let rows = try await door.house.owner.query("SELECT t::text AS row FROM intake.drafts AS t")
            let text = try rows.map { try $0.get("row", as: String.self) }.joined()
            #expect(rows.count == 1)
            #expect(!text.contains("Marker-9K") && !text.contains(cookie.value))
            let offered = try await door.get("/en/report", ["Accept": "text/html", "Cookie": cookie.pair])
            #expect(offered.shows("You have kept a text on this device"))
            #expect(!offered.shows("Marker-9K"), "it is shown when somebody asks for it")
            let back = try await door.draft("take-up", cookie)
            for shown in ["Marker-9K They came at night.", "value=\"T01\" checked", "value=\"L08\" checked", "A town"] {
                #expect(back.shows(shown), "\(shown)")
            }
            let elsewhere = try await door.get("/en/report")
            #expect(!elsewhere.shows("You have kept a text"))
        }
    }

    @Test func `goes when it is deleted, and when it is sent`() async throws {
        try await PublicDoorUnderTest.open { door in
            for wish in ["delete", "send"] {
                let cookie = try #require(try await door.report(Self.typed + [("do", "keep")]).draftCookie)
                let answer =
                    wish == "delete"
                    ? try await door.draft("delete", cookie) : try await door.report(Self.typed, cookie)
                #expect(answer.status == .ok)
                #expect(answer.headers["Set-Cookie"]?.contains("Max-Age=0") == true, "\(wish)")
                #expect(try await door.house.count("intake", "drafts") == 0, "\(wish)")
                let gone = try await door.draft("take-up", cookie)
                #expect(gone.shows("is no longer there"))
                #expect(!gone.shows("Marker-9K"))
                #expect(try await door.draft("delete", cookie).status == .ok, "a second time does no harm")
            }
        }
    }

    @Test func `is replaced by the next one, and goes after seven days`() async throws {
        try await PublicDoorUnderTest.open { door in
            let first = try #require(try await door.report(Self.typed + [("do", "keep")]).draftCookie)
            let second = try #require(try await door.report(Self.typed + [("do", "keep")], first).draftCookie)
            #expect(try await door.house.count("intake", "drafts") == 1)
            #expect(try await door.draft("take-up", first).shows("is no longer there"))
            let key = try #require(DraftKey(cookie: second.value))
            let drafts = Drafts(database: door.database)
            let later = Date.now.addingTimeInterval(7 * 24 * 3600 + 60)
            let found = try await drafts.open(key, at: later)
            #expect(found == nil)
            try await door.database.execute(DraftQueries.deleteExpired(now: .now))
            #expect(try await door.house.count("intake", "drafts") == 1)
            try await door.database.execute(DraftQueries.deleteExpired(now: later))
            #expect(try await door.house.count("intake", "drafts") == 0)
        }
    }

    @Test(arguments: ["", "x", String(repeating: "0", count: 64), String(repeating: "é", count: 32), "0; narrative=1"])
    func `is found by no other cookie, and such a cookie goes`(value: String) async throws {
        try await PublicDoorUnderTest.open { door in
            let page = try await door.get(
                "/en/report", ["Accept": "text/html", "Cookie": "__Host-amparo-draft=\(value)"])
            #expect(page.status == .ok)
            #expect(!page.shows("You have kept a text"))
            #expect(page.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        }
    }

    @Test func `has a limit, and nothing is lost where there is no room`() async throws {
        try await PublicDoorUnderTest.open { door in
            let long = String(repeating: "x", count: 200_000)
            let response = try await door.report([("narrative", long), ("cooperation", long), ("do", "keep")])
            #expect(response.status == .unavailable)
            #expect(response.headers["Set-Cookie"] == nil)
            #expect(response.shows(long))
        }
    }
}

/// The one cookie of the public door.
struct DraftCookieLine {
    let line: String

    var pair: String { String(line.prefix { $0 != ";" }) }
    var value: String { String(pair.drop { $0 != "=" }.dropFirst()) }
}

extension Response {
    var draftCookie: DraftCookieLine? {
        headers["Set-Cookie"].flatMap { $0.hasPrefix("__Host-amparo-draft=") ? DraftCookieLine(line: $0) : nil }
    }
}

extension PublicDoorUnderTest {
    func report(_ fields: [(String, String)], _ cookie: DraftCookieLine) async throws -> Response {
        try await send("/en/report", fields, cookie, page: "/en/report")
    }

    func draft(_ wish: String, _ cookie: DraftCookieLine) async throws -> Response {
        try await send("/en/report/draft", [("do", wish)], cookie, page: "/en/report")
    }

    private func send(
        _ path: String, _ fields: [(String, String)], _ cookie: DraftCookieLine, page: String
    ) async throws -> Response {
        let token = try #require(try await get(page).value(of: "form-token"))
        return await router.respond(
            to: try .form(path, [("form-token", token)] + fields, headers: ["Cookie": cookie.pair]))
    }
}
