import CaseModel
import Foundation
import HTTP
import Web

// How the forms of records read what may be left out: each adds what is wrong and returns what can be kept.
extension FormErrors {
    /// A text that may be empty, `limit` Unicode scalars at most.
    mutating func optionalText(_ fields: Fields, _ name: String, limit: Int) -> String {
        let typed = Self.tidied(fields[name] ?? "")
        check(typed, name, limit)
        return typed
    }

    /// One entry a line, none twice; empty lines are passed over.
    mutating func lines(_ fields: Fields, _ name: String, limit: Int, most: Int) -> [String] {
        var lines: [String] = []
        for line in (fields[name] ?? "").split(whereSeparator: \.isNewline) {
            let text = Self.tidied(String(line))
            if !text.isEmpty, !lines.contains(text) { lines.append(text) }
        }
        for line in lines where error(name) == nil { check(line, name, limit) }
        if lines.count > most { add(name, Phrase("field.too_many", ["limit": .number(most)])) }
        return lines
    }

    /// Codes of a list, none twice, in the list's order.
    mutating func codes(_ fields: Fields, _ name: String, in list: String, _ lists: CodeLists) -> [String] {
        let typed = Set(fields.values(name).filter { !$0.isEmpty })
        if !typed.allSatisfy({ lists.contains($0, in: list) }) { add(name, Phrase("field.unknown_code")) }
        return ((try? lists.list(list).items) ?? []).map(\.code).filter(typed.contains)
    }

    /// A State by its ISO 3166-1 alpha-3 code, or none.
    mutating func state(_ fields: Fields, _ name: String, _ lists: CodeLists) -> String? {
        guard let typed = fields[name], !typed.isEmpty else { return nil }
        if lists.state(typed) == nil { add(name, Phrase("field.unknown_code")) }
        return typed
    }

    /// Several States, none twice, in the order in which they were chosen.
    mutating func states(_ fields: Fields, _ name: String, _ lists: CodeLists) -> [String] {
        var states: [String] = []
        for typed in fields.values(name) where !typed.isEmpty && !states.contains(typed) { states.append(typed) }
        if !states.allSatisfy({ lists.state($0) != nil }) { add(name, Phrase("field.unknown_code")) }
        return states
    }

    /// Names of things of this case, such as its people; what is none of them is refused.
    mutating func ids(_ fields: Fields, _ name: String, among allowed: [String]) -> [String] {
        let typed = Set(fields.values(name).filter { !$0.isEmpty }.map { $0.lowercased() })
        if !typed.isSubset(of: allowed) { add(name, Phrase("record.not_of_case")) }
        return allowed.filter(typed.contains)
    }

    mutating func number(_ fields: Fields, _ name: String, in range: ClosedRange<Int>) -> Int? {
        let typed = Self.tidied(fields[name] ?? "")
        guard !typed.isEmpty else { return nil }
        guard let number = Int(typed), range.contains(number) else {
            add(
                name,
                Phrase(
                    "record.number.invalid",
                    ["least": .number(range.lowerBound), "most": .number(range.upperBound)]))
            return nil
        }
        return number
    }

    private mutating func check(_ text: String, _ name: String, _ limit: Int) {
        if text.unicodeScalars.count > limit {
            add(name, Phrase("field.too_long", ["limit": .number(limit)]))
        } else if !Self.isText(text) {
            add(name, Phrase("field.not_allowed"))
        }
    }

    func error(_ name: String) -> Phrase? { errors.first { $0.field == name }?.phrase }

    /// Tabs and line ends are the only controls that a text has.
    static func isText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar == "\t" || scalar == "\n"
            case .surrogate, .unassigned: false
            default: true
            }
        }
    }

    static func tidied(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension FormState {
    /// All that was sent, as it was typed.
    init(typed fields: Fields) {
        var values: [String: [String]] = [:]
        for field in fields.all { values[field.name, default: []].append(field.value) }
        self.init(values: values)
    }

    mutating func set(_ name: String, _ values: [String]) {
        self = FormState(values: self.values.merging([name: values]) { $1 }, errors: errors)
    }
}
