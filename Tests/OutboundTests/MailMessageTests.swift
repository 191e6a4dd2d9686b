import Foundation
import Outbound
import ServiceRuntime
import Testing

@Suite struct `A mail on the wire` {
    @Test func `begins with the header that RFC 5322 asks for`() throws {
        let text = try wire(subject: "Something waits", body: "Sign in.\n")
        #expect(
            text == """
                Date: Fri, 15 Jan 2027 08:00:00 +0000\r
                From: <amparo@house.example>\r
                To: <officer@un.example>\r
                Subject: Something waits\r
                Message-ID: <00000000-0000-4000-8000-000000000001@house.example>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Sign in.\r

                """)
    }

    @Test(arguments: [
        "short", String(repeating: "long words ", count: 60), String(repeating: "ش", count: 300),
        String(repeating: "案件", count: 200), "trailing blanks   \n = equals\n\n\ttab\t\n", "",
    ])
    func `has no line that is too long and none that is not ASCII`(text: String) throws {
        let subject = "S" + text.filter { !$0.isNewline && $0 != "\t" }
        let lines = try wire(subject: subject, body: text).components(separatedBy: "\r\n")
        #expect(
            lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 9 } })
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
    }

    @Test(arguments: ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\u{0}b", "a\u{85}b"])
    func `is refused where its subject could begin a header`(subject: String) throws {
        let error = #expect(throws: MailError.self) { try wire(subject: subject, body: "") }
        #expect(error == MailError(.unfitSubject))
        #expect(error?.isRetriable == false)
    }

    @Test(arguments: [
        "a@b\r\nBcc: c@d", "a b@c.example", "a@b@c", "@b.example", "a@", "a", "", "<a@b.example>", "a@-b.example",
        "a@b..example", "ä@b.example", "a\u{0}@b.example", "a@b.example ", "\"a b\"@c.example",
        String(repeating: "a", count: 65) + "@b.example",
    ])
    func `goes to no address that is none`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test(arguments: ["a@b.example", "first.last+tag@sub.un.example", "x@localhost"])
    func `goes to an address that is one, and does not print it`(text: String) throws {
        let address = try #require(MailAddress(text))
        var dumped = "\(address)"
        dump(address, to: &dumped)
        #expect(!dumped.contains(text))
    }

    @Test(arguments: [
        "http://127.0.0.1:25", "smtp://", "smtp://user:secret@host", "smtp://host/path", "host:25", "smtp://host?x=1",
    ])
    func `goes to no server whose address is none`(url: String) {
        let settings = Settings(layers: [["AMPARO_SMTP_URL": url, "AMPARO_MAIL_FROM": "a@b.example"]])
        #expect(throws: SettingsError(key: "AMPARO_SMTP_URL", problem: .invalid)) { try Mailer(settings: settings) }
    }

    private func wire(subject: String, body: String) throws -> String {
        let mail = Mail(
            id: try #require(UUID(uuidString: "00000000-0000-4000-8000-000000000001")),
            to: try #require(MailAddress("officer@un.example")), subject: subject, body: body,
            date: Date(timeIntervalSince1970: 1_800_000_000))
        let sender = try #require(MailAddress("amparo@house.example"))
        return String(decoding: try MailMessage.bytes(of: mail, from: sender), as: UTF8.self)
    }
}
