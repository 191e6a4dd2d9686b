import CaseModel
import Foundation
import Web

// Inputs that the forms of several records share.
extension FormFields {
    /// Several selects of one name, one more than is chosen.
    func selects(
        _ name: String, _ label: Phrase, options: [Choice], hint: Phrase? = nil, least: Int = 2
    ) -> HTML {
        let chosen = state.all(name).filter { !$0.isEmpty }
        let rows = (0..<max(chosen.count + 1, least)).map { row in
            let value = row < chosen.count ? chosen[row] : ""
            let items = options.map { choice in
                HTML.option([.value(choice.value)] + (choice.value == value ? [.selected] : []), .text(choice.label))
            }
            let id = row == 0 ? Self.id(name) : "\(Self.id(name))-\(row + 1)"
            return HTML.select(
                [.id(id), .name(name), .ariaLabel("\(words(label)) \(row + 1)")],
                .option([.value("")], words.html(Phrase("web.form.choose"))), .list(items))
        }
        return .fieldset(
            [.class(state.error(name) == nil ? "field" : "field invalid")],
            .legend(words.html(label)),
            hint.map { .p([.class("hint")], words.html($0)) } ?? .empty,
            state.error(name).map { .p([.class("error"), .id("error-\(name)")], words.html($0)) } ?? .empty,
            .list(rows))
    }

    /// The case's people, to tick.
    func people(_ name: String, _ label: Phrase, _ coding: CaseCoding) -> HTML {
        guard !coding.subjects.isEmpty else {
            return .fieldset(.legend(words.html(label)), .p(words.html(Phrase("people.none"))))
        }
        let names = coding.names(words(Phrase("people.nameless")))
        return boxes(name, label, options: coding.subjectIDs.map { Choice($0, names[$0] ?? $0) })
    }

    /// The case's submissions, to tick.
    func sources(_ name: String, _ submissions: [SubmissionRow]) -> HTML {
        boxes(
            name, Phrase("record.sources"),
            options: submissions.map {
                Choice(
                    $0.id.description,
                    words(Phrase("submission.received", ["time": .text(UTCTime.minute($0.receivedAt))])))
            })
    }

    /// Yes, no, or nothing said.
    func yesOrNo(_ name: String, _ label: Phrase, hint: Phrase? = nil) -> HTML {
        select(
            name, label,
            options: [
                Choice("yes", words(Phrase("record.yes"))), Choice("no", words(Phrase("record.no"))),
            ], hint: hint)
    }

    /// From, to, and how exact they are.
    func span(
        from: String, to: String, precision: String, _ label: Phrase, _ lists: CodeLists
    ) -> HTML {
        .fieldset(
            [.class("field")],
            .legend(words.html(label)),
            text(
                from, Phrase("record.date.from"), hint: Phrase("record.date.hint"), kind: .code, maxLength: 10, size: 12
            ),
            text(to, Phrase("record.date.to"), kind: .code, maxLength: 10, size: 12),
            select(precision, Phrase("record.date.precision"), options: lists.choices("date_precision", words)))
    }
}

extension CodeLists {
    /// The States to choose from.
    func states(_ words: Words) -> [Choice] {
        states(inOrderOf: words.language.code).map { Choice($0.iso3, $0.name(words.language.code)) }
    }
}

extension Bool {
    /// As the fields of forms have it.
    var yesOrNo: String { self ? "yes" : "no" }

    init?(yesOrNo typed: String?) {
        switch typed {
        case "yes": self = true
        case "no": self = false
        default: return nil
        }
    }
}
