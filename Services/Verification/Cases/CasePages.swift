import Accounts
import CaseModel
import Foundation
import Web

/// A case as officers see it: where it stands, what was found, what the rule makes of it, and the next step.
struct CasePages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    /// What was typed into the case's two forms, and what is wrong with it.
    struct Forms: Sendable {
        var finding = FormState()
        var decision = FormState()
        var notice: Phrase?
    }

    /// - Parameter glances: What each section has to say here.
    func file(
        _ file: CaseFile, sources: [SourceFile], glances: HTML, forms: Forms, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let section = SourceSection(lists: lists, words: words, staff: staff)
        return shell.page(
            file.row, .overview, staff, notice: forms.notice,
            section.notices(sources),
            section.news(sources, of: file.row.id),
            summary(file, words),
            .p(
                [.class("only-screen")],
                .a([.href("/desk/cases/\(file.row.id)/print")], words.html(Phrase("case.print")))),
            glances,
            .section(.h2(words.html(Phrase("case.submissions"))), submissions(file, words)),
            .section(.h2(words.html(Phrase("case.findings"))), findings(file, words)),
            steps(file, forms, words, staff))
    }

    /// What stands at the head of the case on paper.
    func paper(_ file: CaseFile, _ words: Words) -> HTML {
        .list(
            summary(file, words),
            .section(.h2(words.html(Phrase("case.submissions"))), submissions(file, words)),
            .section(.h2(words.html(Phrase("case.findings"))), findings(file, words)))
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
        return .list(
            .dt(words.html(Phrase("case.next"))),
            .dd([.id("case-next")], .list(next.map { .list(code($0.rawValue, "case_status", words), "; ") })))
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

    private func findings(_ file: CaseFile, _ words: Words) -> HTML {
        guard !file.findings.isEmpty else { return .p(words.html(Phrase("case.findings.none"))) }
        return .list(file.findings.map { finding($0, words) })
    }

    private func finding(_ finding: Finding, _ words: Words) -> HTML {
        let item = finding.content.item
        let grade = "\(item.reliability?.rawValue ?? "–")\(item.credibility?.rawValue ?? "–")"
        return .article(
            [.class("finding")],
            .p(
                .strong(.userText(grade)), " ",
                .userText(lists.label(item.sourceType.rawValue, in: "source_type", words)), " · ",
                .userText(item.independenceGroup)),
            .userParagraphs(finding.content.note),
            .p(
                [.class("hint")],
                words.html(Phrase("finding.recorded", ["time": .text(UTCTime.minute(finding.recordedAt))]))))
    }

    /// What can be done next: findings until it is decided, and the decision once there is a finding.
    private func steps(_ file: CaseFile, _ forms: Forms, _ words: Words, _ staff: Staff) -> HTML {
        if let decidedAt = file.row.decidedAt {
            return .p(words.html(Phrase("decision.done", ["time": .text(UTCTime.minute(decidedAt))])))
        }
        return .list(
            FindingForm(lists: lists).html(file, forms.finding, words, staff),
            file.findings.isEmpty
                ? .p([.class("hint")], words.html(Phrase("decision.needs_finding")))
                : DecisionForm(lists: lists).html(file, forms.decision, words, staff))
    }
}
