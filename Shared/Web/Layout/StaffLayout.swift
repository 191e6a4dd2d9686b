/// The pages of the staff door: who is signed in, where one can go, the way out.
package struct StaffLayout: Sendable {
    package let phrases: Phrases
    package let assets: Assets

    package init(phrases: Phrases, assets: Assets) {
        self.phrases = phrases
        self.assets = assets
    }

    /// One entry of the navigation.
    package struct Section: Sendable {
        package let path: String
        package let label: Phrase

        package init(_ path: String, _ label: Phrase) {
            self.path = path
            self.label = label
        }
    }

    /// Who is signed in, as far as the page's frame shows it.
    package struct Reader: Sendable {
        package let name: String
        package let formToken: String
        package let sections: [Section]

        package init(name: String, formToken: String, sections: [Section]) {
            self.name = name
            self.formToken = formToken
            self.sections = sections
        }
    }

    /// A whole page. Without a reader (the sign-in pages) there is no navigation.
    ///
    /// - Parameter path: The page's address, which marks its section in the navigation.
    package func page(
        _ title: String, language: Language, path: String, reader: Reader?, scripts: [Assets.Asset] = [],
        _ body: HTML...
    ) -> HTML {
        let words = phrases.words(language)
        let frame = Frame(words: words, assets: assets, scripts: scripts)
        return frame.document(
            title: title,
            beforeMain: .list(
                .header(
                    [.class("band")],
                    .div([.class("wide")], frame.brand("/"), reader.map { signedIn($0, words) } ?? .empty)),
                reader.map { navigation($0.sections, path, words) } ?? .empty),
            body: .list(body),
            footer: .p(words.html(Phrase("web.staff.footer"))))
    }

    private func signedIn(_ reader: Reader, _ words: Words) -> HTML {
        .list(
            .span([.class("who")], .userText(reader.name)),
            .a([.href("/account")], words.html(Phrase("web.staff.account"))),
            FormFields(words).buttonForm(
                action: "/account/sign-out", token: reader.formToken, Phrase("web.staff.sign_out")))
    }

    private func navigation(_ sections: [Section], _ path: String, _ words: Words) -> HTML {
        guard !sections.isEmpty else { return .empty }
        // The desk's own sections lie below it: the nearest one counts.
        let here = sections.map(\.path).filter { path == $0 || path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
        let items = sections.enumerated().map { place, section in
            HTML.li(
                .a(
                    [.href(section.path)] + (place < 9 ? [.accessKey(place + 1)] : [])
                        + (section.path == here ? [.ariaCurrent("page")] : []),
                    words.html(section.label)))
        }
        return .nav([.class("sections"), .ariaLabel(words(Phrase("web.staff.sections")))], .ul(.list(items)))
    }
}
