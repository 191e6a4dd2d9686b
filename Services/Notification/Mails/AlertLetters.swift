import CaseModel
import Foundation
import Outbound
import ServiceRuntime
import Web

/// What a mail says: that something waits, how urgently, and where to sign in. Nothing that came in, no name, no number.
struct AlertLetters: Sendable {
    let phrases: Phrases
    /// The address of the staff door.
    let address: String

    func letter(for due: DueMail, at now: Date = .now) throws -> Mail {
        guard let recipient = MailAddress(due.email) else { throw LetterFailure.unfitAddress }
        let words = phrases.words(Language(rawValue: due.language) ?? .english)
        let subject = due.urgency == .u1 ? Phrase("mail.subject.urgent") : Phrase("mail.subject")
        return Mail(
            id: due.id, to: recipient, subject: words(subject),
            body: words(Phrase("mail.body", ["address": .text(address)])), date: now)
    }
}

/// Why no letter can be written.
enum LetterFailure: String, CodedError {
    /// The directory has an address that mail cannot be sent to.
    case unfitAddress = "mail-unfit-address"

    var code: String { rawValue }
}
