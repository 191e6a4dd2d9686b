import Accounts
import CaseModel
import Foundation
import Web

/// How records are shown in their section: facts with codes that machines find, and the ways to change and look back.
struct RecordFacts: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff
    /// What the case's people are called.
    let names: [String: String]

    /// - Parameter path: Of its form; nil where this reader may not change it.
    func article<Content>(
        _ record: RecordVersion<Content>, in id: CaseID, path: String, by people: StaffNames, _ children: HTML...
    ) -> HTML {
        let address = "/desk/cases/\(id)"
        return .article(
            [.class("record"), .id("record-\(record.id)")],
            .list(children),
            .p(
                [.class("hint")],
                words.html(Phrase("record.version", ["number": .number(record.version)])), " · ",
                UTCTime.html(record.savedAt), " · ", .userText(people.name(record.savedBy)), " · ",
                .a([.href("\(address)/records/\(record.id)")], words.html(Phrase("record.history"))),
                .when(
                    staff.may(.editCases),
                    .list(
                        " · ",
                        .a([.href("\(address)/\(path)/\(record.id)")], words.html(Phrase("record.edit")))))))
    }

    /// A fact, or nothing where nothing is known.
    func fact(_ title: Phrase, _ values: [HTML]) -> HTML {
        guard !values.isEmpty else { return .empty }
        var joined: [HTML] = []
        for value in values {
            if !joined.isEmpty { joined.append("; ") }
            joined.append(value)
        }
        return .list(.dt(words.html(title)), .dd(.list(joined)))
    }

    func text(_ title: Phrase, _ text: String) -> HTML {
        .when(!text.isEmpty, .list(.dt(words.html(title)), .dd(.userParagraphs(text))))
    }

    func codes(_ title: Phrase, _ codes: [String], _ list: String) -> HTML {
        fact(title, codes.map { code($0, list) })
    }

    func codes(_ title: Phrase, _ code: String?, _ list: String) -> HTML {
        codes(title, code.map { [$0] } ?? [], list)
    }

    func states(_ title: Phrase, _ codes: [String]) -> HTML { fact(title, codes.map(state)) }

    func code(_ code: String, _ list: String) -> HTML {
        .data([.value(code)], .text(lists.label(code, in: list, words)))
    }

    func state(_ code: String) -> HTML {
        .data([.value(code)], .text(lists.state(code)?.name(words.language.code) ?? code))
    }

    /// People of the case, by their records.
    func people(_ title: Phrase, _ ids: [String]) -> HTML {
        fact(title, ids.map { person($0) })
    }

    func person(_ id: String) -> HTML { .data([.value(id)], .userText(names[id] ?? "–")) }

    /// When, as far as it is known, with how exact it is.
    func span(_ title: Phrase, _ span: DateSpan?) -> HTML {
        fact(title, span.map { [date($0)] } ?? [])
    }

    func date(_ span: DateSpan) -> HTML {
        let label = HTML.data(
            [.value(span.precision)], .text(lists.label(span.precision, in: "date_precision", words)))
        guard let text = span.text else { return label }
        return .list(.span([.dir(.leftToRight)], .text(text)), " (", label, ")")
    }

    /// The submissions that tell of it.
    func sources(_ ids: [String], _ submissions: [SubmissionRow]) -> HTML {
        fact(
            Phrase("record.sources"),
            submissions.filter { ids.contains($0.id.description) }.map { row in
                .a([.href("/desk/submissions/\(row.id)")], UTCTime.html(row.receivedAt))
            })
    }
}
