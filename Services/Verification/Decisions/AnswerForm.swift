import Accounts
import CaseModel
import Web

/// The form in which somebody answers a step that waits for a signature.
struct AnswerForm: Sendable {
    let words: Words
    let staff: Staff

    /// What the reader may answer: nobody signs what they proposed.
    func html(_ step: RecordVersion<SignedStep>, in id: CaseID, _ state: FormState) -> HTML {
        guard step.content.state == .waiting else { return .empty }
        let isAuthor = step.content.officer == StaffID(staff.id)
        guard isAuthor || staff.may(.reviewCases) else { return .empty }
        let fields = FormFields(words, state)
        let address = "/desk/cases/\(id)/reviews/\(step.id)"
        let answers = isAuthor ? AnswerStep.Answer.ofAuthor : AnswerStep.Answer.ofReviewer
        return .section(
            .h2(words.html(Phrase("review.answer"))),
            .when(isAuthor, .p(words.html(Phrase("review.own")))),
            fields.form(
                action: isAuthor ? "\(address)/author" : address, token: staff.formToken,
                fields.hidden("version", "\(step.version)"),
                fields.radios(
                    "answer", Phrase("review.answer"),
                    options: answers.map {
                        Choice($0.rawValue, words(Phrase(key: "review.answer.\($0.rawValue)")))
                    }, required: true),
                fields.textarea("remark", Phrase("review.remark"), hint: Phrase("review.remark.hint"), rows: 4),
                fields.button(Phrase("review.submit"))))
    }
}
