import CaseModel
import Testing

@Suite struct CalendarTests {
    private static func event(_ starts: String, _ ends: String) -> UNEvent {
        UNEvent(
            title: "A session", entity: "HRC", place: "Geneva", hostState: "CHE", format: .inPerson, starts: starts,
            ends: ends)
    }

    @Test(arguments: [
        ("2026-02-23", "2026-03-31", "2026-01-24", "2026-06-29"),
        // Over a leap day and the turn of a year.
        ("2028-03-15", "2028-03-15", "2028-02-14", "2028-06-13"),
        ("2026-01-05", "2026-01-09", "2025-12-06", "2026-04-09"),
    ])
    func `the watch window runs from 30 days before to 90 days after`(
        starts: String, ends: String, first: String, last: String
    ) {
        let event = Self.event(starts, ends)
        #expect(WatchWindow.days(of: event) == first...last)
        #expect(WatchWindow.contains(first, of: event) && WatchWindow.contains(last, of: event))
        #expect(!WatchWindow.contains("2025-01-01", of: event))
    }

    @Test func `days that are none have no window`() {
        for (starts, ends) in [
            ("2026-02-30", "2026-03-01"), ("2026-03", "2026-03-05"), ("", ""), ("2027-01-01", "2026-01-01"),
        ] {
            #expect(WatchWindow.days(of: Self.event(starts, ends)) == nil)
        }
    }
}
