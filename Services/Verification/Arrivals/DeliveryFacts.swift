import CaseModel
import Web

/// What a partner that sent the submission by program says of consent, and the way to what it sent, byte for byte. That a
/// partner is known makes nothing of it truer, and the page says so.
struct DeliveryFacts {
    let words: Words

    /// Empty where no partner sent it.
    func html(_ delivery: PartnerDelivery?, of submission: SubmissionID) -> HTML {
        guard let delivery else { return .empty }
        return .section(
            .h2(words.html(Phrase("delivery.title"))),
            .p([.class("notice")], words.html(Phrase("delivery.warning"))),
            .dl(
                fact(Phrase("delivery.partner"), delivery.partner),
                delivery.consent.map(consent) ?? .empty),
            .p(
                .a(
                    [.href("/desk/submissions/\(submission)/original"), .download("")],
                    words.html(Phrase("delivery.original")))))
    }

    private func consent(_ record: ConsentRecord) -> HTML {
        .list(
            fact(Phrase("delivery.given_by"), record.givenBy), fact(Phrase("delivery.how"), record.how),
            fact(Phrase("delivery.given"), record.given.text), fact(Phrase("delivery.language"), record.language))
    }

    private func fact(_ label: Phrase, _ text: String) -> HTML {
        .list(.dt(words.html(label)), .dd(text.contains("\n") ? .userParagraphs(text) : .userText(text)))
    }
}
