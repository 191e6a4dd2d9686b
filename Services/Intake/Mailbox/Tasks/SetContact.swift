import CaseModel
import HTTP
import Web

/// Says how and when it is safe to get in touch, and whether to be asked regularly if all is well. What is typed replaces
/// what was said before; that is not shown, since whoever holds the code need not be its owner.
struct SetContact: MailboxTask {
    let name = "contact"
    let title = Phrase("mailbox.contact.title")
    let submit = Phrase("mailbox.contact.submit")

    let send: SendUpdate

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        return .list(
            .p(words.html(Phrase("mailbox.contact.replaces"))),
            fields.radios(
                "wish", Phrase("mailbox.contact.wish"),
                options: [
                    Choice(ContactWish.mailboxOnly.rawValue, words(Phrase("mailbox.contact.wish.mailbox"))),
                    Choice(ContactWish.contactMe.rawValue, words(Phrase("mailbox.contact.wish.contact_me"))),
                    Choice(ContactWish.doNotContact.rawValue, words(Phrase("mailbox.contact.wish.not"))),
                ], required: true),
            fields.textarea(
                "contact", Phrase("mailbox.contact.label"), hint: Phrase("mailbox.contact.hint"), rows: 2),
            fields.textarea(
                "times", Phrase("mailbox.contact.times"), hint: Phrase("mailbox.contact.times.hint"), rows: 2),
            fields.radios(
                "check_ins", Phrase("mailbox.contact.check_ins"),
                options: [
                    Choice("yes", words(Phrase("mailbox.contact.check_ins.yes"))),
                    Choice("no", words(Phrase("mailbox.contact.check_ins.no"))),
                ], hint: Phrase("mailbox.contact.check_ins.hint"), required: true))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        let form = "mailbox.form"
        let wish = ContactWish(rawValue: fields["wish"] ?? "")
        let (contact, contactErrors) = SourceUpdate.text(
            typed: fields["contact"] ?? "", limit: FieldLimits.contact, field: "contact", form: form,
            required: wish == .contactMe)
        let (times, timesErrors) = SourceUpdate.text(
            typed: fields["times"] ?? "", limit: FieldLimits.contactTimes, field: "times", form: form, required: false)
        var errors = FormErrors(contactErrors + timesErrors)
        if wish == nil { errors.add("wish", Phrase("mailbox.choose")) }
        let checkIns = ["yes": true, "no": false][fields["check_ins"] ?? ""]
        if checkIns == nil { errors.add("check_ins", Phrase("mailbox.choose")) }
        guard errors.isEmpty, let wish, let checkIns else { return .invalid(errors) }
        var update = visit.update(.contact, language: language.code)
        update.contact = ContactDetails(wish: wish, contact: contact, times: times, checkIns: checkIns)
        return MailboxOutcome(try await send(update, on: visit), Phrase("mailbox.contact.sent"))
    }
}
