import CaseModel
import Web

/// What somebody sees who comes back with a receipt code: the door, and the mailbox behind it.
struct MailboxPages: Sendable {
    let layout: PublicLayout

    func door(_ language: Language, token: String, state: FormState) -> HTML {
        let words = layout.phrases.words(language)
        let fields = FormFields(words, state)
        return layout.page(
            fields.title(Phrase("return.title")), language: language, path: "/return",
            .h1(words.html(Phrase("return.title"))),
            .p([.class("lead")], words.html(Phrase("return.lead"))),
            fields.form(
                action: "/\(language.code)/return", token: token, codeField(fields),
                fields.button(Phrase("return.submit"))),
            .p(.a([.href("/\(language.code)/handover")], words.html(Phrase("return.handover")))))
    }

    func codeField(_ fields: FormFields) -> HTML {
        fields.text("code", Phrase("return.code.label"), required: true, kind: .code, maxLength: 100, size: 30)
    }

    /// - Parameter showRead: Whether messages that were read are asked for.
    func mailbox(
        _ mailbox: Mailbox, pass: String, tasks: [any MailboxTask], showRead: Bool, _ language: Language
    ) -> HTML {
        let words = layout.phrases.words(language)
        let root = "/\(language.code)/mailbox"
        return layout.page(
            words(Phrase("mailbox.title")), language: language, path: nil,
            .h1(words.html(Phrase("mailbox.title"))),
            .p(words.html(Phrase("mailbox.received", ["time": .text(UTCTime.minute(mailbox.row.receivedAt))]))),
            .h2(words.html(Phrase("mailbox.state.label"))),
            .p([.class("lead")], words.html(Self.phrase(mailbox.row.state))),
            .form(
                [.method("post"), .action(root), .novalidate],
                FormFields(words).hidden(FormToken.field, pass),
                .h2(words.html(Phrase("mailbox.messages.title"))),
                MailboxMessages(words: words, root: root).html(mailbox, showRead: showRead),
                .h2(words.html(Phrase("mailbox.tasks.title"))),
                .ul([.class("tasks")], .list(tasks.map { .li(button($0.title, to: "\(root)/\($0.name)", words)) }))),
            .p(words.html(Phrase("mailbox.leave"))))
    }

    private func button(_ label: Phrase, to address: String, _ words: Words) -> HTML {
        .button([.type("submit"), .class("button quiet"), .formAction(address)], words.html(label))
    }

    private static func phrase(_ state: MailboxState) -> Phrase {
        switch state {
        case .received: Phrase("mailbox.state.received")
        case .beingRead: Phrase("mailbox.state.being_read")
        case .inVerification: Phrase("mailbox.state.in_verification")
        case .answered: Phrase("mailbox.state.answered")
        case .closed: Phrase("mailbox.state.closed")
        }
    }
}
