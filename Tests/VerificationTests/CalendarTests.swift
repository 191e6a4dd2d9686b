import Accounts
import Calendars
import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `The calendar of UN events` {
    static let fields: [(String, String)] = [
        ("title", "HRC 62"), ("entity", "HRC"), ("format", "HYBRID"), ("place", "Geneva"), ("host_state", "CHE"),
        ("starts", "2026-06-15"), ("ends", "2026-07-08"), ("expected", "900"), ("focal_point", "Ms. Focal"),
        ("safety_plan", "Desk at door XIV. Marker-Plan."), ("listed", "yes"),
    ]

    static func with(_ changes: (String, String)...) -> [(String, String)] {
        fields.map { field in changes.first { $0.0 == field.0 } ?? field }
            + changes.filter { change in !fields.contains { $0.0 == change.0 } }
    }

    static func post(_ path: String, _ fields: [(String, String)], by staff: TestStaff) throws -> Request {
        try .form(path, [("form-token", staff.formToken)] + fields, headers: ["Cookie": staff.cookie])
    }

    /// Enters an event and returns where it is.
    static func enter(
        _ fields: [(String, String)] = fields, by staff: TestStaff, in desk: DeskUnderTest
    ) async throws -> String {
        let response = await desk.respond(try post("/desk/calendar", fields, by: staff))
        #expect(response.status == .seeOther, "\(response.text)")
        return try #require(response.headers["Location"])
    }

    func told(_ desk: DeskUnderTest) async throws -> [UNEventChanged] {
        try await desk.told().filter { $0.type == UNEventChanged.type }.map { try $0.read(UNEventChanged.self) }
    }

    @Test func `shows what was entered, and tells Intake its public facts alone`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer([.focalPoint])
            let place = try await Self.enter(by: keeper, in: desk)
            let page = await desk.respond(try keeper.get(place))
            for text in ["HRC 62", "Geneva", "Ms. Focal", "Desk at door XIV", "2026-06-15", "900"] {
                #expect(page.shows(text), "\(text)")
            }
            #expect(await desk.respond(try keeper.get("/desk/calendar")).shows("HRC 62"))
            let told = try await told(desk)
            #expect(told.map(\.isListed) == [true])
            #expect(told.first?.event.title == "HRC 62" && told.first?.revision == 1)
            let events = try await desk.told()
            #expect(!events.contains { String(decoding: $0.payload, as: UTF8.self).contains("Marker-Plan") })
            #expect(events.allSatisfy { $0.signature != nil })
            #expect(try await desk.audited(4).contains("event.enter done"))
        }
    }

    @Test func `keeps from the public, from first to last, what is not listed`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let place = try await Self.enter(Self.with(("listed", "")), by: keeper, in: desk)
            _ = await desk.respond(
                try Self.post(place, Self.with(("listed", ""), ("title", "Secret"), ("revision", "1")), by: keeper))
            _ = await desk.respond(try Self.post(place + "/cancel", [("revision", "2")], by: keeper))
            #expect(try await told(desk).isEmpty)
            #expect(await desk.respond(try keeper.get(place + "/event.ics")).status == .notFound)
        }
    }

    @Test func `takes an event off the form as the public knew it`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let place = try await Self.enter(by: keeper, in: desk)
            _ = await desk.respond(
                try Self.post(place, Self.with(("listed", ""), ("title", "Now secret"), ("revision", "1")), by: keeper))
            let told = try await told(desk)
            #expect(told.map(\.isListed) == [true, false])
            #expect(told.map(\.revision) == [1, 2])
            #expect(told.allSatisfy { $0.event.title == "HRC 62" })
        }
    }

    @Test func `overwrites nothing that somebody else has saved meanwhile`() async throws {
        try await DeskUnderTest.open { desk in
            let one = try await desk.officer()
            let other = try await desk.officer([.focalPoint])
            let place = try await Self.enter(by: one, in: desk)
            let first = await desk.respond(
                try Self.post(place, Self.with(("place", "Palais, room XX"), ("revision", "1")), by: one))
            #expect(first.status == .seeOther)
            let late = await desk.respond(
                try Self.post(place, Self.with(("place", "Palais, room XVII"), ("revision", "1")), by: other))
            #expect(late.status == .conflict)
            #expect(late.shows("Palais, room XX") && late.shows("Palais, room XVII"), "both sides are shown")
            #expect(late.value(of: "revision") == "2")
            let cancelled = await desk.respond(try Self.post(place + "/cancel", [("revision", "1")], by: other))
            #expect(cancelled.status == .conflict)
            let again = await desk.respond(
                try Self.post(place, Self.with(("place", "Palais, room XVII"), ("revision", "2")), by: other))
            #expect(again.status == .seeOther)
            #expect(try await desk.house.count("verification", "un_event_versions") == 3)
        }
    }

    static let wrong: [((String, String), String)] = [
        (("title", ""), "title"), (("title", String(repeating: "x", count: 201)), "title"),
        (("title", "HRC \u{202E}26"), "title"), (("title", "a\u{7}b"), "title"), (("entity", "NASA"), "entity"),
        (("entity", ""), "entity"), (("format", "MAYBE"), "format"), (("place", ""), "place"),
        (("host_state", "XYZ"), "host_state"), (("starts", "2026-02-30"), "starts"), (("starts", ""), "starts"),
        (("starts", "2026-06"), "starts"), (("starts", "1999-12-31"), "starts"), (("ends", "2026-06-14"), "ends"),
        (("ends", "2028-06-14"), "ends"), (("expected", "many"), "expected"), (("expected", "-1"), "expected"),
        (("focal_login", "nobody-here"), "focal_login"), (("focal_login", "<b>"), "focal_login"),
        (("safety_plan", String(repeating: "x", count: 20_001)), "safety_plan"),
    ]

    @Test func `says beside the field what is wrong, and changes nothing`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            for (change, field) in Self.wrong {
                let response = await desk.respond(try Self.post("/desk/calendar", Self.with(change), by: keeper))
                #expect(response.status == .unprocessable, "\(change)")
                #expect(response.shows("id=\"error-\(field)\""), "\(change)")
            }
            #expect(try await desk.house.count("verification", "un_events") == 0)
        }
    }

    @Test func `shows hostile text as text`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let place = try await Self.enter(
                Self.with(("title", "<script>alert(1)</script>"), ("safety_plan", "=1+1 \u{202E}<img>")), by: keeper,
                in: desk)
            for path in [place, "/desk/calendar"] {
                let page = await desk.respond(try keeper.get(path))
                #expect(page.shows("&lt;script&gt;alert(1)") && !page.shows("<script>alert") && !page.shows("<img>"))
            }
        }
    }

    static let phases: [(String, String, CalendarEvent.Phase)] = [
        ("2026-02-23", "2026-03-31", .watched), ("2026-01-24", "2026-01-24", .watched),
        ("2026-03-31", "2026-04-02", .watched), ("2026-04-01", "2026-04-02", .coming),
        ("2025-11-01", "2025-12-01", .watched), ("2025-11-01", "2025-11-30", .past),
    ]

    @Test(arguments: phases)
    func `is watched from 30 days before to 90 days after`(starts: String, ends: String, phase: CalendarEvent.Phase) {
        // 90 days after 1 December are 1 March; 30 before 31 March too.
        let event = UNEvent(
            title: "x", entity: "HRC", place: "y", hostState: nil, format: .online, starts: starts, ends: ends)
        let record = EventRecord(event: event, uid: "u")
        let one = CalendarEvent(
            id: UNEventID(UUID()), revision: 1, isListed: true, isCancelled: false, record: record)
        #expect(one.phase(on: "2026-03-01") == phase)
    }

    // MARK: Submissions

    @Test func `leads from a submission to the event it names, and back`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let today = Date.now.formatted(.iso8601.year().month().day())
            let place = try await Self.enter(
                Self.with(("starts", today), ("ends", today)), by: officer, in: desk)
            let id = try #require(place.split(separator: "/").last.map(String.init))
            let named = try await desk.arrived(naming: id)
            let other = try await desk.arrived()
            let page = await desk.respond(try officer.get("/desk/submissions/\(named)"))
            #expect(page.shows("HRC 62") && page.shows("\(place)#safety-plan"))
            let list = await desk.respond(try officer.get("\(place)/submissions"))
            #expect(list.shows("\(named)") && !list.shows("\(other)"))
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(await !desk.respond(try stranger.get("\(place)/submissions")).shows("\(named)"))
            let unknown = try await desk.arrived(naming: UUID().uuidString)
            #expect(await desk.respond(try officer.get("/desk/submissions/\(unknown)")).status == .ok)
        }
    }

    // MARK: Calendar files

    static let file = """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:x\r
        BEGIN:VEVENT\r
        UID:csw70@un\r
        SUMMARY:CSW 70\r
        LOCATION:New York\r
        DTSTART;VALUE=DATE:20260309\r
        DTEND;VALUE=DATE:20260320\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        UID:daily@un\r
        SUMMARY:Daily\r
        DTSTART;VALUE=DATE:20260309\r
        RRULE:FREQ=DAILY\r
        END:VEVENT\r
        END:VCALENDAR\r

        """

    /// A form with a file, as a browser sends it.
    static func upload(_ content: String, _ fields: [(String, String)], by staff: TestStaff) throws -> Request {
        var body = ""
        for (name, value) in [("form-token", staff.formToken)] + fields {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.ics\"\r\n"
        body += "Content-Type: text/calendar\r\n\r\n\(content)\r\n--b--\r\n"
        return try Request(
            .post, "/desk/calendar/import",
            headers: [
                "Cookie": staff.cookie, "Content-Type": "multipart/form-data; boundary=b", "Accept": "text/html",
            ], body: Array(body.utf8))
    }

    static let defaults = [("entity", "CSW"), ("format", "HYBRID"), ("host_state", "USA")]

    /// The fields of the page that shows what would change.
    static func confirmation(_ preview: Response) throws -> [(String, String)] {
        defaults + [
            ("calendar", try #require(preview.value(of: "calendar"))),
            ("seen", try #require(preview.value(of: "seen"))),
        ]
    }

    @Test func `takes a file over only after it has shown what would change`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let preview = await desk.respond(try Self.upload(Self.file, Self.defaults, by: keeper))
            #expect(preview.status == .ok && preview.shows("CSW 70") && preview.shows("Daily"))
            #expect(try await desk.house.count("verification", "un_events") == 0)
            let confirmation = try Self.confirmation(preview)
            let done = await desk.respond(try Self.post("/desk/calendar/import", confirmation, by: keeper))
            #expect(done.status == .ok)
            #expect(try await desk.house.count("verification", "un_events") == 1)
            #expect(try await told(desk).isEmpty, "nobody outside hears of it before a person has looked at it")
            // The same again changes nothing, also when the page is sent twice.
            let twice = await desk.respond(try Self.post("/desk/calendar/import", confirmation, by: keeper))
            #expect(twice.status == .conflict)
            let same = await desk.respond(try Self.upload(Self.file, Self.defaults, by: keeper))
            #expect(same.value(of: "seen") == nil, "there is nothing to say yes to")
            let moved = Self.file.replacing("DTEND;VALUE=DATE:20260320", with: "DTEND;VALUE=DATE:20260327")
            let change = await desk.respond(try Self.upload(moved, Self.defaults, by: keeper))
            #expect(change.shows("2026-03-19") && change.shows("2026-03-26"))
            _ = await desk.respond(
                try Self.post("/desk/calendar/import", try Self.confirmation(change), by: keeper))
            #expect(try await desk.house.count("verification", "un_event_versions") == 2)
            #expect(try await desk.house.count("verification", "un_events") == 1)
        }
    }

    @Test func `does not do what was shown where somebody has saved meanwhile`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let first = await desk.respond(try Self.upload(Self.file, Self.defaults, by: keeper))
            _ = await desk.respond(try Self.post("/desk/calendar/import", try Self.confirmation(first), by: keeper))
            let renamed = Self.file.replacing("CSW 70", with: "CSW 70 (moved)")
            let preview = await desk.respond(try Self.upload(renamed, Self.defaults, by: keeper))
            let id: UUID = try #require(
                try await desk.house.owner.first("SELECT id FROM verification.un_events")
            ).get("id")
            let place = "/desk/calendar/events/\(id.uuidString.lowercased())"
            _ = await desk.respond(try Self.post(place, Self.with(("revision", "1"), ("entity", "CSW")), by: keeper))
            let late = await desk.respond(
                try Self.post("/desk/calendar/import", try Self.confirmation(preview), by: keeper))
            #expect(late.status == .conflict)
            #expect(try await desk.house.count("verification", "un_event_versions") == 2)
        }
    }

    @Test func `refuses files that are none, in words`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            for content in ["hello", "", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", String(repeating: "x", count: 262_145)] {
                let response = await desk.respond(try Self.upload(content, Self.defaults, by: keeper))
                #expect(response.status == .unprocessable && response.shows("id=\"error-file\""))
            }
            let missing = await desk.respond(try Self.upload(Self.file, [("format", "HYBRID")], by: keeper))
            #expect(missing.status == .unprocessable && missing.shows("id=\"error-entity\""))
            var forged = try Self.upload(Self.file, Self.defaults, by: keeper)
            forged = try Request(
                .post, "/desk/calendar/import", headers: forged.headers,
                body: Array(
                    String(decoding: try await forged.bytes(), as: UTF8.self)
                        .replacing(keeper.formToken, with: "0").utf8))
            #expect(await desk.respond(forged).status == .forbidden)
        }
    }

    @Test func `comes back the same through its own file`() async throws {
        try await DeskUnderTest.open { desk in
            let keeper = try await desk.officer()
            let place = try await Self.enter(by: keeper, in: desk)
            _ = try await Self.enter(Self.with(("listed", ""), ("title", "Hidden")), by: keeper, in: desk)
            let all = await desk.respond(try keeper.get("/desk/calendar/events.ics"))
            #expect(all.headers["Content-Type"] == CalendarFile.mediaType)
            #expect(try CalendarReading(all.bytes).entries.map(\.title) == ["HRC 62"])
            let one = await desk.respond(try keeper.get(place + "/event.ics"))
            #expect(try CalendarReading(one.bytes).entries == CalendarReading(all.bytes).entries)
            let back = await desk.respond(try Self.upload(all.text, Self.defaults, by: keeper))
            #expect(back.status == .ok && back.value(of: "seen") == nil, "nothing would change")
        }
    }
}
