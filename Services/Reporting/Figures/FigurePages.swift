import Accounts
import CaseModel
import Web

struct FigurePages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func figures(_ figures: Figures, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("figures.title"), staff, path: "/figures",
            .h1(words.html(Phrase("figures.title"))),
            .p([.class("lead")], words.html(Phrase("figures.lead"))),
            figures.cases == 0 ? .p(words.html(Phrase("figures.none"))) : tables(figures, words),
            .p([.class("hint")], words.html(Phrase("figures.caveat"))))
    }

    private func tables(_ figures: Figures, _ words: Words) -> HTML {
        let language = words.language.code
        return .list(
            totals(figures, words),
            table(
                Phrase("figures.by_urgency"), Phrase("figures.column.urgency"),
                figures.byUrgency.sorted { $0.key < $1.key }.map {
                    (lists.label($0.key, in: "urgency", language: language), $0.value)
                }, words),
            table(
                Phrase("figures.by_status"), Phrase("figures.column.status"),
                figures.byVerification.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    (lists.label($0.key.rawValue, in: "verification_status", language: language), $0.value)
                }, words),
            table(Phrase("figures.by_state"), Phrase("figures.column.state"), states(figures, words), words))
    }

    private func totals(_ figures: Figures, _ words: Words) -> HTML {
        .dl(
            [.class("totals")],
            .dt(words.html(Phrase("figures.cases"))), .dd([.id("figure-cases")], .text(String(figures.cases))),
            .dt(words.html(Phrase("figures.decided"))), .dd([.id("figure-decided")], .text(String(figures.decided))),
            .dt(words.html(Phrase("figures.findings"))),
            .dd([.id("figure-findings")], .text(String(figures.findings))),
            .when(
                figures.erased > 0,
                .list(.dt(words.html(Phrase("figures.erased"))), .dd(.text(String(figures.erased))))))
    }

    private func states(_ figures: Figures, _ words: Words) -> [(String, Int)] {
        figures.byState.map { code, count in
            let name = code.map { lists.state($0)?.name(words.language.code) ?? $0 }
            return (name ?? words(Phrase("figures.state.unknown")), count)
        }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    private func table(_ title: Phrase, _ column: Phrase, _ rows: [(String, Int)], _ words: Words) -> HTML {
        guard !rows.isEmpty else { return .empty }
        return .table(
            .caption(words.html(title)),
            .thead(
                .tr(
                    .th([.scope("col")], words.html(column)),
                    .th([.scope("col")], words.html(Phrase("figures.column.cases"))))),
            .tbody(
                .list(rows.map { HTML.tr(.th([.scope("row")], .text($0.0)), .td(.text(String($0.1)))) })))
    }
}
