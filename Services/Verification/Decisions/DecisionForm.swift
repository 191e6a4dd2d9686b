import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form in which the officer says what the case amounts to.
struct DecisionForm: Sendable {
    let lists: CodeLists

    static let names = ["status", "nexus", "reason", "answer"]

    func html(_ file: CaseFile, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: "/desk/cases/\(file.row.id)/decision", token: staff.formToken,
            fields.hidden("version", String(file.row.version)),
            fields.select(
                "status", Phrase("decision.status"), options: lists.choices("verification_status", words),
                hint: Phrase("decision.status.hint"), required: true),
            fields.select(
                "nexus", Phrase("decision.nexus"), options: lists.choices("nexus_strength", words), required: true),
            fields.textarea("reason", Phrase("decision.reason"), required: true, rows: 4),
            fields.textarea("answer", Phrase("decision.answer"), hint: Phrase("decision.answer.hint"), rows: 6),
            fields.button(Phrase("decision.submit")))
    }

    /// The decision that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields, language: Language) throws(FormErrors) -> DecideCase.Input {
        var errors = FormErrors()
        let status: VerificationStatus? = errors.code(fields, "status")
        let nexus: NexusStrength? = errors.code(fields, "nexus")
        let reason = errors.text(fields, "reason", limit: FieldLimits.message)
        let answer = errors.optionalText(fields, "answer", limit: FieldLimits.message)
        try errors.check()
        guard let status, let nexus, let reason else { throw errors }
        // A form without a version has seen none: no case is at 0.
        return DecideCase.Input(
            version: Int(fields["version"] ?? "") ?? 0, status: status, nexus: nexus, reason: reason, answer: answer,
            answerLanguage: language.code)
    }
}
