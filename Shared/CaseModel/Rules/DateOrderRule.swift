import Foundation

/// Whether the act came after the cooperation (DOMAIN.md C.4, VE-11). Dates are as precise as they were reported: what cannot
/// be told apart is said to be so.
package enum DateOrderRule {
    package enum Finding: String, Codable, Sendable, CaseIterable {
        /// The act cannot have come after the cooperation: no link by time, unless it was sought or suspected before.
        case actFirst = "act_first"
        /// It came after, and within the days in which nearness counts as a weak link (N1).
        case soonAfter = "soon_after"
        case after
        /// The dates are too imprecise, or missing.
        case unclear
    }

    /// Nearness in time counts as a link for so many days.
    package static let nearDays = 90

    /// - Parameter tense: Code of list `cooperation_tense`. Who only sought to cooperate, or was believed to, may be punished
    ///   before the day itself.
    package static func check(act: ReportedDate?, cooperation: ReportedDate?, tense: String?) -> Finding {
        guard let act = act.flatMap(days), let cooperation = cooperation.flatMap(days) else { return .unclear }
        if act.upperBound < cooperation.lowerBound {
            return tense == "SOUGHT" || tense == "PERCEIVED" ? .unclear : .actFirst
        }
        guard act.lowerBound >= cooperation.upperBound else { return .unclear }
        return act.lowerBound - cooperation.upperBound <= nearDays ? .soonAfter : .after
    }

    /// The days it may have been, counted from 1970.
    private static func days(_ date: ReportedDate) -> ClosedRange<Int>? {
        let parts = date.text.split(separator: "-").compactMap { Int($0) }
        guard let year = parts.first else { return nil }
        let month = parts.count > 1 ? parts[1] : nil
        let day = parts.count > 2 ? parts[2] : nil
        guard let first = number(year, month ?? 1, day ?? 1),
            let last = day.flatMap({ number(year, month ?? 1, $0) })
                ?? number(month == nil || month == 12 ? year + 1 : year, (month ?? 12) % 12 + 1, 1).map({ $0 - 1 })
        else { return nil }
        // "About this day" is a few days either way.
        let slack = date.precision == "DAY_APPROX" ? 3 : 0
        return first - slack...last + slack
    }

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        var parts = DateComponents(year: year, month: month, day: day)
        parts.timeZone = .gmt
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: parts).map { Int(($0.timeIntervalSince1970 / 86_400).rounded(.down)) }
    }
}
