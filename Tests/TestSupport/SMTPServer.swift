package import Foundation
import Testing

/// A real SMTP server (Debian's aiosmtpd) whose answer depends on the recipient: `rcpt451@…` and `data554@…` are answered
/// with that code, `slow@…` is left waiting. What it takes over it writes to a file before it says so.
package final class SMTPServer: Sendable {
    package let port: Int
    private let process: Process
    private let directory: URL

    package init(wantsSignIn: Bool = false) async throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("smtp-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", Self.program, directory.path, wantsSignIn ? "sign-in" : "open"]
        port = try #require(
            Int(try await firstLine(of: process)), "Debian's python3-aiosmtpd is needed")
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: directory)
    }

    package struct Taken: Decodable {
        package let helo: String
        package let sender: String
        package let recipients: [String]
        package let subject: String
        package let messageID: String
        package let text: String
        package let raw: String
    }

    package func taken() throws -> [Taken] {
        try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .map { try JSONDecoder().decode(Taken.self, from: Data(contentsOf: $0)) }
    }

    private static let program = """
        import asyncio, email, email.policy, json, pathlib, re, sys, uuid
        from aiosmtpd.smtp import SMTP, AuthResult

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if match := re.match(r"rcpt(\\d{3})@", address):
                    return match[1] + " said " + address
                if address.startswith("slow@"):
                    await asyncio.sleep(60)
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                if match := re.match(r"data(\\d{3})@", envelope.rcpt_tos[0]):
                    return match[1] + " said"
                raw = envelope.original_content
                message = email.message_from_bytes(raw, policy=email.policy.default)
                pathlib.Path(sys.argv[1], uuid.uuid4().hex).write_text(json.dumps({
                    "helo": session.host_name, "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
                    "subject": str(message["subject"]), "messageID": str(message["message-id"]),
                    "text": message.get_content(), "raw": raw.decode()}))
                return "250 OK"

        def authenticate(server, session, envelope, mechanism, data):
            good = data.login == b"amparo" and data.password == b"right"
            return AuthResult(success=good, handled=False)

        async def main():
            loop = asyncio.get_running_loop()
            signs_in = sys.argv[2] == "sign-in"
            server = await loop.create_server(
                lambda: SMTP(Handler(), loop=loop, authenticator=authenticate if signs_in else None,
                             auth_required=signs_in, auth_require_tls=False), "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """
}

/// Starts a program and returns the first line that it prints. Waits on a thread of its own: the few that run the tests
/// must not be held up.
package func firstLine(of process: Process) async throws -> String {
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let reading = output.fileHandleForReading
    let data = await withCheckedContinuation { continuation in
        DispatchQueue(label: "first-line").async { continuation.resume(returning: reading.availableData) }
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}
