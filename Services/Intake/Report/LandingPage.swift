import Web

/// The way in: safety first, then who reads it and what to expect, then the form.
struct LandingPage: Sendable {
    let layout: PublicLayout

    func page(_ language: Language) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("landing.title")), language: language, path: "/",
            .h1(words.html(Phrase("landing.title"))),
            .p([.class("lead")], words.html(Phrase("landing.lead"))),
            safety(words), readers(words), expectations(words),
            .div(
                [.class("actions")],
                FormFields.buttonLink("/\(language.code)/report", words.html(Phrase("landing.report"))),
                .a([.href("/\(language.code)/return")], words.html(Phrase("landing.return")))))
    }

    private func safety(_ words: Words) -> HTML {
        let advice = [
            Phrase("landing.safety.danger"), Phrase("landing.safety.device"), Phrase("landing.safety.network"),
            Phrase("landing.safety.window"), Phrase("landing.safety.alone"), Phrase("landing.safety.shared"),
            Phrase("landing.safety.files"),
        ]
        return .section(
            [.class("notice")],
            .h2(words.html(Phrase("landing.safety.title"))),
            .ul(.list(advice.map { HTML.li(words.html($0)) })))
    }

    private func readers(_ words: Words) -> HTML {
        .section(
            .h2(words.html(Phrase("landing.readers.title"))),
            .p(words.html(Phrase("landing.readers.who"))),
            .p(words.html(Phrase("landing.readers.next"))),
            .p(words.html(Phrase("landing.readers.receipt"))))
    }

    private func expectations(_ words: Words) -> HTML {
        .section(
            .h2(words.html(Phrase("landing.expect.title"))),
            .p(words.html(Phrase("landing.readers.honest"))),
            .p(words.html(Phrase("landing.expect.can"))),
            .p(words.html(Phrase("landing.expect.cannot"))),
            .p(words.html(Phrase("landing.expect.time"))))
    }
}
