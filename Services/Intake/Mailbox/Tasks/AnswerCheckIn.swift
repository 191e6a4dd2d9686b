import CaseModel
import HTTP
import Web

/// "I am safe", or not. Whoever is not has a person look at once.
struct AnswerCheckIn: MailboxTask {
    let name = "check-in"
    let title = Phrase("mailbox.check_in.title")
    let submit = Phrase("report.submit")

    let send: SendUpdate

    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState {
        FormState(values: ["answers": fields.values("answers"), "safe": fields.values("safe")])
    }

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        return .list(
            fields.hidden("answers", fields.state.value("answers")),
            fields.radios(
                "safe", Phrase("mailbox.check_in.label"),
                options: [
                    Choice("yes", words(Phrase("mailbox.check_in.safe"))),
                    Choice("no", words(Phrase("mailbox.check_in.not_safe"))),
                ], required: true),
            fields.textarea("text", Phrase("mailbox.check_in.text"), hint: Phrase("mailbox.check_in.hint"), rows: 4))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        let (text, textErrors) = SourceUpdate.text(
            typed: fields["text"] ?? "", form: "mailbox.form", required: false)
        var errors = FormErrors(textErrors)
        let isSafe = ["yes": true, "no": false][fields["safe"] ?? ""]
        if isSafe == nil { errors.add("safe", Phrase("mailbox.choose")) }
        guard errors.isEmpty, let isSafe else { return .invalid(errors) }
        var update = visit.update(.checkIn, language: language.code)
        update.isSafe = isSafe
        update.text = text
        update.answers = MessageID(fields["answers"] ?? "")
        return MailboxOutcome(
            try await send(update, urgency: isSafe ? .u3 : .u1, on: visit),
            isSafe ? Phrase("mailbox.check_in.sent.safe") : Phrase("mailbox.check_in.sent.not_safe"))
    }
}
