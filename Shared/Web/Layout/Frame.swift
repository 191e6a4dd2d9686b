/// What all pages have in common: the head, the way past the navigation, the main part, the footer.
struct Frame {
    let words: Words
    let assets: Assets
    var scripts: [Assets.Asset] = []

    func document(title: String, first: HTML = .empty, beforeMain: HTML, body: HTML, footer: HTML) -> HTML {
        let language = words.language
        return .document(
            .html(
                [.lang(language.code), .dir(language.direction)],
                head(title: title),
                .body(
                    first,
                    .a([.class("skip"), .href("#main")], words.html(Phrase("web.page.skip"))),
                    beforeMain,
                    .main([.id("main"), .tabindex(-1)], .div([.class("wide")], body)),
                    .footer(.div([.class("wide")], footer)))))
    }

    private func head(title: String) -> HTML {
        .head(
            .meta([.charset("utf-8")]),
            .meta([.name("viewport"), .content("width=device-width, initial-scale=1")]),
            .title(.text("\(title) – \(words(Phrase("web.site.name")))")),
            .meta([.name("robots"), .content("noindex")]),
            .link([.rel("stylesheet"), .href(assets.stylesheet.path)]),
            .link([.rel("icon"), .href(assets.icon.path), .type("image/svg+xml")]),
            .list(scripts.map { HTML.script([.src($0.path), .defer]) }))
    }

    /// The name of the house, as a link to its front page.
    func brand(_ address: String) -> HTML {
        .a(
            [.class("brand"), .href(address)],
            words.html(Phrase("web.site.name")), .span([.class("tagline")], words.html(Phrase("web.site.tagline"))))
    }
}
