import CaseModel
import Web

/// What somebody sees who comes with a sheet that an officer has given them.
struct HandoverPages: Sendable {
    let mailbox: MailboxPages

    func door(_ language: Language, token: String, state: FormState) -> HTML {
        let words = mailbox.layout.phrases.words(language)
        let fields = FormFields(words, state)
        return mailbox.layout.page(
            fields.title(Phrase("handover.title")), language: language, path: "/handover",
            .h1(words.html(Phrase("handover.title"))),
            .p([.class("lead")], words.html(Phrase("handover.lead"))),
            fields.form(
                action: "/\(language.code)/handover", token: token,
                fields.text(
                    "code", Phrase("handover.code.label"), required: true, kind: .code, maxLength: 100, size: 30),
                fields.button(Phrase("handover.submit"))))
    }

    func offer(_ receipt: ReceiptCode, hidden: [(String, String)], token: String, _ language: Language) -> HTML {
        let words = mailbox.layout.phrases.words(language)
        let fields = FormFields(words)
        return mailbox.layout.page(
            words(Phrase("handover.title")), language: language, path: nil,
            .h1(words.html(Phrase("handover.title"))),
            .p([.class("lead")], words.html(Phrase("receipt.write_down"))),
            .h2(words.html(Phrase("receipt.code.label"))),
            ReceiptText.code(receipt),
            .p(.strong(words.html(Phrase("receipt.keep")))),
            fields.form(
                action: "/\(language.code)/handover", token: token, .list(hidden.map { fields.hidden($0.0, $0.1) }),
                fields.button(Phrase("handover.take"))))
    }

    func done(_ language: Language) -> HTML {
        let words = mailbox.layout.phrases.words(language)
        return mailbox.layout.page(
            words(Phrase("handover.done.title")), language: language, path: nil,
            .h1(words.html(Phrase("handover.done.title"))),
            .p([.class("lead"), .role("status")], words.html(Phrase("handover.done"))),
            .p(.a([.href("/\(language.code)/return")], words.html(Phrase("landing.return")))),
            .p(words.html(Phrase("mailbox.leave"))))
    }
}
