import Accounts
import CaseModel
import Foundation
import Web

/// One record with all that became of it: who saved what, when, and what they changed.
struct RecordPages: Sendable {
    let shell: CaseShell

    struct Version: Sendable {
        let row: RecordRow
        let envelope: RecordEnvelope<[String: FieldValue]>
    }

    /// - Parameters:
    ///   - versions: The oldest first, at least one.
    ///   - about: What the case's people are called, by their records.
    func history(
        _ row: CaseRow, _ versions: [Version], _ names: StaffNames, about: [String: String], _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let kind = versions.first?.row.kind ?? RecordKind("UNKNOWN")
        let shown = RecordWords(kind, shell.lists, words, names: about)
        var before: [String: FieldValue] = [:]
        var sections: [HTML] = []
        for version in versions {
            sections.append(section(version, before, shown, names))
            before = version.envelope.content
        }
        return shell.page(
            row, .timeline, staff,
            .h2(words.html(Phrase("record.history"))),
            .list(sections.reversed()))
    }

    private func section(
        _ version: Version, _ before: [String: FieldValue], _ shown: RecordWords, _ names: StaffNames
    ) -> HTML {
        let words = shown.words
        let title = Phrase("record.version", ["number": .number(version.row.version)])
        return .section(
            [.class("record-version"), .id("version-\(version.row.version)")],
            .h3(words.html(title)),
            .p(
                [.class("hint")],
                UTCTime.html(version.row.savedAt), " · ",
                .userText(names.name(version.row.savedBy))),
            version.envelope.removed.map {
                HTML.p(words.html(Phrase("record.removed", ["reason": .text($0)])))
            } ?? .empty,
            .dl(.list(changes(version.envelope.content, before, shown))))
    }

    private func changes(
        _ content: [String: FieldValue], _ before: [String: FieldValue], _ shown: RecordWords
    ) -> [HTML] {
        let changes = FieldMerge.changes(from: before, to: content)
        return shown.sorted(changes.map(\.field)).compactMap { field in
            guard let change = changes.first(where: { $0.field == field }) else { return nil }
            let old: HTML =
                change.before.isEmpty ? .empty : .list(.del(.userText(shown.value(field, change.before))), " ")
            return .list(
                .dt(.text(shown.title(field))),
                .dd(old, .ins(.userText(shown.value(field, change.after)))))
        }
    }
}
