import Web

/// What stands above a form that is shown again.
struct ReportNotice {
    let words: Words
    let token: String

    func html(_ notice: ReportPages.Notice) -> HTML {
        switch notice {
        case .stale: alert(Phrase("report.stale"))
        case .again: alert(Phrase("report.again"))
        case .unsure: alert(Phrase("report.unsure"))
        case .busy(let seconds):
            .div(
                [.class("notice"), .role("alert")],
                .h2(words.html(Phrase("busy.title"))),
                .p(words.html(Phrase("busy.text", ["seconds": .number(seconds)]))))
        case .takenUp: alert(Phrase("draft.taken_up"))
        case .deleted: alert(Phrase("draft.deleted"))
        case .gone: alert(Phrase("draft.gone"))
        case .cannotKeep: alert(Phrase("draft.full"))
        case .offered(let draft): offer(draft)
        }
    }

    private func alert(_ text: Phrase) -> HTML {
        .div([.class("notice"), .role("alert")], .p(words.html(text)))
    }

    private func offer(_ draft: KeptDraft) -> HTML {
        .section(
            [.class("notice")],
            .h2(words.html(Phrase("draft.offer.title"))),
            .p(words.html(Phrase("draft.offer.text", ["time": .text(UTCTime.minute(draft.expiresAt))]))),
            DraftPages.button(Phrase("draft.take_up"), .takeUp, words, token),
            DraftPages.button(Phrase("draft.delete"), .delete, words, token))
    }
}
