import Foundation
import Testing
@testable import Calendars

@Suite struct `A calendar file` {
    static func file(_ lines: String..., header: String = "") -> [UInt8] {
        let events = lines.map { "BEGIN:VEVENT\r\n\($0)\r\nEND:VEVENT\r\n" }.joined()
        return Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n\(header)\(events)END:VCALENDAR\r\n".utf8)
    }

    static func event(_ dates: String) -> [UInt8] { file("UID:a@b\r\nSUMMARY:Session\r\n\(dates)") }

    /// How days come out of dates, times and zones.
    static let days: [(String, String, String, String)] = [
        ("a whole day", "DTSTART;VALUE=DATE:20260223", "2026-02-23", "2026-02-23"),
        (
            "days, the last excluded", "DTSTART;VALUE=DATE:20260223\r\nDTEND;VALUE=DATE:20260401", "2026-02-23",
            "2026-03-31"
        ),
        (
            "an end that is the beginning", "DTSTART;VALUE=DATE:20260223\r\nDTEND;VALUE=DATE:20260223", "2026-02-23",
            "2026-02-23"
        ),
        ("a duration", "DTSTART;VALUE=DATE:20260223\r\nDURATION:P3D", "2026-02-23", "2026-02-25"),
        ("a time without a zone", "DTSTART:20260223T233000", "2026-02-23", "2026-02-23"),
        (
            "a time of a zone counts as written",
            "DTSTART;TZID=America/New_York:20260223T233000\r\nDTEND;TZID=America/New_York:20260225T010000",
            "2026-02-23",
            "2026-02-25"
        ),
        ("an end at midnight", "DTSTART:20260223T090000\r\nDTEND:20260225T000000", "2026-02-23", "2026-02-24"),
        ("a time of UTC", "DTSTART:20260223T233000Z\r\nDTEND:20260224T003000Z", "2026-02-23", "2026-02-24"),
        ("a leap day", "DTSTART;VALUE=DATE:20280229", "2028-02-29", "2028-02-29"),
    ]

    @Test(arguments: days) func `gives whole days`(name: String, dates: String, first: String, last: String) throws {
        let reading = try CalendarReading(Self.event(dates))
        #expect(reading.skipped == [], "\(name)")
        let entry = try #require(reading.entries.first)
        #expect([entry.starts, entry.ends] == [first, last], "\(name)")
    }

    @Test func `moves a time of UTC to the zone that the calendar names`() throws {
        let bytes = Self.file(
            "UID:a\r\nSUMMARY:S\r\nDTSTART:20260223T233000Z\r\nDTEND:20260224T003000Z",
            header: "X-WR-TIMEZONE:Europe/Zurich\r\n")
        let entry = try #require(try CalendarReading(bytes).entries.first)
        #expect([entry.starts, entry.ends] == ["2026-02-24", "2026-02-24"])
        for name in ["../../etc/passwd", "Nowhere/Else", ""] {
            let strange = Self.file(
                "UID:a\r\nSUMMARY:S\r\nDTSTART:20260223T233000Z", header: "X-WR-TIMEZONE:\(name)\r\n")
            #expect(try CalendarReading(strange).entries.first?.starts == "2026-02-23")
        }
    }

