import CaseModel
import Web

/// The sheet that a source takes along: what to do with it, the code, and how to stay safe. In the source's language,
/// whatever the officer's is. It names neither the submission nor the officer.
struct HandoverSheet: Sendable {
    let phrases: Phrases
    /// Where sources reach the house, as they type it.
    let address: String
    /// Languages in which a sheet can be printed: those that have all of its sentences.
    let languages: [Language]

    init(phrases: Phrases, address: String) {
        self.phrases = phrases
        self.address = address
        let wanted = Set((Self.steps + Self.advice + Self.rest).map(\.key))
        languages = Language.allCases.filter { wanted.isSubset(of: phrases.keys($0)) }
    }

    private static let steps = [
        Phrase("sheet.step.open"), Phrase("sheet.step.type"), Phrase("sheet.step.write_down"),
        Phrase("sheet.step.destroy"),
    ]
    private static let advice = [
        Phrase("sheet.advice.device"), Phrase("sheet.advice.carry"), Phrase("sheet.advice.lost"),
    ]
    private static let rest = [
        Phrase("sheet.heading"), Phrase("sheet.what"), Phrase("sheet.advice"), Phrase("sheet.until"),
        Phrase("sheet.serial"),
    ]

    func html(_ code: ReceiptCode, serial: SheetSerial? = nil, in language: Language) -> HTML {
        let words = phrases.words(language)
        return .article(
            [.class("sheet"), .lang(language.code), .dir(language.direction)],
            .h2(words.html(Phrase("sheet.heading"))),
            .p(words.html(Phrase("sheet.what"))),
            .p([.class("sheet-code")], .codeText(code.printed)),
            .p([.class("sheet-address")], .codeText("\(address)/\(language.code)/handover")),
            .ol(.list(Self.steps.map { HTML.li(words.html($0)) })),
            .h3(words.html(Phrase("sheet.advice"))),
            .ul(.list(Self.advice.map { HTML.li(words.html($0)) })),
            .p(words.html(Phrase("sheet.until", ["days": .number(Int(PrepareHandover.lifetime / 86_400))]))),
            serial.map {
                .p([.class("sheet-serial")], words.html(Phrase("sheet.serial")), " ", .codeText($0.description))
            } ?? .empty)
    }
}
