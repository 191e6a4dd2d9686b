import Accounts
import CaseModel
import Foundation
import Web

/// The pages of a session desk: one for a line that holds, one for a line that does not.
struct SessionPages: Sendable {
    let pages: StaffPages
    let entries: EntryPages
    let form: SessionForm
    let script: Assets.Asset

    func online(_ event: CalendarEvent, _ state: FormState, entry: String, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let fields = FormFields(words, state)
        return pages.page(
            Phrase("session.title"), staff, path: "/desk/calendar",
            heading(event, words),
            links(event, words),
            fields.form(
                action: "/desk/session/\(event.id)", token: staff.formToken,
                fields.hidden("entry", entry),
                form.fields(fields, languages: entries.sheet.languages),
                entries.form.sheetLanguage(fields, entries.sheet.languages),
                fields.button(Phrase("entry.submit"))))
    }

    private func heading(_ event: CalendarEvent, _ words: Words) -> HTML {
        .list(
            .h1(words.html(Phrase("session.title"))),
            .p([.class("lead")], .userText(event.title), ", ", CalendarPages.days(event.record.event)))
    }

    private func links(_ event: CalendarEvent, _ words: Words) -> HTML {
        .ul(
            .li(.a([.href("/desk/session/\(event.id)/offline")], words.html(Phrase("session.offline.link")))),
            .li(.a([.href("/desk/sheets")], words.html(Phrase("stack.title")))),
            .li(.a([.href("/desk/calendar/events/\(event.id)#safety-plan")], words.html(Phrase("event.safety_plan")))),
            .li(.a([.href("/desk/entries")], words.html(Phrase("entry.list.title")))))
    }

    /// Kept by the browser for when there is no line: it names nobody and carries no token.
    func offline(_ event: CalendarEvent, _ language: Language) -> HTML {
        let words = pages.layout.phrases.words(language)
        return pages.layout.page(
            words(Phrase("session.offline.title")), language: language, path: "/desk/session", reader: nil,
            scripts: [script],
            .h1(words.html(Phrase("session.offline.title"))),
            .p([.class("lead")], .userText(event.title), ", ", CalendarPages.days(event.record.event)),
            .p([.id("line"), .role("status")], words.html(Phrase("session.offline.needs_script"))),
            locked(words), desk(event, words), said(words))
    }

    private func locked(_ words: Words) -> HTML {
        let fields = FormFields(words)
        return .section(
            [.id("locked"), .hidden],
            .h2(words.html(Phrase("session.passphrase.title"))),
            .p([.id("choose")], words.html(Phrase("session.passphrase.choose"))),
            .p([.id("enter")], words.html(Phrase("session.passphrase.enter"))),
            .p([.id("refused"), .class("error"), .role("alert")]),
            .form(
                [.id("unlock"), .method("post"), .action("#"), .novalidate],
                fields.text("passphrase", Phrase("session.passphrase"), required: true, kind: .newPassword),
                fields.button(Phrase("session.unlock"))),
            .p(words.html(Phrase("session.wipe.text"))),
            button("wipe-locked", Phrase("session.wipe"), words))
    }

    private func desk(_ event: CalendarEvent, _ words: Words) -> HTML {
        let fields = FormFields(words)
        return .section(
            [.id("desk"), .hidden],
            .p([.id("saved"), .class("good"), .role("status"), .hidden]),
            .form(
                [.id("entry"), .method("post"), .action("#"), .novalidate],
                form.fields(fields, languages: []),
                fields.button(Phrase("session.save"))),
            .h2(words.html(Phrase("session.waiting"))),
            .p([.id("none-waiting")], words.html(Phrase("session.waiting.none"))),
            .ul([.id("waiting"), .class("entries")]),
            button("send", Phrase("session.send"), words),
            .h2(words.html(Phrase("session.sent"))),
            .ul([.id("sent"), .class("entries")]),
            .h2(words.html(Phrase("session.end"))),
            button("lock", Phrase("session.lock"), words), button("wipe", Phrase("session.wipe"), words),
            .p(words.html(Phrase("session.wipe.text"))))
    }

    private func button(_ id: String, _ label: Phrase, _ words: Words) -> HTML {
        .button([.type("button"), .class("button quiet"), .id(id)], words.html(label))
    }

    /// What the script says, in the page's language.
    private func said(_ words: Words) -> HTML {
        let phrases: [(String, Phrase)] = [
            ("online", Phrase("session.line.online")), ("offline", Phrase("session.line.offline")),
            ("signed-out", Phrase("session.line.signed_out")), ("sign-in", Phrase("session.sign_in")),
            ("not-allowed", Phrase("session.line.not_allowed")), ("no-storage", Phrase("session.no_storage")),
            ("wrong", Phrase("session.passphrase.wrong")), ("short", Phrase("session.passphrase.short")),
            ("saved", Phrase("session.saved")), ("required", Phrase("field.required")),
            ("bad-sheet", Phrase("entry.sheet.mistyped")), ("waits", Phrase("session.state.waits")),
            ("sending", Phrase("session.state.sending")), ("refused", Phrase("session.state.refused")),
            ("stored", Phrase("entry.stored")), ("again", Phrase("entry.again")), ("version", Phrase("entry.version")),
            ("sheet-bound", Phrase("sheet.bound")), ("sheet-unknown", Phrase("sheet.unknown")),
            ("change", Phrase("session.change")), ("remove", Phrase("session.remove")),
            ("remove-sure", Phrase("session.remove.sure")), ("wipe-sure", Phrase("session.wipe.sure")),
            ("wiped", Phrase("session.wiped")), ("look", Phrase("entry.look")),
        ]
        return .div(
            [.id("said"), .hidden], .list(phrases.map { HTML.span([.id("say-\($0.0)")], words.html($0.1)) }))
    }
}
