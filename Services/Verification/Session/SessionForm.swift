import CaseModel
import Foundation
import HTTP
import Web

/// The short form of a session desk: what somebody tells in two minutes beside a meeting room. The event and the channel
/// follow from the page.
struct SessionForm: Sendable {
    let entry: EntryForm

    func fields(_ fields: FormFields, languages: [Language]) -> HTML {
        let words = fields.words
        return .list(
            fields.textarea(
                "narrative", Phrase("submission.narrative"), hint: Phrase("entry.narrative.hint"), required: true,
                rows: 8),
            entry.dangers(fields),
            entry.forWhom(fields),
            fields.textarea("affected", Phrase("submission.affected"), rows: 2),
            fields.textarea("responsible", Phrase("submission.who"), rows: 2),
            fields.text(
                "happened_in_words", Phrase("submission.when"), maxLength: FieldLimits.happenedInWords),
            fields.text("place", Phrase("submission.where"), maxLength: FieldLimits.place),
            fields.select("state", Phrase("open.state"), options: entry.states(words)),
            fields.text("contact", Phrase("submission.contact"), maxLength: FieldLimits.contact),
            fields.text(
                "language", Phrase("entry.language"), hint: Phrase("entry.language.hint"), kind: .code,
                maxLength: FieldLimits.language, size: 8),
            fields.text(
                "sheet", Phrase("session.sheet"), hint: Phrase("session.sheet.hint"), kind: .code, maxLength: 20,
                size: 10))
    }

    /// What was typed, with what the page itself says. Contact given is contact wished.
    func parse(
        _ fields: Fields, event: UNEventID, at now: Date = .now
    ) throws(FormErrors)
        -> EnterSubmission.Input
    {
        var all = Fields()
        for field in fields.all where !["channel", "event"].contains(field.name) { all.append(field.name, field.value) }
        if !(fields["contact"] ?? "").isEmpty, !fields.contains("contact_wish") {
            all.append("contact_wish", ContactWish.contactMe.rawValue)
        }
        all.append("channel", "IN_PERSON")
        all.append("event", event.description)
        return try entry.parse(all, at: now)
    }
}
