import Web

/// For somebody who says that it has nothing to do with the UN: what this place is for and where else to turn. Everything
/// that was typed comes along, back to the form or on to the officers.
struct OutOfScopePage: Sendable {
    let layout: PublicLayout

    func page(_ language: Language, token: String, typed: [(name: String, value: String)]) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("report.out.title")), language: language, path: nil,
            .h1(words.html(Phrase("report.out.title"))),
            .p([.class("lead")], words.html(Phrase("report.out.lead"))),
            .p(words.html(Phrase("report.out.purpose"))),
            .p(words.html(Phrase("report.out.unsure"))),
            ways(language, token, typed, words), elsewhere(words))
    }

    private func ways(
        _ language: Language, _ token: String, _ typed: [(name: String, value: String)], _ words: Words
    ) -> HTML {
        let fields = FormFields(words)
        return fields.form(
            action: "/\(language.code)/report", token: token,
            .list(typed.map { fields.hidden($0.name, $0.value) }),
            .div(
                [.class("actions")],
                .button(
                    [
                        .type("submit"), .class("button"), .name(ReportForm.wish),
                        .value(ReportForm.Wish.back.rawValue),
                    ], words.html(Phrase("report.out.back"))),
                fields.button(
                    Phrase("report.out.send"), name: ReportForm.wish, value: ReportForm.Wish.sendAnyway.rawValue)))
    }

    private func elsewhere(_ words: Words) -> HTML {
        let ways = [
            Phrase("report.out.danger"), Phrase("report.out.special_procedures"), Phrase("report.out.treaty_bodies"),
            Phrase("report.out.nhri"), Phrase("report.out.regional"), Phrase("report.out.legal"),
        ]
        return .section(
            .h2(words.html(Phrase("report.out.else"))),
            .ul(.list(ways.map { HTML.li(words.html($0)) })),
            .p(words.html(Phrase("report.out.addresses"))))
    }
}
