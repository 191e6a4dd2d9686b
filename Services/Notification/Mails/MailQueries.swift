import CaseModel
import Foundation
import Postgres

/// A mail that is due.
struct DueMail: Sendable {
    let id: UUID
    let alertID: AlertID
    let about: String
    let subject: UUID
    let urgency: Urgency
    let email: String
    let language: String
    let attempts: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        alertID = AlertID(try row.get("alert_id", as: UUID.self))
        about = try row.get("about")
        subject = try row.get("subject")
        urgency = Urgency(rawValue: try row.get("urgency", as: String.self)) ?? .u1
        email = try row.get("email")
        language = try row.get("language")
        attempts = Int(try row.get("attempts", as: Int32.self))
    }
}

enum MailQueries {
    /// Takes the next mail that is due, the most urgent first, and keeps it from other senders for `lease`: should this one
    /// die on the way, the mail comes up again.
    static func take(lease: Duration, in transaction: inout Transaction) async throws -> DueMail? {
        try await transaction.first(
            """
            UPDATE alert_mails
            SET attempts = attempts + 1, next_attempt_at = now() + \(lease / .seconds(1)) * interval '1 second'
            FROM alerts, focal_points
            WHERE alert_mails.id = (
                SELECT due.id FROM alert_mails AS due JOIN alerts ON alerts.id = due.alert_id
                WHERE due.sent_at IS NULL AND due.failed_at IS NULL AND due.next_attempt_at <= now()
                ORDER BY alerts.urgency, due.next_attempt_at LIMIT 1 FOR UPDATE OF due SKIP LOCKED)
            AND alerts.id = alert_mails.alert_id AND focal_points.id = alert_mails.focal_point_id
            RETURNING alert_mails.id, alert_mails.alert_id, alerts.about, alerts.subject, alerts.urgency,
                focal_points.email, focal_points.language, alert_mails.attempts
            """
        ).map(DueMail.init)
    }

    /// Returns false where it had been marked already.
    static func markSent(_ mail: DueMail, at: Date, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            "UPDATE alert_mails SET sent_at = \(at) WHERE id = \(mail.id) AND sent_at IS NULL") == 1
    }

    static func postpone(_ mail: DueMail, by delay: Duration, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE alert_mails SET next_attempt_at = now() + \(delay / .seconds(1)) * interval '1 second'
            WHERE id = \(mail.id)
            """)
    }

    static func giveUp(_ mail: DueMail, reason: String, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            "UPDATE alert_mails SET failed_at = now(), failure = \(reason) WHERE id = \(mail.id)")
    }
}
