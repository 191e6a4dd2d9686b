import Accounts
import CaseModel
import Foundation
import Web

/// A case as officers see it: where it stands, what was found, what the rule makes of it, and the next step.
struct CasePages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    /// - Parameters:
    ///   - glances: What each section has to say here.
    ///   - before: Where a dormant case came from.
    func file(
        _ file: CaseFile, sources: [SourceFile], glances: HTML, dormantSince before: CaseStatus?, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let section = SourceSection(lists: lists, words: words, staff: staff)
        return shell.page(
            file.row, .overview, staff,
            section.notices(sources),
            section.news(sources, of: file.row.id),
            summary(file, words),
            .p(
                [.class("only-screen")],
                .a([.href("/desk/cases/\(file.row.id)/print")], words.html(Phrase("case.print")))),
            glances,
            .section(.h2(words.html(Phrase("case.submissions"))), submissions(file, words)),
            StatusForm(lists: lists).html(file.row, dormantSince: before, FormState(), words, staff))
    }

    /// What stands at the head of the case on paper.
    func paper(_ file: CaseFile, _ words: Words) -> HTML {
        .list(
            summary(file, words),
            .section(.h2(words.html(Phrase("case.submissions"))), submissions(file, words)))
    }

    private func summary(_ file: CaseFile, _ words: Words) -> HTML {
        let suggested = lists.label(file.suggestion.status.rawValue, in: "verification_status", words)
        return .dl(
            .dt(words.html(Phrase("case.status"))),
            .dd([.id("case-status")], code(file.row.status.rawValue, "case_status", words)),
            .dt(words.html(Phrase("desk.column.urgency"))),
            .dd(
                [.id("case-urgency")], .text("\(file.row.urgency.rawValue) – "),
                code(file.row.urgency.rawValue, "urgency", words)),
            .dt(words.html(Phrase("case.first_received"))),
            .dd([.id("first-received")], file.submissions.map(\.receivedAt).min().map(UTCTime.html) ?? "–"),
            .dt(words.html(Phrase("desk.column.opened"))),
            .dd(UTCTime.html(file.row.openedAt)),
            .dt(words.html(Phrase("case.verification"))),
            .dd(
                [.id("case-verification")],
                file.record.decision.map { code($0.verification.rawValue, "verification_status", words) }
                    ?? .data(
                        [.value(file.suggestion.status.rawValue)],
                        words.html(Phrase("case.suggested", ["status": .text(suggested)])))),
            .dt(words.html(Phrase("decision.nexus"))),
            .dd([.id("case-nexus")], code(file.record.nexus.rawValue, "nexus_strength", words)),
            nextSteps(file, words))
    }

    /// Where the case may go from here (DOMAIN.md B.6).
    private func nextSteps(_ file: CaseFile, _ words: Words) -> HTML {
        let next = CaseStatus.allCases.filter { file.row.status.mayBecome($0) }
        let joined = next.enumerated().map { index, status in
            HTML.list(index == 0 ? .empty : "; ", code(status.rawValue, "case_status", words))
        }
        return .list(
            .dt(words.html(Phrase("case.next"))),
            .dd([.id("case-next")], .list(joined)))
    }

    private func code(_ code: String, _ list: String, _ words: Words) -> HTML {
        .data([.value(code)], .text(lists.label(code, in: list, words)))
    }

    private func submissions(_ file: CaseFile, _ words: Words) -> HTML {
        .ul(
            .list(
                file.submissions.map { row in
                    HTML.li(
                        .a(
                            [.href("/desk/submissions/\(row.id)")],
                            words.html(
                                Phrase("submission.received", ["time": .text(UTCTime.minute(row.receivedAt))]))))
                }))
    }
}
