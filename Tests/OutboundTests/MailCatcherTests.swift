import Foundation
import FoundationNetworking
import Outbound
import ServiceRuntime
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The mail catcher` {
    @Test func `keeps a mail and shows it as text`() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("catcher-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let catcher = Process()
        catcher.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        catcher.arguments = [
            "deploy/mail-catcher/mail-catcher", directory.path, "--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0",
        ]
        let line = try await firstLine(of: catcher)
        defer { kill(catcher.processIdentifier, SIGKILL) }
        let ports = try JSONDecoder().decode(Ports.self, from: Data(line.utf8))

        let settings = [
            "AMPARO_SMTP_URL": "smtp://127.0.0.1:\(ports.smtp)", "AMPARO_MAIL_FROM": "amparo@house.example",
        ]
        let mail = Mail(
            id: UUID(), to: try #require(MailAddress("officer@un.example")), subject: "<b>ينتظر</b>",
            body: "Sign in & read.\n", date: .now)
        try await Mailer(settings: Settings(layers: [settings])).send(mail)

        let messages = try JSONDecoder().decode([Message].self, from: await get("messages", ports))
        #expect(messages.map(\.to) == [["officer@un.example"]])
        #expect(messages.map(\.subject) == ["<b>ينتظر</b>"])
        #expect(messages.map(\.text) == ["Sign in & read.\n"])
        #expect(String(decoding: try await get("", ports), as: UTF8.self).contains("&lt;b&gt;ينتظر&lt;/b&gt;"))
        let shown = String(decoding: try await get("mail/\(try #require(messages.first).id)", ports), as: UTF8.self)
        #expect(shown.contains("Sign in &amp; read."))
    }

    private struct Ports: Decodable { let smtp, http: Int }

    private struct Message: Decodable {
        let id, subject, text: String
        let to: [String]
    }

    private func get(_ path: String, _ ports: Ports) async throws -> Data {
        let url = try #require(URL(string: "http://127.0.0.1:\(ports.http)/\(path)"))
        return try await URLSession.shared.data(from: url).0
    }
}
