import CaseModel
import Foundation
import Postgres
import Web

enum SubmissionQueries {
    static func insert(_ submissions: [SealedSubmission]) -> SQL {
        """
        INSERT INTO submissions (id, received_at, channel, language, urgency, mailbox_id, lookup, consent)
        SELECT * FROM unnest(
            \(submissions.map(\.event.submissionID.uuid)), \(submissions.map(\.event.receivedAt)),
            \(submissions.map(\.channel)), \(submissions.map(\.language)),
            \(submissions.map(\.event.urgency.rawValue)), \(submissions.map(\.event.mailboxID.uuid)),
            \(submissions.map(\.lookup)), \(submissions.map(\.consent)))
        """
    }

    /// Fails on `usedTicket` where one of them was used before.
    static func insert(_ tickets: [FormTicket]) -> SQL {
        """
        INSERT INTO used_tickets (ends_at, nonce)
        SELECT * FROM unnest(\(tickets.map(\.endsAt)), \(tickets.map(\.nonce)))
        """
    }

    static let usedTicket = "used_tickets_pkey"

    static func usedNonces(among tickets: [FormTicket]) -> SQL {
        """
        SELECT nonce FROM used_tickets
        JOIN unnest(\(tickets.map(\.endsAt)), \(tickets.map(\.nonce))) AS asked (ends_at, nonce) USING (ends_at, nonce)
        """
    }

    static let sweepTickets: SQL = "SELECT sweep_used_tickets() AS swept"
}
