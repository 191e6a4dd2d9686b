package import Foundation

/// A date as somebody reports it: a year, a month or a day, with its precision (list `date_precision`).
package struct ReportedDate: Codable, Sendable, Hashable {
    /// `2026`, `2026-03` or `2026-03-05`.
    package let text: String
    /// EXACT, DAY_APPROX, MONTH, YEAR.
    package let precision: String

    /// Reads year, month and day in this order, separated by hyphens, dots or slashes, in any script's digits. Nil where it
    /// is no date of the Gregorian calendar from 1900 on.
    package init?(typed: String, approximate: Bool = false) {
        var digits = ""
        for scalar in typed.trimmingCharacters(in: .whitespacesAndNewlines).unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                digits += String(Int(value))
            } else if "-./\u{2010}\u{2011}\u{2013}".unicodeScalars.contains(scalar) {
                digits += "-"
            } else if scalar.properties.generalCategory != .format {
                return nil
            }
        }
        let parts = digits.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let year = parts.first.flatMap({ Int($0) }), parts[0].count == 4, year >= 1900 else { return nil }
        switch parts.count {
        case 1:
            text = parts[0]
            precision = "YEAR"
        case 2, 3:
            let rest = parts.dropFirst().compactMap { (1...2).contains($0.count) ? Int($0) : nil }
            guard rest.count == parts.count - 1, (1...12).contains(rest[0]) else { return nil }
            if rest.count == 2, !(1...Self.days(in: rest[0], of: year)).contains(rest[1]) { return nil }
            text = parts[0] + rest.map { ($0 < 10 ? "-0" : "-") + String($0) }.joined()
            precision = rest.count == 1 ? "MONTH" : approximate ? "DAY_APPROX" : "EXACT"
        default: return nil
        }
    }

    /// Whether it begins after the day that `now` falls on anywhere on earth.
    package func liesAfter(_ now: Date) -> Bool {
        let latest = now.addingTimeInterval(14 * 3600).formatted(.iso8601.year().month().day())
        return text > latest.prefix(text.count)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
