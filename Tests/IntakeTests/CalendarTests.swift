import Calendars
import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The calendar at the public door` {
    static func event(_ title: String = "HRC 62", from: Int = 0, to: Int = 10) -> UNEvent {
        func day(_ days: Int) -> String {
            Date.now.addingTimeInterval(Double(days) * 86_400).formatted(.iso8601.year().month().day())
        }
        return UNEvent(
            title: title, entity: "HRC", place: "Geneva", hostState: "CHE", format: .hybrid, starts: day(from),
            ends: day(to))
    }

    static func change(
        _ id: UNEventID, _ revision: Int, _ event: UNEvent = event(), isListed: Bool = true
    ) -> UNEventChanged {
        UNEventChanged(eventID: id, revision: revision, event: event, isListed: isListed)
    }

    @Test func `keeps the latest revision, however often and in whatever order they come`() async throws {
        try await PublicDoorUnderTest.open { door in
            let id = UNEventID(UUID())
            let calendar = PublicCalendar(database: door.database, lifetime: .zero)
            let changes = [Self.change(id, 1), Self.change(id, 3, Self.event("Third")), Self.change(id, 2)]
            for change in changes + changes { try await KeepUNEvent().take(change, in: door.database) }
            #expect(await calendar.watched().map(\.event.title) == ["Third"])
            try await KeepUNEvent().take(Self.change(id, 4, isListed: false), in: door.database)
            #expect(await calendar.watched().isEmpty)
            try await KeepUNEvent().take(Self.change(id, 3, Self.event("Third")), in: door.database)
            #expect(await calendar.watched().isEmpty)
        }
    }

    @Test func `offers what is being watched, and no more`() async throws {
        try await PublicDoorUnderTest.open { door in
            let cases = [
                ("far", 31, 40, false), ("near", 29, 40, true), ("now", -1, 1, true), ("recent", -100, -89, true),
                ("old", -100, -92, false),
            ]
            for (title, from, to, _) in cases {
                let change = Self.change(UNEventID(UUID()), 1, Self.event(title, from: from, to: to))
                try await KeepUNEvent().take(change, in: door.database)
            }
            let calendar = PublicCalendar(database: door.database)
            #expect(Set(await calendar.watched().map(\.event.title)) == Set(cases.filter(\.3).map(\.0)))
        }
    }

    @Test func `is in the form, and what is chosen reaches Verification sealed`() async throws {
        try await PublicDoorUnderTest.open { door in
            let id = UNEventID(UUID())
            try await KeepUNEvent().take(Self.change(id, 1), in: door.database)
            let page = try await door.get("/en/report")
            #expect(page.shows("HRC 62") && page.shows("\(id)"))
            _ = try await door.report([("narrative", "They came at night."), ("event", "\(id)")])
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(try door.content(event).eventID == id)
            #expect(!String(decoding: event.payload, as: UTF8.self).contains("\(id)"))
        }
    }

    @Test func `is given out as a file in which nothing is hidden or active`() async throws {
        try await PublicDoorUnderTest.open { door in
            let id = UNEventID(UUID())
            let title = "A; \"b\", <c>\nBEGIN:VALARM"
            try await KeepUNEvent().take(Self.change(id, 2, Self.event(title)), in: door.database)
            let response = await door.router.respond(to: try Request(.get, "/en/events.ics"))
            #expect(response.headers["Content-Type"] == CalendarFile.mediaType)
            #expect(response.headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            let entries = try CalendarReading(response.bytes).entries
            #expect(entries.map(\.uid) == ["\(id)@amparo"] && entries.map(\.sequence) == [2])
            #expect(!response.text.contains("\r\nBEGIN:VALARM"))
        }
    }
}
