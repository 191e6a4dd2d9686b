import Accounts
import CaseModel
import HTTP
import Web

/// The form in which the officer decides and answers the source.
struct DecisionForm: Sendable {
    let lists: CodeLists

    func html(_ file: CaseFile, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let fields = FormFields(words, state)
        let suggested = lists.label(file.suggestion.status.rawValue, in: "verification_status", words)
        let next = DecideCase.choices.filter { file.row.status.mayBecome($0) }
        return .section(
            .h2(words.html(Phrase("decision.title"))),
            .p(words.html(Phrase("decision.rule", ["status": .text(suggested)]))),
            fields.form(
                action: "/desk/cases/\(file.row.id)/decision", token: staff.formToken,
                fields.hidden("version", String(file.row.version)),
                fields.select(
                    "next", Phrase("decision.next"),
                    options: next.map { Choice($0.rawValue, lists.label($0.rawValue, in: "case_status", words)) },
                    required: true),
                fields.select(
                    "nexus", Phrase("decision.nexus"), options: lists.choices("nexus_strength", words), required: true),
                fields.textarea("reason", Phrase("decision.reason"), required: true, rows: 4),
                fields.textarea(
                    "answer", Phrase("decision.answer"), hint: Phrase("decision.answer.hint"), required: true, rows: 6),
                fields.button(Phrase("decision.submit"))))
    }

    /// The decision that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields, language: Language) throws(FormErrors) -> DecideCase.Input {
        var errors = FormErrors()
        let next: CaseStatus? = errors.code(fields, "next")
        let nexus: NexusStrength? = errors.code(fields, "nexus")
        let reason = errors.text(fields, "reason", limit: FieldLimits.message)
        let answer = errors.text(fields, "answer", limit: FieldLimits.message)
        try errors.check()
        guard let next, let nexus, let reason, let answer else { throw errors }
        // A form without a version has seen none: no case is at 0.
        return DecideCase.Input(
            version: Int(fields["version"] ?? "") ?? 0, next: next, nexus: nexus, reason: reason, answer: answer,
            answerLanguage: language.code)
    }
}
