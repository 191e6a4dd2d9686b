import CaseModel
import Foundation
import Web

/// Shows the fields of a record of any kind: what a field is called, and codes with their labels.
struct RecordWords: Sendable {
    let type: any CaseRecordContent.Type
    let lists: CodeLists
    let words: Words
    /// What records are called that others name by their ids.
    let names: [String: String]

    init(_ kind: RecordKind, _ lists: CodeLists, _ words: Words, names: [String: String] = [:]) {
        type = RecordKinds.type(of: kind)
        self.lists = lists
        self.words = words
        self.names = names
    }

    /// Fields in the order in which a reader wants them.
    func sorted(_ fields: some Collection<String>) -> [String] {
        let order = type.order
        func place(_ field: String) -> Int { order.firstIndex(of: field) ?? order.count }
        return fields.sorted { (place($0), $0) < (place($1), $1) }
    }

    func title(_ field: String) -> String { words(type.title(field)) }

    func value(_ field: String, _ value: FieldValue) -> String {
        switch value {
        case .null: words(Phrase("record.empty"))
        case .truth(let truth): words(truth ? Phrase("record.yes") : Phrase("record.no"))
        case .number(let number): number.formatted(.number.grouping(.never).locale(Locale(identifier: "en")))
        case .text(let text): text.isEmpty ? words(Phrase("record.empty")) : label(field, text)
        case .list(let items):
            items.isEmpty
                ? words(Phrase("record.empty")) : items.map { self.value(field, $0) }.joined(separator: "; ")
        case .object(let fields):
            sorted(fields.keys.map { "\(field).\($0)" }).compactMap { path in
                let key = String(path.dropFirst(field.count + 1))
                guard let value = fields[key], !value.isEmpty else { return nil }
                let name = type.order.contains(path) ? title(path) : label(field, key)
                return "\(name): \(self.value(type.order.contains(path) ? path : field, value))"
            }.joined(separator: ", ")
        }
    }

    private func label(_ field: String, _ code: String) -> String {
        guard let list = type.codeLists[field] else { return names[code] ?? code }
        if list.hasSuffix(".") { return words(Phrase(key: list + code.lowercased())) }
        if list == "state" { return lists.state(code)?.name(words.language.code) ?? code }
        return lists.contains(code, in: list) ? lists.label(code, in: list, words) : code
    }

    /// What two people changed differently, both sides beside each other: the officer's own version stands in the form.
    func conflict(_ conflicts: [FieldMerge.Conflict]) -> HTML {
        let head = [Phrase("record.field"), Phrase("record.before"), Phrase("record.theirs"), Phrase("record.mine")]
        let rows = conflicts.map { conflict in
            HTML.tr(
                .th([.scope("row")], .text(title(conflict.field))),
                .td(.userText(value(conflict.field, conflict.base))),
                .td(.userText(value(conflict.field, conflict.theirs))),
                .td(.userText(value(conflict.field, conflict.mine))))
        }
        return .div(
            [.class("notice"), .role("alert"), .id("conflict")],
            .h2(words.html(Phrase("record.conflict.title"))),
            .p(words.html(Phrase("record.conflict.text"))),
            .scrolling(
                words(Phrase("record.conflict.title")),
                .table(
                    .thead(.tr(.list(head.map { .th([.scope("col")], words.html($0)) }))),
                    .tbody(.list(rows)))))
    }
}
