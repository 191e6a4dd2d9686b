import CaseModel
import Web

/// The messages of a mailbox, the unread ones first, inside the form that carries the pass.
struct MailboxMessages: Sendable {
    let words: Words
    let root: String

    /// What a button of the mailbox's page asks for.
    enum View {
        static let field = "view"
        static let all = "all"
        static let hide = "hide"
        static let show = "show"
    }

    func html(_ mailbox: Mailbox, showRead: Bool) -> HTML {
        guard !mailbox.messages.isEmpty else { return .p(words.html(Phrase("mailbox.messages.none"))) }
        let isHidden = mailbox.row.unreadOnly && !showRead
        return .list(
            unread(mailbox.unread), isHidden ? hidden(mailbox.read) : read(mailbox.read),
            setting(mailbox.row.unreadOnly))
    }

    private func unread(_ messages: [Mailbox.Message]) -> HTML {
        guard !messages.isEmpty else { return .p(words.html(Phrase("mailbox.messages.nothing_new"))) }
        return .section(
            .h3(words.html(Phrase("mailbox.messages.new", count: messages.count))),
            .list(messages.reversed().map { message($0) }))
    }

    private func read(_ messages: [Mailbox.Message]) -> HTML {
        guard !messages.isEmpty else { return .empty }
        return .section(
            .h3(words.html(Phrase("mailbox.messages.read"))), .list(messages.reversed().map { message($0) }))
    }

    /// Not even how many there are.
    private func hidden(_ messages: [Mailbox.Message]) -> HTML {
        messages.isEmpty ? .empty : .p(view(View.all, Phrase("mailbox.messages.show_read")))
    }

    private func setting(_ unreadOnly: Bool) -> HTML {
        .list(
            .p(
                [.class("hint")],
                words.html(unreadOnly ? Phrase("mailbox.unread_only.on") : Phrase("mailbox.unread_only.off"))),
            .p(
                unreadOnly
                    ? view(View.show, Phrase("mailbox.unread_only.stop"))
                    : view(View.hide, Phrase("mailbox.unread_only.start"))))
    }

    private func view(_ value: String, _ label: Phrase) -> HTML {
        .button([.type("submit"), .class("button quiet"), .name(View.field), .value(value)], words.html(label))
    }

    private func message(_ message: Mailbox.Message) -> HTML {
        .article(
            [.class("message")],
            .p(
                [.class("hint")],
                words.html(Phrase("mailbox.message.time", ["time": .text(UTCTime.minute(message.sentAt))]))),
            message.content.map { content($0, message.id) }
                ?? .p(words.html(Phrase("mailbox.message.unreadable"))))
    }

    private func content(_ content: SourceMessage, _ id: MessageID) -> HTML {
        let text = HTML.div([.lang(content.language)], .userParagraphs(content.text))
        switch content.kind {
        case .question:
            return .list(
                .p(.strong(words.html(Phrase("mailbox.kind.question")))), text,
                .p(answer("message", id, Phrase("mailbox.answer"))))
        case .checkIn:
            return .list(
                .p(.strong(words.html(Phrase("mailbox.check_in.label")))), .when(!content.text.isEmpty, text),
                .p(answer("check-in", id, Phrase("mailbox.answer"))))
        case .message, nil: return text
        }
    }

    private func answer(_ task: String, _ id: MessageID, _ label: Phrase) -> HTML {
        .button(
            [
                .type("submit"), .class("button quiet"), .name("answers"), .value(id.description),
                .formAction("\(root)/\(task)"),
            ], words.html(label))
    }
}
