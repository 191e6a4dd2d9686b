import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `Coming back with the code` {
    @Test func `opens the mailbox with what officers have answered, and shows the code nowhere`() async throws {
        try await withReceipt { door, code, mailbox, key in
            for _ in 0..<2 {
                let id = MessageID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
                try await KeepMessage().take(try sealed("We <i>read</i> it.", id, mailbox, key), in: door.database)
            }
            try await KeepMessage().take(
                MessageToSource(
                    messageID: MessageID(UUID()), mailboxID: mailbox, sentAt: .now, sealedMessage: SealedPart([5, 5])),
                in: door.database)
            #expect(try await door.house.count("intake", "mailbox_messages") == 2, "delivered twice, kept once")
            let response = try await door.send("/en/return", [("code", code.lowercased().replacing("-", with: " "))])
            #expect(response.status == .ok)
            #expect(response.shows("We &lt;i&gt;read&lt;/i&gt; it."))
            #expect(response.shows("This message cannot be opened."))
            #expect(!response.shows(code))
            response.headers.forEach { _, value in #expect(!value.contains(code)) }
            #expect(response.headers["Set-Cookie"] == nil)
        }
    }

    @Test func `says the same of every code that opens nothing, and keeps what was typed to be compared`() async throws
    {
        try await withReceipt { door, code, _, _ in
            let random = try #require(ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount))).printed
            var pages: Set<String> = []
            for typed in [
                random, "", "x", String(code.dropLast()), code + "0", "<script>", String(repeating: "0", count: 500),
            ] {
                let response = try await door.send("/en/return", [("code", typed)])
                #expect(response.status == .unprocessable, "\(typed.prefix(10))")
                #expect(response.shows("id=\"error-code\""))
                #expect(response.value(of: "code") == nil || response.shows("name=\"code\" type=\"text\""))
                if typed == random { #expect(response.shows("value=\"\(typed)\"")) }
                pages.insert(skeleton(response))
            }
            #expect(pages.count == 1, "the same page but for the sentence beside the field")
        }
    }

    @Test func `does not open with a stale token, nor by an address`() async throws {
        try await withReceipt { door, code, _, _ in
            let stale = await door.router.respond(to: try .form("/en/return", [("form-token", "x"), ("code", code)]))
            #expect(stale.status == .unprocessable)
            #expect(!stale.shows(code))
            let asked = try await door.get("/en/return?code=\(code)")
            #expect(asked.status == .ok)
            #expect(!asked.shows(code))
        }
    }

    /// State and second, as they arrive; what the submitter reads in the end.
    @Test(arguments: [
        ([(MailboxState.beingRead, 10), (.inVerification, 20)], "IN_VERIFICATION"),
        ([(.inVerification, 20), (.beingRead, 10)], "IN_VERIFICATION"),
        ([(.answered, 30), (.answered, 30), (.inVerification, 20)], "ANSWERED"),
        ([(.beingRead, 10), (.beingRead, 10)], "BEING_READ"),
    ])
    func `shows the latest state, in whatever order and however often they come`(
        changes: [(MailboxState, Int)], last: String
    ) async throws {
        try await withReceipt { door, code, mailbox, _ in
            for (state, second) in changes {
                try await KeepState().take(
                    MailboxStateChanged(
                        submissionID: SubmissionID(UUID()), mailboxID: mailbox, state: state,
                        changedAt: Date(timeIntervalSince1970: 1_800_000_000 + Double(second))),
                    in: door.database)
            }
            let row = try await door.database.query("SELECT state FROM mailbox_states")
            #expect(try row.map { try $0.get("state", as: String.self) } == [last])
            #expect(try await door.send("/ar/return", [("code", code)]).status == .ok)
        }
    }

    // MARK: Support

    private func withReceipt(
        _ body: (PublicDoorUnderTest, String, MailboxID, KeyBytes) async throws -> Void
    ) async throws {
        try await PublicDoorUnderTest.open { door in
            let code = try #require(try await door.report(PublicDoorUnderTest.minimal).receiptCode)
            let content = try door.content(try #require(try await door.house.told(by: .intake).first))
            try await body(door, code, content.mailboxID, content.mailboxKey)
        }
    }

    private func sealed(
        _ text: String, _ id: MessageID, _ mailbox: MailboxID, _ key: KeyBytes
    ) throws -> MessageToSource {
        let message = SourceMessage(messageID: id, sentAt: .now, language: "en", text: text)
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: id.uuid)
        let bytes = try DataKey(bytes: key.exposed).seal(
            Padding.pad(try EventCoding.encode(message)), context: context)
        return MessageToSource(messageID: id, mailboxID: mailbox, sentAt: .now, sealedMessage: SealedPart(bytes))
    }

    /// A page without its token and without the sentences about the error.
    private func skeleton(_ response: Response) -> String {
        response.text
            .replacing(/name="form-token" value="[^"]*"/, with: "token")
            .replacing(/(name="code" [^>]*)value="[^"]*"/) { "\($0.1)typed" }
            .replacing(/<a href="#field-code">[^<]*<\/a>/, with: "error")
            .replacing(/<p class="error".*?<\/p>/, with: "error")
    }
}
