import Foundation
import Outbound
import ServiceRuntime
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A mail to a real server` {
    @Test func `arrives as it was written, and tells nothing of this host`() async throws {
        let server = try await SMTPServer()
        let mail = try mail(
            to: "officer@un.example", subject: "Something waits: شيء ينتظر", body: "One.\n.\n..two\nالسلام\n")
        try await mailer(server).send(mail)
        let taken = try #require(try server.taken().first)
        #expect(taken.sender == "amparo@house.example")
        #expect(taken.recipients == ["officer@un.example"])
        #expect(taken.subject == "Something waits: شيء ينتظر")
        #expect(taken.text.replacing("\r\n", with: "\n") == "One.\n.\n..two\nالسلام\n")
        #expect(taken.messageID == "<\(mail.id.uuidString.lowercased())@house.example>")
        #expect(taken.helo == "house.example")
        #expect(!taken.raw.contains(ProcessInfo.processInfo.hostName))
    }

    @Test(arguments: [
        ("rcpt450", MailError.Reason.refused(450), true), ("rcpt550", .refused(550), false),
        ("data451", .refused(451), true), ("data554", .refused(554), false),
    ])
    func `is refused for now or for good, as the server's code says`(
        recipient: String, reason: MailError.Reason, isRetriable: Bool
    ) async throws {
        let server = try await SMTPServer()
        let error = await #expect(throws: MailError.self) {
            try await mailer(server).send(mail(to: "\(recipient)@un.example"))
        }
        #expect(error?.reason == reason)
        #expect(error?.isRetriable == isRetriable)
        #expect(error.map { "\($0)" }?.contains("un.example") == false)
        #expect(try server.taken().isEmpty)
    }

    @Test func `can be tried again later where nobody listens`() async throws {
        // Port 1 of the loopback address: nothing listens there.
        let settings = ["AMPARO_SMTP_URL": "smtp://127.0.0.1:1", "AMPARO_MAIL_FROM": "amparo@house.example"]
        let error = await #expect(throws: MailError.self) {
            try await Mailer(settings: Settings(layers: [settings])).send(mail(to: "officer@un.example"))
        }
        #expect(error?.code == "smtp-unreachable-7")
        #expect(error?.isRetriable == true)
    }

    @Test func `does not wait longer than its time limit`() async throws {
        let server = try await SMTPServer()
        let error = await #expect(throws: MailError.self) {
            try await mailer(server, ["AMPARO_SMTP_TIMEOUT_MS": "300"]).send(mail(to: "slow@un.example"))
        }
        #expect(error?.reason == .timedOut)
        #expect(error?.isRetriable == true)
    }

    @Test func `is given up when its task is cancelled`() async throws {
        let server = try await SMTPServer()
        let mailer = try mailer(server)
        let slow = try mail(to: "slow@un.example")
        let task = Task { try await mailer.send(slow) }
        task.cancel()
        let error = await #expect(throws: MailError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
    }

    @Test func `does not go out without TLS where TLS is required`() async throws {
        let server = try await SMTPServer()
        let error = await #expect(throws: MailError.self) {
            try await mailer(server, ["AMPARO_SMTP_REQUIRE_TLS": "true"]).send(mail(to: "officer@un.example"))
        }
        #expect(error?.reason == .noTrustedTLS)
        #expect(try server.taken().isEmpty)
    }

    @Test func `goes out after signing in, and a wrong password is told apart`() async throws {
        let server = try await SMTPServer(wantsSignIn: true)
        let right = ["AMPARO_SMTP_USER": "amparo", "AMPARO_SMTP_PASSWORD": "right"]
        try await mailer(server, right).send(mail(to: "officer@un.example"))
        #expect(try server.taken().count == 1)
        let wrong = ["AMPARO_SMTP_USER": "amparo", "AMPARO_SMTP_PASSWORD": "wrong"]
        let error = await #expect(throws: MailError.self) {
            try await mailer(server, wrong).send(mail(to: "officer@un.example"))
        }
        #expect(error?.reason == .signInRefused)
    }

    @Test(arguments: [
        ("smtp://mail.un.example:587", "amparo", true), ("smtp://127.0.0.1:8025", "amparo", false),
        ("smtp://mail.un.example:587", "", false),
    ])
    func `never sends a password to another machine in clear`(_ url: String, _ user: String, _ required: Bool) throws {
        let settings = Settings(layers: [
            [
                "AMPARO_SMTP_URL": url, "AMPARO_MAIL_FROM": "amparo@un.example", "AMPARO_SMTP_USER": user,
                "AMPARO_SMTP_PASSWORD": "secret", "AMPARO_SMTP_REQUIRE_TLS": "false",
            ]
        ])
        #expect(try MailConfiguration(settings: settings).requiresTLS == required)
    }

    @Test func `many at once all arrive`() async throws {
        let server = try await SMTPServer()
        let mailer = try mailer(server)
        try await withThrowingTaskGroup { group in
            for number in 0..<20 {
                let mail = try mail(to: "officer\(number)@un.example")
                group.addTask { try await mailer.send(mail) }
            }
            try await group.waitForAll()
        }
        #expect(Set(try server.taken().flatMap(\.recipients)).count == 20)
    }

    private func mailer(_ server: SMTPServer, _ more: [String: String] = [:]) throws -> Mailer {
        let settings = [
            "AMPARO_SMTP_URL": "smtp://127.0.0.1:\(server.port)", "AMPARO_MAIL_FROM": "amparo@house.example",
        ]
        return try Mailer(settings: Settings(layers: [more, settings]))
    }

    private func mail(
        to recipient: String, subject: String = "Something waits", body: String = "Sign in.\n"
    ) throws
        -> Mail
    {
        Mail(
            id: UUID(), to: try #require(MailAddress(recipient)), subject: subject, body: body,
            date: Date(timeIntervalSince1970: 1_800_000_000))
    }
}
