import CaseModel
import Foundation
import HTTP
import Web

// How the desk's forms read their fields: each adds what is wrong and returns nil.
extension FormErrors {
    /// A code of a closed list.
    mutating func code<Value: RawRepresentable<String>>(_ fields: Fields, _ name: String) -> Value? {
        let typed = fields[name] ?? ""
        if typed.isEmpty {
            add(name, Phrase("field.required"))
            return nil
        }
        guard let value = Value(rawValue: typed) else {
            add(name, Phrase("field.unknown_code"))
            return nil
        }
        return value
    }

    mutating func choice(_ fields: Fields, _ name: String, among allowed: [String]) -> String? {
        let typed = fields[name] ?? ""
        if typed.isEmpty {
            add(name, Phrase("field.required"))
            return nil
        }
        guard allowed.contains(typed) else {
            add(name, Phrase("field.unknown_code"))
            return nil
        }
        return typed
    }

    /// A code of a code list; nil without an error where it is empty and not required.
    mutating func code(
        _ fields: Fields, _ name: String, in list: String, _ lists: CodeLists, required: Bool
    ) -> String? {
        let typed = fields[name] ?? ""
        if typed.isEmpty {
            if required { add(name, Phrase("field.required")) }
            return nil
        }
        guard lists.contains(typed, in: list) else {
            add(name, Phrase("field.unknown_code"))
            return nil
        }
        return typed
    }

    /// A text that must not be empty, `limit` Unicode scalars at most.
    mutating func text(_ fields: Fields, _ name: String, limit: Int) -> String? {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if typed.isEmpty {
            add(name, Phrase("field.required"))
            return nil
        }
        guard typed.unicodeScalars.count <= limit else {
            add(name, Phrase("field.too_long", ["limit": .number(limit)]))
            return nil
        }
        return typed
    }

    /// Codes of a closed list, in the list's order; none at all is fine.
    mutating func codes<Value: RawRepresentable<String> & CaseIterable & Equatable>(
        _ fields: Fields, _ name: String
    ) -> [Value] {
        let typed = fields.values(name).filter { !$0.isEmpty }
        let values = typed.compactMap { Value(rawValue: $0) }
        if values.count != typed.count { add(name, Phrase("field.unknown_code")) }
        return Value.allCases.filter { values.contains($0) }
    }

    /// A code of a closed list that may be left out.
    mutating func optionalCode<Value: RawRepresentable<String>>(_ fields: Fields, _ name: String) -> Value? {
        guard let typed = fields[name], !typed.isEmpty else { return nil }
        let value = Value(rawValue: typed)
        if value == nil { add(name, Phrase("field.unknown_code")) }
        return value
    }
}
