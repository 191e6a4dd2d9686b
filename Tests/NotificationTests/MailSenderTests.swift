import CaseModel
import Foundation
@testable import Notification
import Outbound
import Postgres
import ServiceRuntime
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The sender of mails` {
    @Test func `sends what is due, proves it once, and says nothing of what it is about`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("hq@un.example")
            let alert = try await bureau.alerted(.u1)
            try await bureau.sending(until: ["1 sent"])
            let mail = try #require(try server.taken().first)
            #expect(mail.recipients == ["hq@un.example"])
            #expect(mail.text.contains("https://desk.example"))
            let submission = try #require(alert.submissionID)
            for secret in ["\(alert.alertID)", "\(submission)", "OHCHR", "U1", "Marker-7Q"] {
                #expect(!mail.raw.localizedCaseInsensitiveContains(secret), "\(secret)")
            }
            let told = try await bureau.house.told(by: .notification)
            #expect(told.map(\.type) == ["alert-delivered.v1"])
            let proof = try #require(told.first).read(AlertDelivered.self)
            #expect(proof.alertID == alert.alertID)
            #expect(proof.submissionID == submission)
            #expect(proof.caseID == nil)
        }
    }

    @Test func `writes in the language of the reader`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("hq@un.example", language: "ar")
            try await bureau.alerted(.u3)
            try await bureau.sending(until: ["1 sent"])
            let mail = try #require(try server.taken().first)
            #expect(mail.subject.unicodeScalars.contains { (0x600...0x6FF).contains($0.value) })
        }
    }

    @Test func `tries again later what is refused for now, and sends it then`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("rcpt451@un.example")
            try await bureau.alerted()
            try await bureau.sending(until: ["1 later"])
            #expect(try await bureau.house.told(by: .notification).isEmpty)
            try await bureau.house.owner.execute("UPDATE notification.focal_points SET email = 'hq@un.example'")
            try await bureau.makeDue()
            try await bureau.sending(until: ["2 sent"])
            #expect(try server.taken().count == 1)
            #expect(try await bureau.house.told(by: .notification).count == 1)
        }
    }

    @Test(arguments: [
        ("rcpt550@un.example", "1 failed smtp-550"), ("data554@un.example", "1 failed smtp-554"),
        ("not an address", "1 failed mail-unfit-address"), ("a@b\r\nBcc: c@d.example", "1 failed mail-unfit-address"),
    ])
    func `gives up what is refused for good, and goes on with the others`(email: String, state: String) async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint(email)
            try await bureau.focalPoint("hq@un.example")
            try await bureau.alerted()
            try await bureau.sending(until: [state, "1 sent"])
            #expect(try server.taken().count == 1)
            #expect(try await bureau.house.told(by: .notification).count == 1)
        }
    }

    @Test func `gives up after forty attempts`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("rcpt451@un.example")
            try await bureau.alerted()
            try await bureau.house.owner.execute("UPDATE notification.alert_mails SET attempts = 39")
            try await bureau.sending(until: ["40 failed smtp-451"])
        }
    }

    @Test func `that dies between sending and noting it sends the same mail again, and proves it once`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("hq@un.example")
            try await bureau.alerted()
            try await bureau.house.owner.execute("REVOKE INSERT ON notification.outbox FROM amparo_notification_app")
            let isSent = try await running(bureau.sender) { try await eventually { try server.taken().count == 1 } }
            #expect(isSent)
            #expect(try await bureau.mails() == ["1 later"], "taken, sent, and not noted")
            try await bureau.house.owner.execute("GRANT INSERT ON notification.outbox TO amparo_notification_app")
            try await bureau.makeDue()
            try await bureau.sending(until: ["2 sent"])
            let mails = try server.taken()
            #expect(mails.count == 2)
            #expect(Set(mails.map(\.messageID)).count == 1, "a mail program shows it once")
            #expect(try await bureau.house.told(by: .notification).count == 1)
        }
    }

    @Test func `sends the most urgent first, and none twice when two of them work`() async throws {
        let server = try await SMTPServer()
        try await BureauUnderTest.open(mail: server) { bureau in
            try await bureau.focalPoint("hq@un.example")
            for urgency in [Urgency.u3, .u4, .u1, .u2] { try await bureau.alerted(urgency) }
            let order = try await bureau.database.transaction { transaction in
                var order: [Urgency] = []
                while let mail = try await MailQueries.take(lease: .seconds(60), in: &transaction) {
                    order.append(mail.urgency)
                }
                return order
            }
            #expect(order == [.u1, .u2, .u3, .u4])
            for _ in 0..<8 { try await bureau.alerted(.u3) }
            try await bureau.makeDue()
            try await running(bureau.sender) {
                try await bureau.sending(
                    until: [String](repeating: "1 sent", count: 8) + [String](repeating: "2 sent", count: 4))
            }
            #expect(try server.taken().count == 12)
            #expect(try await bureau.house.told(by: .notification).count == 12)
        }
    }

    @Test(arguments: [(1, 2), (2, 4), (3, 8), (11, 2048), (12, 3600), (40, 3600), (0, 2)])
    func `waits twice as long each time, an hour at most`(attempts: Int, seconds: Int) {
        #expect(MailSender.backoff(attempts) == .seconds(seconds))
    }
}
