import CaseModel
import Foundation
import HTTP
import Messaging
@testable import Notification
import Outbound
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Web

/// Notification as its own initialiser puts it together, in a house of its own, with a real mail server where one is given.
struct BureauUnderTest {
    let house: TestHouse
    let router: Router
    let database: Database
    let sender: MailSender

    static func open(
        mail server: SMTPServer? = nil, _ body: (BureauUnderTest) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let more = server.map { ["AMPARO_SMTP_URL": "smtp://127.0.0.1:\($0.port)"] } ?? [:]
            let app = try await NotificationApp(settings: house.settings(more), logger: TestHouse.quiet)
            let pool = try #require(app.services.compactMap { $0 as? Database }.first)
            let sender = try #require(app.services.compactMap { $0 as? MailSender }.first)
            try await running(pool) {
                try await body(BureauUnderTest(house: house, router: app.router, database: pool, sender: sender))
            }
        }
    }

    func focalPoint(
        _ email: String, _ compartment: String = "OHCHR_HQ", language: String = "en", active: Bool = true
    ) async throws {
        try await house.owner.execute(
            """
            INSERT INTO notification.focal_points (id, name, email, language, compartment, active)
            VALUES (\(UUID()), 'Marker-7Q', \(email), \(language), \(compartment), \(active))
            """)
    }

    /// Takes an alert about a new submission.
    @discardableResult
    func alerted(_ urgency: Urgency = .u1, _ compartment: Compartment = .headquarters) async throws -> AlertRaised {
        let alert = AlertRaised(
            alertID: AlertID(UUID()), raisedAt: .now, urgency: urgency, compartment: compartment,
            submissionID: SubmissionID(UUID()))
        try await TakeAlert().take(alert, in: database)
        return alert
    }

    /// State of each mail: attempts, sent, failed with its reason, waiting.
    func mails() async throws -> [String] {
        try await house.owner.query(
            """
            SELECT concat_ws(' ', attempts, CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN failed_at IS NOT NULL
                THEN 'failed' WHEN next_attempt_at > now() + interval '1 hour' THEN 'much later'
                WHEN next_attempt_at > now() THEN 'later' ELSE 'due' END, failure) AS line
            FROM notification.alert_mails ORDER BY line
            """
        ).map { try $0.get("line") }
    }

    /// Has every mail that waits come up again.
    func makeDue() async throws {
        try await house.owner.execute(
            "UPDATE notification.alert_mails SET next_attempt_at = now() - interval '1 second'")
    }

    /// Runs the sender until the mails stand like this.
    func sending(until wanted: [String]) async throws {
        let reached = try await running(sender) {
            try await eventually { try await mails() == wanted }
        }
        let stand = try await mails()
        #expect(reached, "\(stand)")
    }
}
