import Accounts
import CaseModel
import Foundation
import Web

/// The consent section of a case: how everybody stands to every purpose and why, what was said when, what waits to be taken
/// over, and who would be given away.
struct ConsentPages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    struct View: Sendable {
        var ledger: ConsentLedger
        var notices: [CaseNotice]
        /// As of when; now where nobody asked for another day.
        var at: Date
        var now: Date
        var names = StaffNames()
    }

    struct Forms: Sendable {
        var entry = FormState()
        /// What was typed about where the case goes.
        var step = FormState()
        var draft: String?
        var notice: Phrase?
    }

    func page(_ row: CaseRow, _ view: View, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        let notices = NoticePages(lists: lists, words: words)
        return shell.page(
            row, .consent, staff, notice: forms.notice,
            notices.section(view.notices, at: view.now, [.consentWithdrawn, .consentToRenew], staff),
            withdrawals(view, words),
            standing(row, view, words),
            .when(
                staff.may(.editCases) && !view.ledger.people.people.isEmpty,
                ConsentForm(lists: lists, words: words, staff: staff).html(row, view.ledger.people, forms.entry)),
            ProposalSection(lists: lists, words: words, staff: staff).html(row, view.ledger),
            MosaicSection(lists: lists, words: words, staff: staff)
                .html(row, view.ledger, draft: forms.draft, at: view.now),
            ConsentSteps(lists: lists, words: words, staff: staff).html(row, view.ledger, forms.step, at: view.now),
            lines(row, view, words, staff))
    }

    // MARK: How everybody stands

    private func withdrawals(_ view: View, _ words: Words) -> HTML {
        .list(
            view.ledger.withdrawals.map { withdrawal in
                let time: [String: PhraseValue] = ["time": .text(UTCTime.minute(withdrawal.withdrawal.at))]
                return .div(
                    [.class("notice")],
                    .p(
                        .strong(
                            words.html(
                                withdrawal.isErasure
                                    ? Phrase("source.erasure", time) : Phrase("consent.withdrawn_by_mailbox", time)))),
                    .when(!withdrawal.isAttributed, .p(words.html(Phrase("consent.withdrawn_unattributed")))),
                    .p(
                        .text(
                            withdrawal.withdrawal.purposes
                                .map { lists.label($0.rawValue, in: "consent_purpose", words) }.joined(separator: "; "))
                    ))
            })
    }

    private func standing(_ row: CaseRow, _ view: View, _ words: Words) -> HTML {
        var state = FormState()
        if view.at != view.now { state.set("at", String(EventCoding.text(of: view.at).prefix(16))) }
        let fields = FormFields(words, state)
        return .section(
            .h2(words.html(Phrase("consent.standing"))),
            .form(
                [.method("get"), .action(CaseSection.consent.path(of: row.id)), .class("inline")],
                fields.text(
                    "at", Phrase("consent.as_of"), hint: Phrase("consent.day.hint"), kind: .code, maxLength: 25),
                fields.button(Phrase("consent.show"))),
            view.ledger.people.people.isEmpty
                ? .p(
                    words.html(Phrase("consent.nobody")), " ",
                    .a([.href(CaseSection.people.path(of: row.id))], words.html(CaseSection.people.title)))
                : .list(view.ledger.people.people.map { person($0, view, words) }))
    }

    private func person(_ person: CasePerson, _ view: View, _ words: Words) -> HTML {
        let columns = [
            Phrase("consent.column.purpose"), Phrase("consent.column.status"), Phrase("consent.column.why"),
            Phrase("consent.column.since"), Phrase("consent.column.again"),
        ]
        let rows = view.ledger.standings(of: person, at: view.at).map { purpose, standing in
            self.row(person, purpose, standing, view, words)
        }
        return .article(
            [.id("person-\(person.id)")],
            .h3(.userText(person.name.isEmpty ? words(Phrase("people.nameless")) : person.name)),
            .when(person.isChild, .p(words.html(Phrase("consent.is_child")))),
            .p(.list(IdentityLevel.Audience.allCases.map { identity(person, $0, view, words) })),
            .scrolling(
                words(Phrase("consent.caption")),
                .table(
                    .thead(.tr(.list(columns.map { .th([.scope("col")], words.html($0)) }))),
                    .tbody(.list(rows)))))
    }

    /// How the person may be spoken of, before the State and in public.
    private func identity(
        _ person: CasePerson, _ audience: IdentityLevel.Audience, _ view: View, _ words: Words
    ) -> HTML {
        let level = view.ledger.identity(of: person, before: audience, at: view.at)
        return .list(
            words.html(audience == .state ? Phrase("consent.before.state") : Phrase("consent.before.public")), ": ",
            .data(
                [.id("identity-\(person.id)-\(audience.rawValue)"), .value(level.rawValue)],
                words.html(ConsentWords.phrase(level))), ". ")
    }

    private func row(
        _ person: CasePerson, _ purpose: ConsentPurpose, _ standing: ConsentRule.Standing, _ view: View, _ words: Words
    ) -> HTML {
        let code = purpose.rawValue
        let status = lists.label(standing.status.rawValue, in: "consent_status", words)
        return .tr(
            .th(
                [.scope("row")],
                .text("\(code.prefix { $0 != "_" }) \(lists.label(code, in: "consent_purpose", words))")),
            .td(
                .data([.id("consent-\(person.id)-\(code)"), .value(standing.status.rawValue)], .text(status)), " · ",
                .data(
                    [.id("allowed-\(person.id)-\(code)"), .value(standing.isAllowed ? "YES" : "NO")],
                    words.html(standing.isAllowed ? Phrase("consent.allowed") : Phrase("consent.not_allowed")))),
            .td(
                .text(standing.reasons.map { words(ConsentWords.phrase($0)) }.joined(separator: "; ")),
                .when(!standing.conditions.isEmpty, .list(": ", .userText(standing.conditions))),
                special(person, purpose, view, words)),
            .td(time(standing.since)),
            .td(
                .when(
                    standing.mustBeReconfirmed || standing.reasons.contains(.expired),
                    .list(.strong(words.html(Phrase("consent.ask_now"))), " ")),
                time(standing.askAgainAt)))
    }

    private func special(_ person: CasePerson, _ purpose: ConsentPurpose, _ view: View, _ words: Words) -> HTML {
        let lines = view.ledger.special(person.id, purpose, at: view.at)
        return .when(
            !lines.isEmpty,
            .ul(
                .list(
                    lines.map { line in
                        .li(
                            .userText(line.recipients.joined(separator: "; ")), ": ",
                            .text(lists.label(line.status.rawValue, in: "consent_status", words)))
                    })))
    }

    private func time(_ date: Date?) -> HTML {
        date.map { UTCTime.html($0) } ?? "–"
    }

    // MARK: What was said

    private func lines(_ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff) -> HTML {
        .section(
            [.id("ledger")],
            .h2(words.html(Phrase("consent.ledger"))),
            view.ledger.statements.isEmpty
                ? .p(words.html(Phrase("consent.ledger.none")))
                : .list(view.ledger.statements.reversed().map { statement($0, row, view, words, staff) }))
    }

    private func statement(
        _ record: RecordVersion<ConsentStatement>, _ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff
    ) -> HTML {
        let said = record.content
        let purposes = ConsentPurpose.allCases.compactMap { purpose in
            said.purposes[purpose.rawValue].map { status in
                HTML.li(
                    .data(
                        [.value(purpose.rawValue)], .text(lists.label(purpose.rawValue, in: "consent_purpose", words))),
                    ": ",
                    .data([.value(status.rawValue)], .text(lists.label(status.rawValue, in: "consent_status", words))))
            }
        }
        let facts = [
            said.ground.map { words(ConsentWords.phrase($0)) }, said.groundNote,
            said.obtained.map { words(ConsentWords.phrase($0)) }, said.witness, said.explainedBy, said.conditions,
        ].compactMap { $0 }.filter { !$0.isEmpty }
        return .article(
            [.class("finding"), .id("record-\(record.id)")],
            .h3(
                .userText(view.ledger.people.person(said.subject)?.name ?? "–"), " · ",
                said.isWholeDay
                    ? .time([.dir(.leftToRight)], .text(String(EventCoding.text(of: said.givenAt).prefix(10))))
                    : time(said.givenAt)),
            .ul(.list(purposes)),
            .when(!facts.isEmpty, .p(.userText(facts.joined(separator: " · ")))),
            .when(said.submission != nil, .p([.class("hint")], words.html(Phrase("consent.from_source")))),
            signature(record, row, view, words, staff),
            .p(
                [.class("hint")], .userText(view.names.name(record.createdBy)), " · ", time(record.createdAt), " · ",
                .a([.href("/desk/cases/\(row.id)/records/\(record.id)")], words.html(Phrase("record.history")))))
    }

    private func signature(
        _ record: RecordVersion<ConsentStatement>, _ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff
    ) -> HTML {
        if let signer = record.content.signedBy {
            return .p(words.html(Phrase("consent.signed", ["name": .text(view.names.name(signer))])))
        }
        guard record.content.awaitsSignature else { return .empty }
        return .list(
            .p(.strong(words.html(Phrase("consent.awaits_signature")))),
            .when(
                staff.roles.contains(.asg),
                FormFields(words).buttonForm(
                    action: "/desk/cases/\(row.id)/consent/\(record.id)/sign", token: staff.formToken,
                    Phrase("consent.sign"))))
    }
}
