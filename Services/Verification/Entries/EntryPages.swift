import Accounts
import CaseModel
import Foundation
import Web

/// The pages of entering an account, and of what became of it.
struct EntryPages: Sendable {
    let pages: StaffPages
    let form: EntryForm
    let sheet: HandoverSheet

    func list(_ entries: [EntryRow], _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let columns = [
            Phrase("entry.column.entered"), Phrase("sheet.title"), Phrase("desk.column.submission"),
        ]
        return pages.page(
            Phrase("entry.list.title"), staff, path: "/desk/entries",
            .h1(words.html(Phrase("entry.list.title"))),
            .p(
                FormFields.buttonLink("/desk/entries/new", words.html(Phrase("entry.title"))), " ",
                .a([.href("/desk/sheets")], words.html(Phrase("stack.title")))),
            entries.isEmpty
                ? .p(words.html(Phrase("entry.list.none")))
                : .scrolling(
                    words(Phrase("entry.list.title")),
                    .table(
                        .caption([.class("only-spoken")], words.html(Phrase("entry.list.title"))),
                        .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                        .tbody(.list(entries.map { row($0, words) })))))
    }

    private func row(_ entry: EntryRow, _ words: Words) -> HTML {
        .tr(
            .td(UTCTime.html(entry.enteredAt)),
            .td(words.html(Self.phrase(entry.handover))),
            .td(
                .a(
                    [.href("/desk/entries/\(entry.id.uuidString.lowercased())")], words.html(Phrase("entry.look")),
                    .span([.class("only-spoken")], .text(" \(entry.submissionID)")))))
    }

    func new(_ state: FormState, entry: String, events: [CalendarEvent], _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("entry.title"), staff, path: "/desk/entries",
            .h1(words.html(Phrase("entry.title"))),
            .p([.class("lead")], words.html(Phrase("entry.lead"))),
            form.html(state, entry: entry, events: events, languages: sheet.languages, words, staff))
    }

    /// What the officer sees once, right after it was stored: that it was, and what the source is to be given.
    func stored(
        _ outcome: Phrase, _ handed: EnterSubmission.Handed, entry: UUID, language: Language, back: String,
        _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("entry.title"), staff, path: "/desk/entries",
            .h1(words.html(Phrase("entry.title"))),
            .div([.class("good"), .role("status")], .p(words.html(outcome))),
            self.handed(handed, language, words),
            .p(.a([.href("/desk/entries/\(entry.uuidString.lowercased())")], words.html(Phrase("entry.look")))),
            .p(.a([.href(back)], words.html(Phrase("entry.another")))))
    }

    private func handed(_ handed: EnterSubmission.Handed, _ language: Language, _ words: Words) -> HTML {
        switch handed {
        case .nothing: .empty
        case .sheet: .p(words.html(Phrase("sheet.bound")))
        case .sheetUnknown: .div([.class("notice")], .p(words.html(Phrase("sheet.unknown"))))
        case .code(let code):
            .list(
                .div([.class("notice")], .p(words.html(Phrase("sheet.once")))), sheet.html(code, in: language))
        }
    }

    func entry(
        _ entry: EntryRow, versions: Int, notice: Phrase? = nil, state: FormState = FormState(), _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("entry.one.title"), staff, path: "/desk/entries",
            .h1(words.html(Phrase("entry.one.title"))),
            notice.map { .div([.class("notice"), .role("alert")], .p(words.html($0))) } ?? .empty,
            .p(words.html(Phrase("entry.entered", ["time": .text(UTCTime.minute(entry.enteredAt))]))),
            .when(versions > 0, .p(words.html(Phrase("entry.versions", count: versions)))),
            .when(
                staff.may(.readCases),
                .p(.a([.href("/desk/submissions/\(entry.submissionID)")], words.html(Phrase("desk.read"))))),
            .h2(words.html(Phrase("sheet.title"))),
            .p([.class("lead")], words.html(Self.phrase(entry.handover))),
            actions(entry, state, words, staff))
    }

    private func actions(_ entry: EntryRow, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        if case .taken = entry.handover { return .empty }
        let fields = FormFields(words, state)
        let address = "/desk/entries/\(entry.id.uuidString.lowercased())"
        return .list(
            .p(words.html(Phrase("sheet.again.text"))),
            fields.form(
                action: "\(address)/sheet", token: staff.formToken,
                form.sheet(fields, sheet.languages), fields.button(Phrase("sheet.again"))),
            isOpen(entry.handover)
                ? .list(
                    .h2(words.html(Phrase("sheet.revoke"))), .p(words.html(Phrase("sheet.revoke.text"))),
                    fields.buttonForm(action: "\(address)/revoke", token: staff.formToken, Phrase("sheet.revoke")))
                : .empty)
    }

    private func isOpen(_ state: HandoverState) -> Bool {
        if case .waiting = state { true } else { false }
    }

    static func phrase(_ state: HandoverState) -> Phrase {
        switch state {
        case .none: Phrase("sheet.state.none")
        case .waiting(let until):
            until < .now
                ? Phrase("sheet.state.expired", ["time": .text(UTCTime.minute(until))])
                : Phrase("sheet.state.waiting", ["time": .text(UTCTime.minute(until))])
        case .revoked: Phrase("sheet.state.revoked")
        case .taken(let at): Phrase("sheet.state.taken", ["time": .text(UTCTime.minute(at))])
        }
    }
}
