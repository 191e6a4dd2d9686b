import Foundation

/// The public facts of a session, a visit or another event of the UN (DOMAIN.md IN-10, F.1).
package struct UNEvent: Codable, Sendable, Equatable {
    package var title: String
    /// Code of list `un_entity`.
    package var entity: String
    /// The place in words: "Geneva, Palais des Nations".
    package var place: String
    /// ISO 3166-1 alpha-3 of the host State; nil for an event that is held online alone.
    package var hostState: String?
    package var format: Format
    /// First and last day, both included, as `2026-02-23`.
    package var starts: String
    package var ends: String

    package enum Format: String, Codable, Sendable, CaseIterable {
        case inPerson = "IN_PERSON"
        case online = "ONLINE"
        case hybrid = "HYBRID"
    }

    package init(
        title: String, entity: String, place: String, hostState: String?, format: Format, starts: String, ends: String
    ) {
        self.title = title
        self.entity = entity
        self.place = place
        self.hostState = hostState
        self.format = format
        self.starts = starts
        self.ends = ends
    }
}

/// How long before and after an event what happens to its participants is looked at together (DOMAIN.md F.3).
package enum WatchWindow {
    package static let daysBefore = 30
    package static let daysAfter = 90

    /// The days, first and last included, as `2026-01-24`; nil where the event's days are none.
    package static func days(of event: UNEvent) -> ClosedRange<String>? {
        guard let first = day(event.starts, plus: -daysBefore), let last = day(event.ends, plus: daysAfter),
            first <= last
        else { return nil }
        return first...last
    }

    /// Whether a day lies in the window.
    package static func contains(_ day: String, of event: UNEvent) -> Bool {
        days(of: event)?.contains(day) ?? false
    }

    private static func day(_ text: String, plus days: Int) -> String? {
        guard let reported = ReportedDate(typed: text), reported.precision == "EXACT",
            let date = try? Date(reported.text, strategy: style)
        else { return nil }
        return date.addingTimeInterval(Double(days) * 86_400).formatted(style)
    }

    private static let style = Date.ISO8601FormatStyle().year().month().day()
}