    static let skipped: [(String, SkippedEntry.Reason)] = [
        ("SUMMARY:S\r\nDTSTART;VALUE=DATE:20260223", .noUID),
        ("UID:a\r\nDTSTART;VALUE=DATE:20260223", .noTitle),
        ("UID:a\r\nSUMMARY:S", .badDates),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260231", .badDates),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:19260223", .badDates),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART:never", .badDates),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260223\r\nDTEND;VALUE=DATE:20260101", .badDates),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260223\r\nDTEND;VALUE=DATE:20290101", .badDates),
        ("UID:a\r\nSUMMARY:\(String(repeating: "x", count: 201))\r\nDTSTART;VALUE=DATE:20260223", .tooLong),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260223\r\nRRULE:FREQ=DAILY", .repeats),
        ("UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260223\r\nRECURRENCE-ID:20260223", .repeats),
    ]

    @Test(arguments: skipped) func `says why it leaves an event out`(lines: String, why: SkippedEntry.Reason) throws {
        let good = "UID:good\r\nSUMMARY:Good\r\nDTSTART;VALUE=DATE:20260223"
        let reading = try CalendarReading(Self.file(lines, good))
        #expect(reading.skipped.map(\.reason) == [why])
        #expect(reading.skipped.first?.position == 1)
        #expect(reading.entries.map(\.uid) == ["good"], "the others are taken")
    }

    @Test func `names an event once`() throws {
        let lines = "UID:a\r\nSUMMARY:S\r\nDTSTART;VALUE=DATE:20260223"
        #expect(try CalendarReading(Self.file(lines, lines)).skipped.map(\.reason) == [.twice])
    }

    static let refused: [([UInt8], CalendarError)] = [
        (Array("hello".utf8), .notACalendar), ([], .notACalendar), ([0xFF, 0xFE, 0x41], .notText),
        (Array("BEGIN:VCALENDAR\u{0}END:VCALENDAR".utf8), .notText),
        (Array("BEGIN:VCALENDAR\r\n".utf8), .notACalendar),
        (Array("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".utf8), .noEvents),
        (Array("END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n".utf8), .notACalendar),
        (Array("PK\u{3}\u{4}BEGIN:VCARD\r\nEND:VCARD".utf8), .notACalendar),
        ([UInt8](repeating: 0x41, count: 256 * 1024 + 1), .tooLarge),
        (
            Array(
                (String(repeating: "BEGIN:VEVENT\r\n", count: 9) + String(repeating: "END:VEVENT\r\n", count: 9)).utf8),
            .notACalendar
        ),
        (
            Array(
                ("BEGIN:VCALENDAR\r\n" + String(repeating: "BEGIN:VEVENT\r\n", count: 5000)
                    + String(repeating: "END:VEVENT\r\n", count: 5000) + "END:VCALENDAR\r\n").utf8), .notACalendar
        ),
        (
            Array(
                ("BEGIN:VCALENDAR\r\n" + String(repeating: "BEGIN:VEVENT\r\nEND:VEVENT\r\n", count: 501)
                    + "END:VCALENDAR\r\n").utf8), .tooManyEvents
        ),
        (Array("BEGIN:VCALENDAR\r\nX:\(String(repeating: "x", count: 40_000))\r\nEND:VCALENDAR".utf8), .notACalendar),
    ]

    @Test(arguments: refused) func `that is none is refused with the reason`(bytes: [UInt8], why: CalendarError) {
        #expect(throws: why) { try CalendarReading(bytes) }
    }

    @Test func `survives what is broken anywhere`() {
        let whole = Self.event("DTSTART;TZID=Europe/Zurich:20260223T090000\r\nDURATION:PT2H\r\nLOCATION:A\\, B\\nC")
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 1...127, using: &generator)
            }
            let reading = try? CalendarReading(bytes)
            #expect(reading.map { $0.entries.count + $0.skipped.count <= 2 } ?? true)
        }
    }

    @Test func `comes back as it was written, folded and escaped`() throws {
        let long = "Séance; d’été, “\\n” \(String(repeating: "大会 ", count: 40))"
            .trimmingCharacters(in: .whitespaces)
        let entries = [
            CalendarEntry(
                uid: "1@x", title: long, place: "Genève, Palais; salle \\ XX", starts: "2026-02-27",
                ends: "2026-03-01", sequence: 3, entity: "HRC", hostState: "CHE", format: "HYBRID"),
            CalendarEntry(
                uid: "2@x", title: "BEGIN:VALARM", place: "", starts: "2026-12-31", ends: "2026-12-31",
                isCancelled: true),
        ]
        let bytes = try CalendarFile.bytes(entries, name: "Événements, ONU", stamp: Date(timeIntervalSince1970: 0))
        #expect(try CalendarReading(bytes).entries == entries)
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(lines.contains("DTEND;VALUE=DATE:20260302"))
        #expect(lines.contains("DTSTAMP:19700101T000000Z"))
        #expect(lines.contains("STATUS:CANCELLED"))
        #expect(throws: CalendarError.notWritten) {
            try CalendarFile.bytes(
                [CalendarEntry(uid: "x", title: "x", place: "", starts: "2026-02-30", ends: "2026-03-01")], name: "",
                stamp: .now)
        }
    }
}
