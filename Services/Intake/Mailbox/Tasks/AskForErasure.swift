import CaseModel
import HTTP
import Web

/// Asks that everything about oneself be erased. What that means, and what cannot be taken back, stands above the button;
/// nothing is sent without a tick that it was read.
struct AskForErasure: MailboxTask {
    let name = "erasure"
    let title = Phrase("mailbox.erasure.title")
    let submit = Phrase("mailbox.erasure.submit")

    let send: SendUpdate

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        return .list(
            .h2(words.html(Phrase("mailbox.erasure.what.title"))),
            .ul(
                .li(words.html(Phrase("mailbox.erasure.what.content"))),
                .li(words.html(Phrase("mailbox.erasure.what.stop"))),
                .li(words.html(Phrase("mailbox.erasure.what.person")))),
            .h2(words.html(Phrase("mailbox.erasure.not.title"))),
            .ul(
                .li(words.html(Phrase("mailbox.erasure.not.published"))),
                .li(words.html(Phrase("mailbox.erasure.not.passed_on"))),
                .li(words.html(Phrase("mailbox.erasure.not.record")))),
            fields.textarea("text", Phrase("mailbox.erasure.text"), rows: 3),
            fields.checkbox("sure", Phrase("mailbox.erasure.sure")))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        let (text, textErrors) = SourceUpdate.text(
            typed: fields["text"] ?? "", form: "mailbox.form", required: false)
        var errors = FormErrors(textErrors)
        if fields["sure"] != "yes" { errors.add("sure", Phrase("mailbox.sure.missing")) }
        guard errors.isEmpty else { return .invalid(errors) }
        var update = visit.update(.erasure, language: language.code)
        update.text = text
        return MailboxOutcome(try await send(update, urgency: .u2, on: visit), Phrase("mailbox.erasure.sent"))
    }
}
