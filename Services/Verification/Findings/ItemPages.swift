import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The pages of one item of information: changing it, taking it out, and grading it as the second officer.
struct ItemPages: Sendable {
    let shell: CaseShell

    /// How a page is shown: with what was typed, and why nothing was done.
    struct Answer: Sendable {
        var state: FormState
        var conflicts: [FieldMerge.Conflict] = []
        var notice: Phrase?
        var status = Status.ok
    }

    func change(_ item: Item, _ findings: Findings, _ answer: Answer, _ staff: Staff) -> Response {
        let words = shell.pages.words(staff)
        let fields = FormFields(words)
        let conflict =
            answer.conflicts.isEmpty
            ? HTML.empty : RecordWords(ItemContent.kind, shell.lists, words).conflict(answer.conflicts)
        let address = Self.address(item, findings)
        return shell.response(
            findings.file.row, .findings, staff, status: answer.status, notice: answer.notice,
            .h2(words.html(Phrase("finding.change"))),
            conflict,
            ItemForm(lists: shell.lists, words: words).html(
                action: address, findings, others: findings.file.items.filter { $0.id != item.id },
                version: item.version, answer.state, staff),
            .section(
                .h2(words.html(Phrase("finding.remove.title"))),
                fields.form(
                    action: "\(address)/remove", token: staff.formToken,
                    fields.hidden("version", "\(item.version)"),
                    fields.textarea("reason", Phrase("finding.remove.reason"), required: true, rows: 3),
                    fields.button(Phrase("finding.remove")))),
            back(findings, words))
    }

    func grade(_ item: Item, _ findings: Findings, _ answer: Answer, _ staff: Staff) -> Response {
        let words = shell.pages.words(staff)
        let fields = FormFields(words, answer.state)
        let form = ItemForm(lists: shell.lists, words: words)
        return shell.response(
            findings.file.row, .findings, staff, status: answer.status, notice: answer.notice,
            .h2(words.html(Phrase("finding.second.give"))),
            .p(words.html(Phrase("finding.second.explained"))),
            ItemWords(shell.lists, words).article(item, in: findings, showsGrades: false),
            fields.form(
                action: "\(Self.address(item, findings))/grade", token: staff.formToken,
                fields.hidden("version", "\(item.version)"),
                fields.select(
                    "reliability", Phrase("finding.reliability"), options: form.graded("source_reliability"),
                    required: true),
                fields.select(
                    "credibility", Phrase("finding.credibility"), options: form.graded("information_credibility"),
                    required: true),
                fields.textarea("note", Phrase("finding.second.note"), rows: 3),
                fields.button(Phrase("finding.second.submit"))),
            back(findings, words))
    }

    private func back(_ findings: Findings, _ words: Words) -> HTML {
        .p(.a([.href(CaseSection.findings.path(of: findings.file.row.id))], words.html(Phrase("finding.back"))))
    }

    private static func address(_ item: Item, _ findings: Findings) -> String {
        "/desk/cases/\(findings.file.row.id)/findings/\(item.id)"
    }
}
