import CaseModel
import Foundation
import Web

/// The receipt: shown once, in no cache, and printed as the code alone.
struct ReceiptPage: Sendable {
    let layout: PublicLayout

    func page(_ language: Language, code: ReceiptCode, receivedAt: Date) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("receipt.title")), language: language, path: nil,
            .h1(words.html(Phrase("receipt.title"))),
            .p([.class("lead")], words.html(Phrase("receipt.lead"))),
            .h2(words.html(Phrase("receipt.code.label"))),
            .p([.class("receipt")], .bdi([.dir(.leftToRight)], .code([.id("receipt-code")], .text(code.printed)))),
            .p(.strong(words.html(Phrase("receipt.keep")))),
            .ul(
                .li(words.html(Phrase("receipt.copy"))), .li(words.html(Phrase("receipt.paper"))),
                .li(words.html(Phrase("receipt.refused")))),
            .h2(words.html(Phrase("receipt.next.title"))),
            .p(words.html(Phrase("receipt.read")), " ", words.html(Phrase("receipt.next"))),
            .p(words.html(Phrase("receipt.time", ["time": .text(UTCTime.minute(receivedAt))]))),
            .p(words.html(Phrase("receipt.close"))))
    }
}
