import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// What waits for a second signature, and one such step with all that it rests on.
struct ReviewPages: Sendable {
    let shell: CaseShell

    func queue(_ rows: [SignedStepRow], _ names: StaffNames, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        return shell.pages.page(
            Phrase("review.title"), staff, path: "/desk/reviews",
            .h1(words.html(Phrase("review.title"))),
            rows.isEmpty ? .p(words.html(Phrase("review.none"))) : table(rows, names, words, staff))
    }

    private func table(_ rows: [SignedStepRow], _ names: StaffNames, _ words: Words, _ staff: Staff) -> HTML {
        let head = [
            Phrase("desk.column.case"), Phrase("desk.column.urgency"), Phrase("review.what"), Phrase("review.since"),
            Phrase("review.officer"),
        ]
        return .scrolling(
            words(Phrase("review.title")),
            .table(
                [.id("reviews")],
                .caption(words.html(Phrase("review.caption"))),
                .thead(.tr(.list(head.map { .th([.scope("col")], words.html($0)) }))),
                .tbody(.list(rows.map { row($0, names, words, staff) }))))
    }

    private func row(_ row: SignedStepRow, _ names: StaffNames, _ words: Words, _ staff: Staff) -> HTML {
        .tr(
            .th(
                [.scope("row")],
                .a(
                    [.href("/desk/cases/\(row.caseID)/reviews/\(row.id)")],
                    words.html(Phrase("desk.case.number", ["number": .number(Int(row.caseNumber))])))),
            .td(.text("\(row.urgency.rawValue) – \(shell.lists.label(row.urgency.rawValue, in: "urgency", words))")),
            .td(words.html(Phrase(key: "review.what.\(row.what.rawValue)"))),
            .td(.time([.dir(.leftToRight)], .text(UTCTime.minute(row.proposedAt)))),
            .td(
                .userText(names.name(row.proposedBy)),
                .when(row.proposedBy == StaffID(staff.id), .list(" ", words.html(Phrase("review.yours"))))))
    }

    // MARK: One

    func step(
        _ step: RecordVersion<SignedStep>, _ findings: Findings, _ answer: ItemPages.Answer, _ staff: Staff
    ) -> Response {
        let words = shell.pages.words(staff)
        let items = ItemWords(shell.lists, words)
        let parts = ClaimsPart(lists: shell.lists, words: words, staff: staff)
        let hasChanged = step.content.proposedOn != findings.assessment.versions
        return shell.response(
            findings.file.row, .findings, staff, status: answer.status, notice: answer.notice,
            .h2(words.html(Phrase("review.title"))),
            StepWords(lists: shell.lists, words: words, names: findings.names).article(step),
            .when(
                hasChanged && step.content.state == .waiting,
                .p([.class("notice")], words.html(Phrase("refusal.changed_since")))),
            AnswerForm(words: words, staff: staff).html(step, in: findings.file.row.id, answer.state),
            LadderPart(lists: shell.lists, words: words).html(findings),
            parts.claims(findings),
            .section(
                .h2(words.html(Phrase("case.findings"))),
                .list(findings.file.items.map { items.article($0, in: findings) })),
            parts.contradictions(findings))
    }
}
