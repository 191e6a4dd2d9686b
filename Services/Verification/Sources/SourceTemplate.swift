import CaseModel
import Web

/// A message that says nothing of the case: what is often written to sources, for the officer to complete.
enum SourceTemplate: String, CaseIterable, Sendable {
    case acknowledgement = "ACKNOWLEDGEMENT"
    case question = "QUESTION"
    case verifying = "VERIFYING"
    case assessed = "ASSESSED"
    case acted = "ACTED"
    case noNews = "NO_NEWS"
    case closing = "CLOSING"

    var title: Phrase {
        switch self {
        case .acknowledgement: Phrase("source.template.acknowledgement.title")
        case .question: Phrase("source.template.question.title")
        case .verifying: Phrase("source.template.verifying.title")
        case .assessed: Phrase("source.template.assessed.title")
        case .acted: Phrase("source.template.acted.title")
        case .noNews: Phrase("source.template.no_news.title")
        case .closing: Phrase("source.template.closing.title")
        }
    }

    var text: Phrase {
        switch self {
        case .acknowledgement: Phrase("source.template.acknowledgement")
        case .question: Phrase("source.template.question")
        case .verifying: Phrase("source.template.verifying")
        case .assessed: Phrase("source.template.assessed")
        case .acted: Phrase("source.template.acted")
        case .noNews: Phrase("source.template.no_news")
        case .closing: Phrase("source.template.closing")
        }
    }

    var kind: SourceMessage.Kind { self == .question ? .question : .message }

    /// The form as it stands with this message in it, in the language that the source reads.
    func state(in language: Language, _ words: Words) -> FormState {
        var state = FormState()
        state.set("message", words.in(language)(text))
        state.set("message_kind", kind.rawValue)
        state.set("message_language", language.code)
        return state
    }
}

/// Chooses a template. What it asks for is no content, so it may stand in an address.
struct SourceTemplateForm: Sendable {
    let words: Words

    func html(_ file: SourceFile, of id: CaseID, _ state: FormState) -> HTML {
        var chosen = FormState()
        chosen.set("language", state.value("message_language"))
        let fields = FormFields(words, chosen)
        return .details(
            .summary(words.html(Phrase("source.templates"))),
            .form(
                [.method("get"), .action(CaseSection.source.path(of: id))],
                fields.hidden("to", file.row.id.description),
                fields.select(
                    "template", Phrase("source.template"),
                    options: SourceTemplate.allCases.map { Choice($0.rawValue, words($0.title)) }, required: true),
                fields.select(
                    "language", Phrase("source.language"),
                    options: Language.allCases.map { Choice($0.code, $0.nativeName) }),
                fields.button(Phrase("source.template.use"))))
    }
}
