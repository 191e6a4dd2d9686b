import CIcal

/// A day as text: `2026-02-23`.
enum CalendarDay {
    static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// Nil where it is no day.
    static func time(_ text: String, plus days: Int32 = 0) -> icaltimetype? {
        let parts = text.split(separator: "-").compactMap { Int32($0) }
        guard parts.count == 3, text.utf8.count == 10, 1...12 ~= parts[1],
            1...icaltime_days_in_month(parts[1], parts[0]) ~= parts[2]
        else { return nil }
        var time = icaltime_null_date()
        time.year = parts[0]
        time.month = parts[1]
        time.day = parts[2]
        if days != 0 { icaltime_adjust(&time, days, 0, 0, 0) }
        return time
    }
}
