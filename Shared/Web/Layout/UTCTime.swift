package import Foundation

/// Times as pages show them: UTC, `2026-03-05 14:07`. On staff pages the time of their places stands beside it:
/// `2026-03-05 14:07 UTC (15:07 Geneva)`.
package enum UTCTime {
    /// Whose time is told beside UTC while a page is made; nil at the public door, where nobody's place is guessed.
    @TaskLocal package static var places: [TimePlace]?

    package static func minute(_ date: Date) -> String {
        let utc = text(date, .gmt)
        guard let places else { return utc }
        let local = places.map { place in
            let there = text(date, place.zone)
            // The day is named where it is another one there.
            let shown = there.prefix(10) == utc.prefix(10) ? String(there.suffix(5)) : there
            return "\(shown) \(place.name)"
        }
        return "\(utc) UTC" + (local.isEmpty ? "" : " (\(local.joined(separator: ", ")))")
    }

    /// The same for readers and for machines.
    package static func html(_ date: Date) -> HTML {
        .time([.datetime(date.formatted(.iso8601)), .dir(.leftToRight)], .text(minute(date)))
    }

    private static func text(_ date: Date, _ zone: TimeZone) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: zone)
        return String(date.formatted(style.year().month().day().time(includingFractionalSeconds: false)).prefix(16))
    }
}

/// A place whose time is told beside UTC.
package struct TimePlace: Sendable, Equatable {
    package let zone: TimeZone
    package let name: String

    /// Nil where there is no such zone.
    ///
    /// - Parameter identifier: Of the time zone database: `Europe/Zurich`, `America/New_York`.
    package init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.zone = zone
        // The zone is named after another city than the one where the UN has its seat.
        name =
            identifier == "Europe/Zurich"
            ? "Geneva" : String(identifier.split(separator: "/").last ?? "").replacing("_", with: " ")
    }
}
