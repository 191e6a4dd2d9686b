import CaseModel
import Web

/// The pages of what can be done in a mailbox: the form, the page in between, and what is said afterwards. Each carries a
/// pass to the next.
struct TaskPages: Sendable {
    let pages: MailboxPages

    private func words(_ language: Language) -> Words { pages.layout.phrases.words(language) }

    private func page(
        _ title: String, _ language: Language, scripts: [Assets.Asset] = [], _ body: HTML...
    ) -> HTML {
        pages.layout.page(title, language: language, path: nil, scripts: scripts, .list(body))
    }

    private func address(_ task: any MailboxTask, _ language: Language) -> String {
        "/\(language.code)/mailbox/\(task.name)"
    }

    func form(
        _ task: any MailboxTask, _ inner: HTML, fields: FormFields, pass: String, notice: HTML, _ language: Language
    ) -> HTML {
        page(
            fields.title(task.title), language,
            scripts: task.takesFiles ? [pages.layout.assets.uploadScript] : [],
            .h1(fields.words.html(task.title)), notice,
            fields.form(
                action: address(task, language), token: pass, multipart: task.takesFiles,
                fields.hidden(MailboxStep.field, MailboxStep.send), inner,
                fields.button(task.submit)),
            back(pass, language))
    }

    /// A new code, and the button that makes it count. What is printed is the code alone.
    func next(
        _ task: any MailboxTask, step: String, hidden: [(String, String)], body: HTML, submit: Phrase, pass: String,
        _ language: Language
    ) -> HTML {
        let words = words(language)
        let fields = FormFields(words)
        return page(
            words(task.title), language,
            .h1(words.html(task.title)),
            .p([.class("lead")], words.html(Phrase("receipt.write_down"))),
            .h2(words.html(Phrase("receipt.code.label"))),
            body,
            .p(.strong(words.html(Phrase("receipt.keep")))),
            fields.form(
                action: address(task, language), token: pass, fields.hidden(MailboxStep.field, step),
                .list(hidden.map { fields.hidden($0.0, $0.1) }), fields.button(submit)),
            back(pass, language))
    }

    func sent(_ task: any MailboxTask, _ text: Phrase, pass: String, _ language: Language) -> HTML {
        let words = words(language)
        return page(
            words(task.title), language,
            .h1(words.html(task.title)),
            .p([.class("lead"), .role("status")], words.html(text)),
            back(pass, language),
            .p(words.html(Phrase("mailbox.leave"))))
    }

    func over(title: Phrase, text: Phrase, _ language: Language) -> HTML {
        let words = words(language)
        return page(
            words(title), language,
            .h1(words.html(title)),
            .p([.class("lead"), .role("status")], words.html(text)),
            .p(words.html(Phrase("mailbox.leave"))))
    }

    /// Asks for the code again, and carries along what was typed.
    func closed(
        action: String, typed: [(String, String)], state: FormState, token: String, notice: Phrase,
        _ language: Language
    ) -> HTML {
        let words = words(language)
        let fields = FormFields(words, state)
        return page(
            fields.title(Phrase("return.title")), language,
            .h1(words.html(Phrase("return.title"))),
            .p([.class("notice"), .role("alert")], words.html(notice)),
            .when(!typed.isEmpty, .p(words.html(Phrase("mailbox.closed.kept")))),
            fields.form(
                action: action, token: token, .list(typed.map { fields.hidden($0.0, $0.1) }), pages.codeField(fields),
                fields.button(Phrase("return.submit"))))
    }

    private func back(_ pass: String, _ language: Language) -> HTML {
        let words = words(language)
        return FormFields(words).buttonForm(
            action: "/\(language.code)/mailbox", token: pass, Phrase("mailbox.back"))
    }

    func notice(_ text: Phrase, title: Phrase? = nil, _ language: Language) -> HTML {
        let words = words(language)
        return .div(
            [.class("notice"), .role("alert")], title.map { .h2(words.html($0)) } ?? .empty, .p(words.html(text)))
    }
}
