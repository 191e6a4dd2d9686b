import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The pages to enter a contradiction, to answer one, and to say what is known of an independence group.
struct RegisterPages: Sendable {
    let shell: CaseShell

    func enter(
        _ findings: Findings, _ state: FormState, _ staff: Staff, _ status: Status = .ok, notice: Phrase? = nil
    )
        -> Response
    {
        let words = shell.pages.words(staff)
        let fields = FormFields(words, state)
        let shown = ItemWords(shell.lists, words)
        return shell.response(
            findings.file.row, .findings, staff, status: status, notice: notice,
            .h2(words.html(Phrase("contradiction.enter"))),
            fields.form(
                action: "/desk/cases/\(findings.file.row.id)/contradictions", token: staff.formToken,
                fields.checkboxes(
                    "items", Phrase("contradiction.items"),
                    options: findings.file.items.map { Choice("\($0.id)", shown.name($0)) }, required: true),
                fields.radios(
                    "claim", Phrase("finding.claim"),
                    options: Claim.allCases.map { Choice($0.rawValue, words($0.phrase)) }, required: true),
                differs(fields, words),
                fields.textarea("note", Phrase("contradiction.note"), rows: 3),
                fields.button(Phrase("contradiction.submit"))),
            back(findings, words))
    }

    func answer(
        _ one: Contradiction, _ findings: Findings, _ answer: ItemPages.Answer, _ staff: Staff
    ) -> Response {
        let words = shell.pages.words(staff)
        let fields = FormFields(words, answer.state)
        let states: [ContradictionContent.State] = [.open, .resolved]
        let conflict =
            answer.conflicts.isEmpty
            ? HTML.empty : RecordWords(ContradictionContent.kind, shell.lists, words).conflict(answer.conflicts)
        return shell.response(
            findings.file.row, .findings, staff, status: answer.status, notice: answer.notice,
            .h2(words.html(Phrase("contradiction.answer"))),
            conflict,
            ItemWords(shell.lists, words).named(one.content.items, findings) ?? .empty,
            fields.form(
                action: "/desk/cases/\(findings.file.row.id)/contradictions/\(one.id)", token: staff.formToken,
                fields.hidden("version", "\(one.version)"),
                differs(fields, words),
                fields.textarea("note", Phrase("contradiction.note"), rows: 3),
                fields.radios(
                    "state", Phrase("contradiction.state"),
                    options: states.map {
                        Choice($0.rawValue, words(Phrase(key: "contradiction.state.\($0.rawValue)")))
                    }, required: true),
                fields.textarea("how", Phrase("contradiction.how"), hint: Phrase("contradiction.how.hint"), rows: 3),
                fields.textarea("why", Phrase("contradiction.why"), rows: 3),
                fields.button(Phrase("contradiction.save"))),
            .p(
                .a(
                    [.href("/desk/cases/\(findings.file.row.id)/records/\(one.id)")],
                    words.html(Phrase("record.history")))),
            back(findings, words))
    }

    private func differs(_ fields: FormFields, _ words: Words) -> HTML {
        fields.select(
            "differs", Phrase("contradiction.differs"),
            options: ContradictionContent.Differs.allCases.map {
                Choice($0.rawValue, words(Phrase(key: "contradiction.differs.\($0.rawValue)")))
            }, required: true)
    }

    func groups(
        _ findings: Findings, _ state: FormState, _ staff: Staff, _ status: Status = .ok, notice: Phrase? = nil
    ) -> Response {
        let words = shell.pages.words(staff)
        let fields = FormFields(words, state)
        return shell.response(
            findings.file.row, .findings, staff, status: status, notice: notice,
            .h2(words.html(Phrase("group.edit"))),
            .p(words.html(Phrase("group.explained"))),
            .dl(
                .list(
                    findings.groups.map {
                        .list(.dt(.userText($0.name)), .dd(.userParagraphs($0.toldBy)))
                    })),
            fields.form(
                action: "/desk/cases/\(findings.file.row.id)/groups", token: staff.formToken,
                fields.select(
                    "name", Phrase("finding.group"),
                    options: findings.assessment.groups.map { Choice($0.name, $0.name) }, required: true),
                fields.textarea("told_by", Phrase("finding.told_by"), required: true, rows: 3),
                fields.button(Phrase("group.submit"))),
            back(findings, words))
    }

    private func back(_ findings: Findings, _ words: Words) -> HTML {
        .p(.a([.href(CaseSection.findings.path(of: findings.file.row.id))], words.html(Phrase("finding.back"))))
    }
}
