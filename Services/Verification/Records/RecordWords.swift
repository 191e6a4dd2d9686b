import CaseModel
import Foundation
import Web

/// Shows the fields of a record of any kind: what a field is called, and codes with their labels.
struct RecordWords: Sendable {
    let type: any CaseRecordContent.Type
    let lists: CodeLists
    let words: Words

    init(_ kind: RecordKind, _ lists: CodeLists, _ words: Words) {
        type = RecordKinds.type(of: kind)
        self.lists = lists
        self.words = words
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
            fields.keys.sorted().compactMap { key in
                fields[key].map { $0.isEmpty ? nil : "\(label(field, key)): \(self.value(field, $0))" } ?? nil
            }.joined(separator: ", ")
        }
    }

    private func label(_ field: String, _ code: String) -> String {
        guard let list = type.codeLists[field], lists.contains(code, in: list) else { return code }
        return lists.label(code, in: list, words)
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
