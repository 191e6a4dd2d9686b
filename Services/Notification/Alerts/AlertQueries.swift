import CaseModel
import Foundation
import Postgres

/// Something that a person must be told of.
struct Alert: Sendable {
    enum About: Sendable {
        case `case`(CaseID)
        case submission(SubmissionID)

        var kind: String {
            switch self {
            case .case: "case"
            case .submission: "submission"
            }
        }

        var id: UUID {
            switch self {
            case .case(let id): id.uuid
            case .submission(let id): id.uuid
            }
        }
    }

    let id: AlertID
    let about: About
    let urgency: Urgency
    let compartment: Compartment
    let raisedAt: Date
}

/// An alert with what became of its mails.
struct AlertSummary: Sendable {
    let raisedAt: Date
    let urgency: String
    let compartment: String
    let sent: Int
    let waiting: Int
    let failed: Int
}

enum AlertQueries {
    /// Keeps the alert and one mail for each focal point of its compartment and of headquarters, and wakes the sender.
    static func insert(_ alert: Alert, in transaction: inout Transaction) async throws {
        let isNew = try await transaction.execute(
            """
            INSERT INTO alerts (id, about, subject, urgency, compartment, raised_at)
            VALUES (\(alert.id.uuid), \(alert.about.kind), \(alert.about.id), \(alert.urgency.rawValue),
                \(alert.compartment.code), \(alert.raisedAt))
            ON CONFLICT (id) DO NOTHING
            """)
        guard isNew == 1 else { return }
        try await transaction.execute(
            """
            INSERT INTO alert_mails (id, alert_id, focal_point_id, next_attempt_at)
            SELECT gen_random_uuid(), \(alert.id.uuid), id, now() FROM focal_points
            WHERE active AND compartment IN (\(alert.compartment.code), \(Compartment.headquarters.code))
            """)
        try await transaction.notify(MailSender.channel)
    }

    static func latest(
        _ compartments: [Compartment], limit: Int, in transaction: inout Transaction
    ) async throws -> [AlertSummary] {
        try await transaction.query(
            """
            SELECT alerts.raised_at, alerts.urgency, alerts.compartment,
                count(alert_mails.sent_at) AS sent, count(alert_mails.failed_at) AS failed,
                count(alert_mails.id) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL) AS waiting
            FROM alerts LEFT JOIN alert_mails ON alert_mails.alert_id = alerts.id
            WHERE alerts.compartment = ANY (\(compartments.map(\.code)))
            GROUP BY alerts.id ORDER BY alerts.raised_at DESC, alerts.id LIMIT \(limit)
            """
        ).map { row in
            AlertSummary(
                raisedAt: try row.get("raised_at"), urgency: try row.get("urgency"),
                compartment: try row.get("compartment"), sent: try row.get("sent"), waiting: try row.get("waiting"),
                failed: try row.get("failed"))
        }
    }
}
