package import Foundation

/// Times as pages show them: UTC, `2026-03-05 14:07`.
package enum UTCTime {
    package static func minute(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt)
        return String(date.formatted(style.year().month().day().time(includingFractionalSeconds: false)).prefix(16))
    }
}
