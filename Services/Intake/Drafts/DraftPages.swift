import Web

/// What somebody sees who leaves a text to go on with it later.
struct DraftPages: Sendable {
    let layout: PublicLayout

    func kept(_ language: Language, token: String) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("draft.kept.title")), language: language, path: nil,
            .h1(words.html(Phrase("draft.kept.title"))),
            .p([.class("lead")], words.html(Phrase("draft.kept.lead"))),
            .ul(
                .li(words.html(Phrase("draft.kept.back"))), .li(words.html(Phrase("draft.kept.window"))),
                .li(words.html(Phrase("draft.kept.shared")))),
            .div([.class("actions")], Self.button(Phrase("draft.delete"), .delete, words, token)))
    }

    /// One of the two things that can be done with a kept draft.
    static func button(_ label: Phrase, _ wish: DraftRoutes.Wish, _ words: Words, _ token: String) -> HTML {
        FormFields(words).buttonForm(
            action: "/\(words.language.code)/report/draft", token: token, label,
            fields: [(ReportForm.wish, wish.rawValue)])
    }
}
