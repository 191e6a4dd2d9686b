package import Foundation

/// The clocks of the desk (DOMAIN.md C.12): until when somebody must have looked at a submission, decided on it, and told its
/// source something.
package enum TriageClock {
    package struct Limits: Sendable, Equatable {
        package let triage: Limit
        package let decision: Limit
    }

    /// A span of time, or of days on which offices are open.
    package enum Limit: Sendable, Equatable {
        case hours(Int)
        case days(Int)
        case workingDays(Int)
    }

    /// The source hears something at least this often.
    package static let feedbackDays = 30

    package static func limits(_ urgency: Urgency) -> Limits {
        switch urgency {
        case .u1: Limits(triage: .hours(1), decision: .hours(24))
        case .u2: Limits(triage: .hours(24), decision: .days(5))
        case .u3: Limits(triage: .workingDays(5), decision: .days(60))
        case .u4: Limits(triage: .workingDays(10), decision: .days(60))
        }
    }

    /// When a limit ends that began at `start`. Days are counted in UTC; a limit in working days ends with the last of them.
    ///
    /// - Parameter holidays: Days on which the office is closed besides Saturdays and Sundays, as `2026-12-25`.
    package static func end(of limit: Limit, from start: Date, holidays: Set<String> = []) -> Date {
        switch limit {
        case .hours(let hours): return start.addingTimeInterval(Double(hours) * 3600)
        case .days(let days): return start.addingTimeInterval(Double(days) * 86_400)
        case .workingDays(let count):
            var day = (start.timeIntervalSince1970 / 86_400).rounded(.down)
            var left = count
            while left > 0 {
                day += 1
                if isWorkingDay(day, holidays) { left -= 1 }
            }
            return Date(timeIntervalSince1970: (day + 1) * 86_400)
        }
    }

    private static func isWorkingDay(_ day: Double, _ holidays: Set<String>) -> Bool {
        // 1 January 1970 was a Thursday.
        let weekday = (Int(day) % 7 + 7 + 4) % 7
        guard (1...5).contains(weekday) else { return false }
        let text = Date(timeIntervalSince1970: day * 86_400).formatted(.iso8601.year().month().day())
        return !holidays.contains(text)
    }
}
