import CaseModel
import HTTP
import Web

/// Writes to the officers, of oneself or in answer to a question.
struct WriteMessage: MailboxTask {
    let name = "message"
    let title = Phrase("mailbox.message.title")
    let submit = Phrase("report.submit")

    let send: SendUpdate
    let open: OpenMailbox
    let lists: CodeLists

    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState {
        FormState(values: ["answers": fields.values("answers")])
    }

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        .list(
            try await question(fields, visit),
            fields.textarea(
                "text", Phrase("mailbox.message.label"), hint: Phrase("mailbox.message.hint"), required: true, rows: 8),
            WhatHappenedFields(fields: fields, codes: CodeWords(lists: lists, words: fields.words)).dangers())
    }

    /// What is answered, above the answer. Where it cannot be shown now, the answer is still one to it.
    private func question(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        guard let id = MessageID(fields.state.value("answers")) else { return .empty }
        let mailbox = try? await open(visit)
        return .list(
            fields.hidden("answers", id.description),
            mailbox?.message(id)?.content.map {
                .list(
                    .h2(fields.words.html(Phrase("mailbox.kind.question"))),
                    .blockquote([.lang($0.language)], .userParagraphs($0.text)))
            } ?? .empty)
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        let (text, errors) = SourceUpdate.text(typed: fields["text"] ?? "", form: "mailbox.form", required: true)
        guard errors.isEmpty else { return .invalid(FormErrors(errors)) }
        var update = visit.update(.message, language: language.code)
        update.text = text
        let dangers = Set(fields.values("dangers").compactMap(DeclaredDanger.init))
        update.dangers = dangers
        update.answers = MessageID(fields["answers"] ?? "")
        let urgency = UrgencyRule.score(dangers: dangers, acts: [], lists: lists).urgency
        return MailboxOutcome(try await send(update, urgency: urgency, on: visit), Phrase("mailbox.message.sent"))
    }
}
