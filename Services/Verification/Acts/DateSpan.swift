import CaseModel
import Foundation

/// When something happened, as far as it is known: a day, about a day, a month, a year, between two days, or not at all.
struct DateSpan: Codable, Sendable, Equatable {
    /// `2026`, `2026-03` or `2026-03-05`, no finer than the precision says. Of an unknown date, what stands in the file.
    var from: String?
    var to: String?
    /// Code of list `date_precision`.
    var precision: String

    /// Nil where the date is not known.
    var first: ReportedDate? { precision == "UNKNOWN" ? nil : from.flatMap(reported) }
    var last: ReportedDate? { precision == "UNKNOWN" ? nil : to.flatMap(reported) ?? first }

    private func reported(_ text: String) -> ReportedDate? {
        ReportedDate(typed: text, approximate: precision == "DAY_APPROX")
    }

    /// Earlier first, a year before its months and these before their days, the unknown last.
    static func isBefore(_ one: DateSpan?, _ other: DateSpan?) -> Bool {
        func place(_ span: DateSpan?) -> (String, String) {
            (span?.first?.text ?? "9", span?.last?.text ?? "9")
        }
        return place(one) < place(other)
    }

    /// `2026-01-15 – 2026-03-20`; nil where nothing stands in the file.
    var text: String? {
        guard let from else { return nil }
        guard let to, to != from else { return from }
        return "\(from) – \(to)"
    }

    /// Whether an act came after cooperation. What lasts began with its first day; what lies between two days may have been
    /// on any of them.
    static func order(act: DateSpan?, cooperation: DateSpan?, tense: String?) -> DateOrderRule.Finding {
        guard let act, let cooperation else { return .unclear }
        guard act.precision == "RANGE" || cooperation.precision == "RANGE" else {
            return DateOrderRule.check(act: act.first, cooperation: cooperation.first, tense: tense)
        }
        let latestAct = act.precision == "RANGE" ? act.last : act.first
        if DateOrderRule.check(act: latestAct, cooperation: cooperation.first, tense: tense) == .actFirst {
            return .actFirst
        }
        let latest = cooperation.precision == "RANGE" ? cooperation.last : cooperation.first
        let finding = DateOrderRule.check(act: act.first, cooperation: latest, tense: tense)
        return finding == .actFirst ? .unclear : finding
    }
}
