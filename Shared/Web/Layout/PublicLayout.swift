package import ServiceRuntime

/// The pages that anybody may see: a way out first, then the languages.
package struct PublicLayout: Sendable {
    package let phrases: Phrases
    package let assets: Assets
    /// Where the way out leads: a site that anybody might be reading.
    package let quickExit: String
    /// The languages that the switcher offers.
    package let languages: [Language]

    package init(phrases: Phrases, assets: Assets, quickExit: String, languages: [Language]? = nil) {
        self.phrases = phrases
        self.assets = assets
        self.quickExit = quickExit
        self.languages = languages ?? phrases.complete
    }

    /// Reads where the way out leads from `AMPARO_QUICK_EXIT_URL`.
    package init(phrases: Phrases, assets: Assets, settings: Settings) throws(SettingsError) {
        let address = settings.string("AMPARO_QUICK_EXIT_URL", default: "https://www.un.org/")
        guard address.hasPrefix("https://"), Address.safe(address) == address else {
            throw SettingsError(key: "AMPARO_QUICK_EXIT_URL", problem: .invalid)
        }
        self.init(phrases: phrases, assets: assets, quickExit: address)
    }

    /// A whole page.
    ///
    /// - Parameters:
    ///   - title: Already in the reader's language.
    ///   - path: The page's address behind the language, `/report/new`, for the links to the same page in the others;
    ///     nil where there is no such page (after a form was sent): the links then lead to the front page.
    ///   - scripts: What the page can do better where there are scripts, besides the way out.
    package func page(
        _ title: String, language: Language, path: String?, scripts: [Assets.Asset] = [], _ body: HTML...
    ) -> HTML {
        let words = phrases.words(language)
        let frame = Frame(words: words, assets: assets, scripts: [assets.quickExitScript] + scripts)
        return frame.document(
            title: title,
            first: exit(words),
            beforeMain: .list(
                .header([.class("band")], .div([.class("wide")], frame.brand("/\(language.code)/"))),
                switcher(words, path: path ?? "/")),
            body: .list(body),
            footer: .p(words.html(Phrase("web.public.footer.draft"))))
    }

    private func exit(_ words: Words) -> HTML {
        .div(
            [.class("exit")],
            .div(
                [.class("wide")],
                .a(
                    [.id("quick-exit"), .href(quickExit), .rel("noreferrer noopener nofollow")],
                    words.html(Phrase("web.exit.link"))),
                .span(words.html(Phrase("web.exit.hint")))))
    }

    private func switcher(_ words: Words, path: String) -> HTML {
        let items = languages.map { language in
            let current: [Attribute] = language == words.language ? [.ariaCurrent("page")] : []
            let attributes: [Attribute] = [
                .href("/\(language.code)\(path)"), .lang(language.code), .hreflang(language.code),
                .dir(language.direction),
            ]
            return HTML.li(.a(attributes + current, .text(language.nativeName)))
        }
        return .nav([.class("languages"), .ariaLabel(words(Phrase("web.languages.label")))], .ul(.list(items)))
    }
}
