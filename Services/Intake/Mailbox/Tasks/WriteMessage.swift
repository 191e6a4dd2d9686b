import CaseModel
import HTTP
import Postgres
import Web

/// Writes to the officers, of oneself or in answer to a question, and sends files: either is enough.
struct WriteMessage: MailboxTask {
    let name = "message"
    let title = Phrase("mailbox.write.title")
    let submit = Phrase("report.submit")
    let takesFiles = true

    let send: SendUpdate
    let open: OpenMailbox
    let lists: CodeLists
    let evidence: Evidence

    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState {
        FormState(values: ["answers": fields.values("answers")])
    }

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let token = UploadToken(fields.state.value(Evidence.field))
        // A form is never refused for its files.
        var files: [DeclaredEvidence] = []
        if let token { files = (try? await evidence.files(of: token)) ?? [] }
        return .list(
            try await question(fields, visit),
            fields.textarea(
                "text", Phrase("mailbox.message.label"), hint: Phrase("mailbox.message.hint"), rows: 8),
            WhatHappenedFields(fields: fields, codes: CodeWords(lists: lists, words: fields.words)).dangers(),
            EvidencePart(limits: evidence.limits).html(fields, token: token, files: files))
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
        var files: [DeclaredEvidence] = []
        if let token = UploadToken(fields[Evidence.field]) { files = try await evidence.files(of: token) }
        let (text, problems) = SourceUpdate.text(
            typed: fields["text"] ?? "", form: "mailbox.form", required: files.isEmpty)
        var errors = FormErrors(problems)
        if files.contains(where: { visit.findsCode(in: $0.name) }) {
            errors.add(EvidencePart.file, Phrase("mailbox.code_in_file_name"))
        }
        guard errors.isEmpty else { return .invalid(errors) }
        var update = visit.update(.message, language: language.code)
        update.text = text
        let dangers = Set(fields.values("dangers").compactMap(DeclaredDanger.init))
        update.dangers = dangers
        update.answers = MessageID(fields["answers"] ?? "")
        update.evidence = files
        let urgency = UrgencyRule.score(dangers: dangers, acts: [], lists: lists, texts: [text]).urgency
        let ids = files.map(\.evidenceID)
        let outcome = try await send(update, urgency: urgency, on: visit) { transaction in
            let subjects = ids.map { _ in visit.pass.updateID.uuid }
            if !ids.isEmpty { try await transaction.execute(Evidence.claim(ids, for: subjects)) }
        }
        return MailboxOutcome(outcome, Phrase("mailbox.message.sent"))
    }
}
