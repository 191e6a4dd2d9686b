import Accounts
import CaseModel
import HTTP
import Web

/// The form in which an officer writes to a source.
struct SourceForm: Sendable {
    let words: Words
    let staff: Staff
    /// Set on the page of a case.
    var caseID: CaseID?

    struct Input: Sendable {
        var text: String
        var kind: SourceMessage.Kind
        var language: String
    }

    /// What field `page` says where the form stands on the page of a case.
    static let casePage = "case"

    static let names = ["message", "message_kind", "message_language"]

    func html(_ file: SourceFile, _ state: FormState) -> HTML {
        let fields = FormFields(words, state.values.isEmpty ? initial(file, state) : state)
        return .section(
            [.id("write-\(file.row.id)")],
            .h3(words.html(Phrase("source.write"))),
            caseID.map { SourceTemplateForm(words: words).html(file, of: $0, fields.state) } ?? .empty,
            fields.form(
                action: "/desk/submissions/\(file.row.id)/messages", token: staff.formToken,
                caseID == nil ? .empty : fields.hidden("page", Self.casePage),
                fields.textarea(
                    "message", Phrase("source.message"), hint: Phrase("source.message.hint"), required: true, rows: 6),
                fields.select(
                    "message_language", Phrase("source.language"),
                    options: Language.allCases.map { Choice($0.code, $0.nativeName) },
                    hint: Phrase("source.language.hint")),
                fields.radios(
                    "message_kind", Phrase("source.kind"),
                    options: [
                        Choice(SourceMessage.Kind.message.rawValue, words(Phrase("source.kind.message"))),
                        Choice(SourceMessage.Kind.question.rawValue, words(Phrase("source.kind.question"))),
                    ], required: true),
                fields.button(Phrase("source.submit"))),
            .when(
                file.contact?.checkIns == true,
                FormFields(words).buttonForm(
                    action: "/desk/submissions/\(file.row.id)/check-ins", token: staff.formToken,
                    Phrase("source.check_in.ask"), fields: caseID == nil ? [] : [("page", Self.casePage)])))
    }

    /// In the language that the source wants to be answered in.
    private func initial(_ file: SourceFile, _ state: FormState) -> FormState {
        let wanted = file.updates.last { $0.content != nil }?.content?.language ?? file.content?.answerLanguage
        var state = state
        state.set("message_language", Language(rawValue: wanted ?? "")?.code ?? staff.language.code)
        state.set("message_kind", SourceMessage.Kind.message.rawValue)
        return state
    }

    /// The message that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields, _ staff: Staff) throws(FormErrors) -> Input {
        let (text, textErrors) = SourceUpdate.text(
            typed: fields["message"] ?? "", field: "message", form: "desk.message", required: true)
        var errors = FormErrors(textErrors)
        let kind = errors.choice(
            fields, "message_kind",
            among: [SourceMessage.Kind.message.rawValue, SourceMessage.Kind.question.rawValue])
        let language = fields["message_language"].flatMap { $0.isEmpty ? nil : $0 } ?? staff.language.code
        if Language(rawValue: language) == nil { errors.add("message_language", Phrase("field.unknown_code")) }
        try errors.check()
        guard let kind = kind.flatMap(SourceMessage.Kind.init) else { throw errors }
        return Input(text: text, kind: kind, language: language)
    }

    /// Why the source cannot be written to; nil where they can.
    static func refusal(_ mailbox: SourceFile.Mailbox) -> Phrase? {
        switch mailbox {
        case .open: nil
        case .notTaken: Phrase("source.refused.not_taken")
        case .burnt: Phrase("source.refused.burnt")
        case .unknown: Phrase("submission.unreadable")
        }
    }

    static func phrase(_ refusal: WriteToSource.Refusal) -> Phrase {
        switch refusal {
        case .notTaken: Phrase("source.refused.not_taken")
        case .burnt: Phrase("source.refused.burnt")
        case .unreadable: Phrase("submission.unreadable")
        case .checkInsNotWanted: Phrase("source.refused.check_ins")
        }
    }
}
