import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The findings of a case: what the rules make of its items, the items, and the forms to go on.
struct FindingPages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    /// What was typed into the page's forms, and what is wrong with it.
    struct Forms: Sendable {
        var item = FormState()
        var decision = FormState()
        var dissent = FormState()
        var notice: Phrase?
    }

    func findings(_ findings: Findings, _ forms: Forms, _ staff: Staff, _ status: Status = .ok) -> Response {
        let words = shell.pages.words(staff)
        let parts = ClaimsPart(lists: lists, words: words, staff: staff)
        return shell.response(
            findings.file.row, .findings, staff, status: status, notice: forms.notice,
            waiting(findings, words, staff),
            WaysDown(words: words).html(ways(findings, staff)),
            LadderPart(lists: lists, words: words).html(findings),
            parts.claims(findings),
            items(findings, words, staff),
            .when(!findings.file.items.isEmpty, parts.groups(findings)),
            parts.contradictions(findings),
            record(findings, forms.item, words, staff),
            decide(findings, forms.decision, words, staff),
            decisions(findings, words),
            dissents(findings, forms.dissent, words, staff))
    }

    private func ways(_ findings: Findings, _ staff: Staff) -> [(id: String, title: Phrase)] {
        var parts = [("items", Phrase("case.findings"))]
        if mayRecord(findings, staff) { parts.append(("record", Phrase("finding.title"))) }
        if mayDecide(findings, staff) { parts.append(("decide", Phrase("decision.title"))) }
        return parts + [("dissents", Phrase("dissent.title"))]
    }

    private func mayRecord(_ findings: Findings, _ staff: Staff) -> Bool {
        staff.may(.recordFindings) && ChangeFindings.allowed.contains(findings.file.row.status)
    }

    private func mayDecide(_ findings: Findings, _ staff: Staff) -> Bool {
        staff.may(.decideCases) && !findings.file.items.isEmpty && findings.waiting.isEmpty
            && VerificationStatus.allCases.contains { isPossible($0, findings) }
    }

    /// All of it without forms.
    func paper(_ findings: Findings, _ words: Words, _ staff: Staff) -> HTML {
        let items = ItemWords(lists, words)
        let parts = ClaimsPart(lists: lists, words: words, staff: staff, hasForms: false)
        return .list(
            LadderPart(lists: lists, words: words).html(findings),
            parts.claims(findings),
            .section(
                .h2(words.html(Phrase("case.findings"))),
                .list(findings.file.items.map { items.article($0, in: findings) })),
            .when(!findings.file.items.isEmpty, parts.groups(findings)),
            parts.contradictions(findings),
            decisions(findings, words),
            .list(findings.dissents.map { dissent($0, findings, words) }))
    }

    /// What waits for a signature, and for whose. Whoever may answer can do so here, or on its own page.
    private func waiting(_ findings: Findings, _ words: Words, _ staff: Staff) -> HTML {
        let notices = findings.waiting.map { step in
            HTML.div(
                [.class("notice"), .id("waiting-\(step.id)")],
                .p(
                    words.html(Phrase("review.waits")), " ",
                    .a(
                        [.href("/desk/cases/\(findings.file.row.id)/reviews/\(step.id)")],
                        words.html(Phrase("review.open")))))
        }
        let form = findings.waiting.first.map {
            AnswerForm(words: words, staff: staff).html($0, in: findings.file.row.id, FormState())
        }
        return .list(.list(notices), form ?? .empty)
    }

    private func items(_ findings: Findings, _ words: Words, _ staff: Staff) -> HTML {
        let shown = ItemWords(lists, words)
        let id = findings.file.row.id
        let articles = findings.file.items.map { item in
            shown.article(
                item, in: findings,
                .p(
                    .when(
                        staff.may(.recordFindings),
                        .list(
                            .a([.href("/desk/cases/\(id)/findings/\(item.id)")], words.html(Phrase("finding.change"))),
                            " · ",
                            .a(
                                [.href("/desk/cases/\(id)/findings/\(item.id)/grade")],
                                words.html(Phrase("finding.second.give"))), " · ")),
                    .a([.href("/desk/cases/\(id)/records/\(item.id)")], words.html(Phrase("record.history")))))
        }
        return .section(
            [.id("items")],
            .h2(words.html(Phrase("case.findings"))),
            articles.isEmpty ? .p(words.html(Phrase("case.findings.none"))) : .list(articles))
    }

    private func record(_ findings: Findings, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let row = findings.file.row
        guard staff.may(.recordFindings) else { return .empty }
        guard mayRecord(findings, staff) else {
            return .p([.class("hint")], words.html(Phrase("finding.not_now")))
        }
        return .section(
            [.id("record")],
            .h2(words.html(Phrase("finding.title"))),
            ItemForm(lists: lists, words: words).html(
                action: "/desk/cases/\(row.id)/findings", findings, others: findings.file.items, version: nil, state,
                staff))
    }

    private func decide(_ findings: Findings, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        guard staff.may(.decideCases) else { return .empty }
        guard !findings.file.items.isEmpty else {
            return .p([.class("hint")], words.html(Phrase("decision.needs_finding")))
        }
        guard mayDecide(findings, staff) else { return .empty }
        return .section(
            [.id("decide")],
            .h2(words.html(Phrase("decision.title"))),
            .p(words.html(Phrase("decision.rule"))),
            DecisionForm(lists: lists).html(findings.file, state, words, staff))
    }

    private func isPossible(_ status: VerificationStatus, _ findings: Findings) -> Bool {
        LadderDecision.step(from: findings.file.row.status, deciding: status) != nil
    }

    /// Every decision that was taken or proposed, the newest first.
    private func decisions(_ findings: Findings, _ words: Words) -> HTML {
        let steps = findings.steps.filter { $0.content.state != .waiting }.reversed()
        guard !steps.isEmpty else { return .empty }
        let shown = StepWords(lists: lists, words: words, names: findings.names)
        return .section(.h2(words.html(Phrase("decision.history"))), .list(steps.map { shown.article($0) }))
    }

    private func dissents(_ findings: Findings, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let articles = findings.dissents.map { dissent($0, findings, words) }
        return .section(
            [.id("dissents")],
            .h2(words.html(Phrase("dissent.title"))),
            .list(articles),
            .when(
                staff.may(.recordFindings),
                FormFields(words, state).form(
                    action: "/desk/cases/\(findings.file.row.id)/dissents", token: staff.formToken,
                    findings.steps.last.map { FormFields(words).hidden("about", "\($0.id)") } ?? .empty,
                    FormFields(words, state).textarea(
                        "text", Phrase("dissent.text"), hint: Phrase("dissent.hint"), required: true, rows: 4),
                    FormFields(words).button(Phrase("dissent.submit")))))
    }

    private func dissent(
        _ dissent: RecordVersion<DissentContent>, _ findings: Findings, _ words: Words
    ) -> HTML {
        .article(
            [.class("dissent"), .id("dissent-\(dissent.id)")],
            .userParagraphs(dissent.content.text),
            .p(
                [.class("hint")],
                words.html(
                    Phrase(
                        "finding.saved",
                        [
                            "time": .text(UTCTime.minute(dissent.createdAt)),
                            "name": .text(findings.names.name(dissent.createdBy)),
                        ]))))
    }
}
