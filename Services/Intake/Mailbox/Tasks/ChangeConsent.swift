import CaseModel
import Foundation
import HTTP
import Web

/// Gives or withdraws consent, each purpose by itself. The form shows what stands now, from the snapshot in the mailbox;
/// the new one is stored with the update.
struct ChangeConsent: MailboxTask {
    let name = "consent"
    let title = Phrase("mailbox.consent.title")
    let submit = Phrase("mailbox.consent.submit")

    let send: SendUpdate
    let open: OpenMailbox
    let lists: CodeLists

    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState {
        let consent = try await open(visit)?.consent
        var state = FormState(values: ["purposes": purposes.filter { consent?.contains($0) ?? false }])
        state.set(Self.known, consent == nil ? "" : "yes")
        return state
    }

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        let isKnown = fields.state.value(Self.known) == "yes"
        let consent = ConsentFields(fields: fields, codes: CodeWords(lists: lists, words: words))
        return .list(
            fields.hidden(Self.known, isKnown ? "yes" : ""),
            consent.explanation(),
            .p(.strong(words.html(isKnown ? Phrase("mailbox.consent.now") : Phrase("mailbox.consent.unknown")))),
            consent.purposes(),
            .p([.class("hint")], words.html(Phrase("mailbox.consent.conditions"))))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        let ticked = fields.values("purposes")
        let (conditions, errors) = SourceUpdate.text(
            typed: fields["consent_conditions"] ?? "", limit: FieldLimits.consentConditions,
            field: "consent_conditions", form: "report.form", required: false)
        var all = FormErrors(errors)
        if !ticked.allSatisfy(purposes.contains) { all.add("purposes", Phrase(key: "report.form.purposes.unknown")) }
        guard all.isEmpty else { return .invalid(all) }
        var update = visit.update(.consent, language: language.code)
        let given = DeclaredConsentRule.purposes(ticked: ticked, anonymity: [], lists: lists)
        update.consent = DeclaredConsent(
            purposes: given, conditions: conditions, explanationLanguage: language.code)
        let snapshot = ConsentSnapshot(at: update.receivedAt, purposes: given)
        let sealed = try MailboxSealing(key: visit.key).seal(snapshot, of: visit.pass.submissionID)
        let outcome = try await send(update, on: visit) { transaction in
            try await MailboxQueries.keepConsent(sealed, lookup: visit.lookup, in: &transaction)
        }
        return MailboxOutcome(outcome, Phrase("mailbox.consent.sent"))
    }

    /// Whether a snapshot was there when the form was made.
    private static let known = "known"

    /// All but what a submission cannot do without: whoever takes that back asks for erasure.
    private var purposes: [String] {
        ((try? lists.list("consent_purpose").items) ?? []).map(\.code).filter { $0 != DeclaredConsentRule.required }
    }
}
