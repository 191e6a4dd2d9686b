import Accounts
import CaseModel
import Foundation
import Web

/// The mosaic check on the page: who is given away when others are named, and by which sentences.
struct MosaicSection: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    /// - Parameter draft: A text that the officer wants to have looked at; nil where none was typed.
    func html(_ row: CaseRow, _ ledger: ConsentLedger, draft: String?, at now: Date) -> HTML {
        let texts = draft.map { [$0] } ?? ledger.texts
        let exposures = MosaicCheck.exposures(ledger, texts: texts, at: now)
        var state = FormState()
        if let draft { state.set("text", draft) }
        let fields = FormFields(words, state)
        return .section(
            [.id("mosaic")],
            .h2(words.html(Phrase("consent.mosaic"))),
            .p([.class("hint")], words.html(Phrase("consent.mosaic.hint"))),
            exposures.isEmpty
                ? .p(words.html(Phrase("consent.mosaic.none"))) : .list(exposures.map { exposure($0, ledger) }),
            fields.form(
                action: "/desk/cases/\(row.id)/consent/mosaic", token: staff.formToken,
                fields.textarea("text", Phrase("consent.mosaic.text"), rows: 5),
                fields.button(Phrase("consent.mosaic.submit"))))
    }

    private func exposure(_ exposure: MosaicCheck.Exposure, _ ledger: ConsentLedger) -> HTML {
        let name = ledger.people.person(exposure.person)?.name ?? ""
        return .article(
            [.class("finding"), .id("mosaic-\(exposure.person)-\(exposure.purpose.rawValue)")],
            .h3(
                .userText(name), " – ",
                .data(
                    [.value(exposure.purpose.rawValue)],
                    .text(lists.label(exposure.purpose.rawValue, in: "consent_purpose", words)))),
            .ul(.list(exposure.related.map { .li(related($0, ledger)) })),
            exposure.findings.isEmpty
                ? .p(words.html(Phrase("consent.mosaic.no_sentence")))
                : .ul([.class("sentences")], .list(exposure.findings.map { .li(finding($0, ledger)) })))
    }

    private func related(_ related: MosaicCheck.Related, _ ledger: ConsentLedger) -> HTML {
        words.html(
            Phrase(
                "consent.mosaic.related",
                [
                    "relation": .phrase(ConsentWords.phrase(related.relation)),
                    "name": .text(ledger.people.person(related.other)?.name ?? ""),
                ]))
    }

    private func finding(_ finding: MosaicRule.Finding, _ ledger: ConsentLedger) -> HTML {
        let why: Phrase =
            switch finding.reason {
            case .named: Phrase("consent.mosaic.named")
            case .related(let other, let relation):
                Phrase(
                    "consent.mosaic.related",
                    [
                        "relation": .phrase(ConsentWords.phrase(relation)),
                        "name": .text(RecordID(other).flatMap { ledger.people.person($0)?.name } ?? ""),
                    ])
            }
        return .list(.userText(finding.sentence), " ", .span([.class("hint")], words.html(why)))
    }
}
