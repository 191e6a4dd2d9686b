import Accounts
import CaseModel
import Foundation
import Web

/// What consent may mean for where the case stands: it waits for consent, goes on, or ends because it was withdrawn.
struct ConsentSteps: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    /// The steps that the ledger makes sensible and the life of the case allows (DOMAIN.md B.6). An end needs a withdrawal.
    static func choices(_ row: CaseRow, _ ledger: ConsentLedger, at now: Date) -> [CaseStatus] {
        let standings = ledger.people.people.flatMap { ledger.standings(of: $0, at: now) }
        var steps: [CaseStatus] = []
        if standings.isEmpty || standings.contains(where: { !$0.standing.isAllowed }) { steps.append(.awaitingConsent) }
        if row.status == .awaitingConsent { steps += [.verifying, .screening] }
        if standings.contains(where: { $0.standing.status == .withdrawn }) { steps.append(.closedConsentWithdrawn) }
        return steps.filter { row.status.mayBecome($0) }
    }

    func html(_ row: CaseRow, _ ledger: ConsentLedger, _ state: FormState, at now: Date) -> HTML {
        let choices = Self.choices(row, ledger, at: now)
        guard staff.may(.editCases), !choices.isEmpty else { return .empty }
        let fields = FormFields(words, state)
        return .section(
            [.id("consent-step")],
            .h2(words.html(Phrase("consent.step"))),
            fields.form(
                action: "/desk/cases/\(row.id)/consent/step", token: staff.formToken,
                fields.hidden("version", String(row.version)),
                fields.select(
                    "status", Phrase("consent.step.status"),
                    options: choices.map { Choice($0.rawValue, lists.label($0.rawValue, in: "case_status", words)) },
                    required: true),
                fields.textarea("reason", Phrase("consent.step.reason"), required: true, rows: 3),
                fields.button(Phrase("consent.step.submit"))))
    }
}
