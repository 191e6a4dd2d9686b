import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `A session desk` {
    static func event(_ desk: DeskUnderTest, _ officer: TestStaff) async throws -> String {
        let today = Date.now.formatted(.iso8601.year().month().day())
        let place = try await `The calendar of UN events`.enter(
            `The calendar of UN events`.with(("starts", today), ("ends", today)), by: officer, in: desk)
        return try #require(place.split(separator: "/").last.map(String.init))
    }

    static func send(
        _ event: String, _ fields: [(String, String)], by staff: TestStaff, program: Bool = true
    ) throws -> Request {
        var request = try Request.form(
            "/desk/session/\(event)", [("form-token", staff.formToken)] + fields, headers: ["Cookie": staff.cookie])
        if program {
            var headers = request.headers
            headers["Accept"] = "application/json"
            request = try Request(.post, "/desk/session/\(event)", headers: headers, body: body(fields, staff))
        }
        return request
    }

    private static func body(_ fields: [(String, String)], _ staff: TestStaff) -> [UInt8] {
        Array(
            ([("form-token", staff.formToken)] + fields)
                .map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&").utf8)
    }

    func content(_ desk: DeskUnderTest) async throws -> SubmissionContent {
        let row = try #require(
            try await desk.house.owner.first(
                "SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM verification.submissions"))
        let keys = try ServiceKeys(.verification, files: desk.house.keys)
        return try OpenSubmission(keys: keys)(try SubmissionRow(row))
    }

    @Test func `takes an account down without a script, and ties it to its event`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.sessionSecretariat])
            let event = try await Self.event(desk, officer)
            let page = await desk.respond(try officer.get("/desk/session/\(event)"))
            #expect(page.status == .ok && !page.shows("<script"))
            let fields = [
                ("entry", try #require(page.value(of: "entry"))), ("narrative", "Photographed at the door."),
                ("channel", "WEB_FORM"), ("event", UUID().uuidString), ("contact", "Room 5"), ("language", "en"),
            ]
            let done = await desk.respond(try Self.send(event, fields, by: officer, program: false))
            #expect(done.status == .ok)
            let content = try await content(desk)
            #expect(content.eventID?.description == event && content.channel == "IN_PERSON")
            #expect(content.contactWish == .contactMe && content.mailboxKey.exposed.isEmpty)
            let wrong = await desk.respond(
                try Self.send(event, [("narrative", ""), ("place", "Door XIV")], by: officer, program: false))
            #expect(wrong.status == .unprocessable && wrong.shows("Door XIV") && wrong.shows("id=\"error-narrative\""))
        }
    }

    @Test func `answers a device that sends again what it could not send before`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let event = try await Self.event(desk, officer)
            let id = ("entry", UUID().uuidString.lowercased())
            let told = Date.now.addingTimeInterval(-7200)
            let fields = [id, ("narrative", "They took his badge."), ("told_at", told.formatted(.iso8601))]
            let expected: [([(String, String)], String)] = [
                (fields, "stored"), (fields, "again"),
                ([id, ("narrative", "They took his badge and phone.")], "version"),
                (fields, "again"),
            ]
            for (fields, outcome) in expected {
                let answer = await desk.respond(try Self.send(event, fields, by: officer))
                #expect(answer.text == "{\"outcome\":\"\(outcome)\",\"sheet\":\"none\"}")
            }
            let content = try await content(desk)
            #expect(abs(content.receivedAt.timeIntervalSince(told)) < 2)
            #expect(try await desk.house.count("verification", "handovers") == 0, "no code that nobody has on paper")
        }
    }

    @Test func `binds the sheet that was given, also when it is sent twice, and keeps an account without one`()
        async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let event = try await Self.event(desk, officer)
            let stack = await desk.respond(try officer.post("/desk/sheets", ["count": "1"]))
            let serial = String(try #require(stack.text.firstMatch(of: /\d{3} \d{4}/)).0)
            let cases = [(serial, "bound"), (serial, "unknown"), ("1234567", "unknown"), ("", "none")]
            for (index, (typed, sheet)) in cases.enumerated() {
                let fields = [
                    ("entry", UUID().uuidString), ("narrative", "Account \(index)"), ("sheet", typed),
                ]
                let answer = await desk.respond(try Self.send(event, fields, by: officer))
                #expect(answer.text == "{\"outcome\":\"stored\",\"sheet\":\"\(sheet)\"}", "\(typed)")
            }
            #expect(try await desk.rows()["submissions"] == 4)
            #expect(try await desk.house.count("verification", "handovers") == 1)
        }
    }

    @Test func `tells a device what is wrong, and one that is not signed in to sign in`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let event = try await Self.event(desk, officer)
            let wrong = await desk.respond(try Self.send(event, [("narrative", "")], by: officer))
            #expect(wrong.status == .unprocessable && wrong.text.hasPrefix("{\"errors\":[\"narrative: "))
            let gone = await desk.respond(
                try Self.send(UUID().uuidString.lowercased(), [("narrative", "x")], by: officer))
            #expect(gone.status == .notFound)
            let ticket = await desk.respond(try officer.get("/desk/session/ticket"))
            #expect(ticket.text == "{\"token\":\"\(officer.formToken)\"}")
            let outside = await desk.respond(try Request(.get, "/desk/session/ticket"))
            #expect(outside.status == .seeOther)
            #expect(try await desk.rows()["submissions"] == 0)
        }
    }

    @Test func `allows its own script on exactly the page that works without a line, which names nobody`() async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let event = try await Self.event(desk, officer)
            let offline = await desk.respond(try officer.get("/desk/session/\(event)/offline"))
            let policy = try #require(offline.headers["Content-Security-Policy"])
            #expect(policy.contains("script-src 'self'; worker-src 'self'; connect-src 'self'"))
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(!offline.shows(officer.formToken) && !offline.shows("Somebody"))
            for path in ["/desk/session/\(event)", "/desk", "/desk/entries/new", "/desk/calendar"] {
                let page = await desk.respond(try officer.get(path))
                #expect(page.headers["Content-Security-Policy"]?.contains("script-src") == false, "\(path)")
            }
            let worker = await desk.respond(try Request(.get, "/desk/session/worker.js"))
            #expect(worker.status == .ok && worker.headers["Content-Type"] == "text/javascript; charset=utf-8")
            #expect(worker.headers["Cache-Control"] == "no-cache")
        }
    }
}
