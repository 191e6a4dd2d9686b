import CaseModel
import Foundation

/// A time as somebody types it: a day, or a day and an hour, in UTC.
struct UTCMoment: Sendable, Equatable {
    let date: Date
    /// The hour is not known.
    let isWholeDay: Bool

    /// Reads `2026-03-05`, `2026-03-05 14:07` and `2026-03-05T14:07:30Z`. Nil where it is something else.
    init?(typed: String) {
        let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        guard
            let match = text.wholeMatch(
                of: /(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?(?:\.\d+)?Z?)?/)
        else {
            return nil
        }
        let (day, minute, second) = (match.1, match.2, match.3)
        // The case model's reader wants a day that there is; a time that there is not makes no date.
        guard ReportedDate(typed: String(day)) != nil,

            let date = EventCoding.date(of: "\(day)T\(minute ?? "00:00")\(second ?? ":00")Z")
        else { return nil }
        self.date = date
        isWholeDay = minute == nil
    }
}
