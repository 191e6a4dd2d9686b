import CaseModel
import Foundation
import HTTP
import Web

// How dates are read, of which only part may be known.
extension FormErrors {
    /// The UN is no older: what is typed before it is a slip.
    private static let firstYear = "1945"

    /// A year, a month or a day that lies in the past.
    mutating func date(_ fields: Fields, _ name: String, at now: Date) -> String? {
        let typed = Self.tidied(fields[name] ?? "")
        guard !typed.isEmpty else { return nil }
        guard let date = ReportedDate(typed: typed) else {
            add(name, Phrase("record.date.invalid"))
            return nil
        }
        guard date.text.prefix(4) >= Self.firstYear else {
            add(name, Phrase("record.date.implausible"))
            return nil
        }
        guard !date.liesAfter(now) else {
            add(name, Phrase("field.in_future"))
            return nil
        }
        return date.text
    }

    /// - Parameters:
    ///   - from: The field of the first day, or of the only one.
    ///   - to: The field of the last day.
    ///   - precision: The field that says how exact it is; left empty, what was typed says it.
    mutating func span(
        _ fields: Fields, from: String, to: String, precision: String, _ lists: CodeLists, at now: Date
    ) -> DateSpan? {
        let count = errors.count
        let code = self.code(fields, precision, in: "date_precision", lists, required: false)
        let first = date(fields, from, at: now)
        let last = date(fields, to, at: now)
        guard errors.count == count else { return nil }
        guard let first else {
            if last != nil || (code != nil && code != "UNKNOWN") { add(from, Phrase("field.required")) }
            return code.map { DateSpan(precision: $0) }
        }
        if code == "RANGE", last == nil { add(to, Phrase("record.date.range")) }
        let least = min(first.count, last?.count ?? first.count)
        let wanted = Self.length(code) ?? least
        if least < wanted { add(precision, Phrase("record.date.coarse")) }
        if let last, first.prefix(least) > last.prefix(least) { add(to, Phrase("record.date.order")) }
        let derived = least == 4 ? "YEAR" : least == 7 ? "MONTH" : "EXACT"
        let kept = code == "UNKNOWN" || code == "RANGE" ? 10 : wanted
        return DateSpan(
            from: String(first.prefix(kept)), to: last.map { String($0.prefix(kept)) }, precision: code ?? derived)
    }

    /// How much of `2026-03-05` a precision tells; nil where it says nothing of it.
    private static func length(_ precision: String?) -> Int? {
        switch precision {
        case "EXACT", "DAY_APPROX": 10
        case "MONTH": 7
        case "YEAR": 4
        default: nil
        }
    }
}
