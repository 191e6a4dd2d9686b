import Accounts
import CaseModel
import Foundation
import Web

/// What sources declared, to be taken over line by line: a form for each submission, with a button for each purpose.
struct ProposalSection: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(_ row: CaseRow, _ ledger: ConsentLedger) -> HTML {
        let proposals = ConsentProposal.all(ledger)
        guard staff.may(.editCases), !proposals.isEmpty, !ledger.people.people.isEmpty else { return .empty }
        let bySource = ledger.sources.map { source in proposals.filter { $0.submission == source.row.id } }
        return .section(
            [.id("proposals")],
            .h2(words.html(Phrase("consent.proposals"))),
            .p([.class("hint")], words.html(Phrase("consent.proposals.hint"))),
            .list(bySource.filter { !$0.isEmpty }.map { source($0, row, ledger) }))
    }

    private func source(_ proposals: [ConsentProposal], _ row: CaseRow, _ ledger: ConsentLedger) -> HTML {
        guard let first = proposals.first else { return .empty }
        let people = ledger.people.people
        var state = FormState()
        if people.count == 1, let only = people.first { state.set("subject", only.id.description) }
        let fields = FormFields(words, state)
        return .article(
            [.id("proposal-\(first.submission)")],
            .h3(
                .a(
                    [.href("/desk/submissions/\(first.submission)")],
                    words.html(Phrase("submission.received", ["time": .text(UTCTime.minute(first.at))])))),
            .when(
                !first.declared.proof.isEmpty || !first.declared.conditions.isEmpty,
                .div([.lang(first.language)], .userParagraphs("\(first.declared.proof)\n\(first.declared.conditions)"))),
            .form(
                [.method("post"), .action("/desk/cases/\(row.id)/consent/take"), .novalidate],
                fields.hidden(FormToken.field, staff.formToken),
                fields.hidden("submission", first.submission.description),
                select(people, first.submission, state),
                .ul([.class("plain")], .list(proposals.map { .li(line($0, fields)) })),
                fields.button(Phrase("consent.take_all"), name: "purpose", value: "ALL")))
    }

    /// Several forms may stand on one page: the field's id names its submission.
    private func select(_ people: [CasePerson], _ submission: SubmissionID, _ state: FormState) -> HTML {
        let id = "subject-\(submission)"
        let options = people.map { person in
            HTML.option(
                [.value(person.id.description)]
                    + (state.value("subject") == person.id.description ? [.selected] : []), .text(person.name))
        }
        return .div(
            [.class("field")],
            .label([.forField(id)], words.html(Phrase("consent.whose"))),
            .select(
                [.id(id), .name("subject")], .option([.value("")], words.html(Phrase("web.form.choose"))),
                .list(options)))
    }

    private func line(_ proposal: ConsentProposal, _ fields: FormFields) -> HTML {
        .list(
            .data(
                [.value(proposal.purpose.rawValue)],
                .text(lists.label(proposal.purpose.rawValue, in: "consent_purpose", words))), ": ",
            .data(
                [.value(proposal.status.rawValue)],
                .text(lists.label(proposal.status.rawValue, in: "consent_status", words))), " ",
            fields.button(Phrase("consent.take"), name: "purpose", value: proposal.purpose.rawValue))
    }
}
