import CaseModel
import Web

/// What somebody sees who comes back with a receipt code.
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
                action: "/\(language.code)/return", token: token,
                fields.text("code", Phrase("return.code.label"), required: true, kind: .code, maxLength: 100, size: 30),
                fields.button(Phrase("return.submit"))))
    }

    func mailbox(_ opened: OpenMailbox.Opened, _ language: Language) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("mailbox.title")), language: language, path: nil,
            .h1(words.html(Phrase("mailbox.title"))),
            .p(words.html(Phrase("mailbox.received", ["time": .text(UTCTime.minute(opened.receivedAt))]))),
            .h2(words.html(Phrase("mailbox.state.label"))),
            .p([.class("lead")], words.html(Self.phrase(opened.state))),
            .h2(words.html(Phrase("mailbox.messages.title"))),
            messages(opened.messages, words),
            .p(words.html(Phrase("mailbox.leave"))))
    }

    private func messages(_ messages: [OpenMailbox.Message], _ words: Words) -> HTML {
        guard !messages.isEmpty else { return .p(words.html(Phrase("mailbox.messages.none"))) }
        return .list(
            messages.map { message in
                .article(
                    [.class("message")],
                    .p(
                        [.class("hint")],
                        words.html(Phrase("mailbox.message.time", ["time": .text(UTCTime.minute(message.sentAt))]))),
                    message.text.map { HTML.userParagraphs($0) }
                        ?? .p(words.html(Phrase("mailbox.message.unreadable"))))
            })
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
