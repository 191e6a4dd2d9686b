import CaseModel
import HTTP
import Messaging
import Postgres
import Vault
import Web

/// Ends the mailbox: its messages are deleted, its code opens nothing, and nothing comes back. What was submitted stays
/// with the officers.
struct BurnMailbox: MailboxTask {
    let name = "burn"
    let title = Phrase("mailbox.burn.title")
    let submit = Phrase("mailbox.burn.submit")

    let send: SendUpdate

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        return .list(
            .ul(
                .li(words.html(Phrase("mailbox.burn.messages"))),
                .li(words.html(Phrase("mailbox.burn.code"))),
                .li(words.html(Phrase("mailbox.burn.stays")))),
            fields.checkbox("sure", Phrase("mailbox.burn.sure")))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        guard fields["sure"] == "yes" else {
            return .invalid(FormErrors([FormError("sure", Phrase("mailbox.sure.missing"))]))
        }
        let outcome = try await send(visit.update(.burnt, language: language.code), on: visit) { transaction in
            guard try await MailboxQueries.burn(visit.lookup, random: Randomness.bytes(32), in: &transaction) else {
                throw IntakeFailure.busy
            }
        }
        return outcome == .closed
            ? .closed : .over(title: Phrase("mailbox.burn.done.title"), text: Phrase("mailbox.burn.done"))
    }
}
