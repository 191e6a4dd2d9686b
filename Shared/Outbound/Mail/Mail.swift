package import Foundation

/// One mail to one person, plain text.
///
/// Mails of the house carry no content of a case: only that something waits, and where to sign in (DESIGN §1.5).
package struct Mail: Sendable {
    /// Names the mail in its Message-ID: the same mail sent again after a doubt carries the same one.
    package let id: UUID
    package let recipient: MailAddress
    package let subject: String
    package let body: String
    package let date: Date

    package init(id: UUID, to recipient: MailAddress, subject: String, body: String, date: Date) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.date = date
    }
}
