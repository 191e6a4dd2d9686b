import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import Synchronization
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `A sheet with a handover code` {
    private func sheet(
        for submission: SubmissionID = SubmissionID(UUID()), mailbox: MailboxID = MailboxID(UUID()),
        expiresAt: Date = .now + 3600
    ) throws -> (code: ReceiptCode, event: HandoverPrepared) {
        let code = try #require(ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)))
        return (
            code,
            HandoverPrepared(
                submissionID: submission, mailboxID: mailbox, receivedAt: .now,
                lookup: HexBytes(ReceiptKeys.storedLookup(canonicalCode: code.canonicalBytes)), expiresAt: expiresAt)
        )
    }

    private func confirm(_ offer: Response, at door: PublicDoorUnderTest) async throws -> Response {
        await door.router.respond(
            to: try .form(
                "/en/handover",
                [
                    ("form-token", try #require(offer.value(of: "form-token"))), ("step", "offer"),
                    ("offer", try #require(offer.value(of: "offer"))),
                ]))
    }

    @Test func `is exchanged once for a receipt that nobody else has seen`() async throws {
        try await PublicDoorUnderTest.open { door in
            let (code, event) = try sheet()
            for _ in 0..<2 { try await KeepHandover().take(event, in: door.database) }
            let offer = try await door.send("/en/handover", [("code", code.printed.lowercased())])
            let receipt = try #require(offer.receiptCode)
            #expect(try await door.send("/en/return", [("code", receipt)]).status == .unprocessable, "not yet")
            let other = try await door.send("/en/handover", [("code", code.printed)])
            #expect(other.receiptCode != receipt)

            for _ in 0..<2 { #expect(try await confirm(offer, at: door).status == .ok) }
            #expect(try await confirm(other, at: door).status == .unprocessable, "who comes second gets none")
            #expect(try await door.send("/en/handover", [("code", code.printed)]).status == .unprocessable)
            let mailbox = try await door.send("/en/return", [("code", receipt)])
            #expect(mailbox.status == .ok)
            #expect(mailbox.shows("formaction=\"/en/mailbox/message\""))

            let told = try await door.house.told(by: .intake)
            #expect(told.count == 1)
            let taken = try #require(told.first).read(SourceUpdateReceived.self)
            #expect(taken.submissionID == event.submissionID && taken.mailboxID == event.mailboxID)
            let key = try door.house.keys.sealingKeyPair(of: .verification)
            let update = try EventCoding.decode(
                SourceUpdate.self,
                from: try Padding.unpad(
                    try key.open(taken.sealedUpdate.bytes, context: .sourceUpdate(taken.updateID))))
            let keys = try ReceiptKeys(canonicalCode: try ReceiptCode(parsing: receipt).canonicalBytes)
            #expect(update.kind == .receiptTaken && update.submissionID == event.submissionID)
            #expect(update.mailboxKey?.exposed == keys.mailboxKey.exposedBytes())
        }
    }

    @Test func `is worth nothing when it has expired, or another was printed after it`() async throws {
        try await PublicDoorUnderTest.open { door in
            let submission = SubmissionID(UUID())
            let mailbox = MailboxID(UUID())
            let expired = try sheet(expiresAt: .now - 1)
            let first = try sheet(for: submission, mailbox: mailbox)
            let second = try sheet(for: submission, mailbox: mailbox)
            for event in [expired.event, first.event, second.event, first.event] {
                try await KeepHandover().take(event, in: door.database)
            }
            for code in [expired.code, first.code] {
                let answer = try await door.send("/en/handover", [("code", code.printed)])
                #expect(answer.status == .unprocessable && answer.shows("id=\"error-code\""))
            }
            let offer = try await door.send("/en/handover", [("code", second.code.printed)])
            #expect(try await confirm(offer, at: door).status == .ok)
            let third = try sheet(for: submission, mailbox: mailbox)
            try await KeepHandover().take(third.event, in: door.database)
            #expect(
                try await door.send("/en/handover", [("code", third.code.printed)]).status == .unprocessable,
                "whoever has a receipt is not to lose the mailbox to a sheet")
        }
    }

    @Test func `takes the same work whether it is good or not`() async throws {
        try await PublicDoorUnderTest.open { door in
            let (code, event) = try sheet()
            try await KeepHandover().take(event, in: door.database)
            let wrong = try sheet().code
            let steps = Mutex<[TakeReceipt.Step]>([])
            let tokens = try VisitTokens(try door.house.keys.signingKey(of: .intake))
            let send = SendUpdate(
                database: door.database, outbox: try door.house.outbox(of: .intake),
                encapsulation: SharedEncapsulation(to: try door.house.keys.sealingPublicKey(of: .verification)),
                isOpen: { true })
            var take = TakeReceipt(database: door.database, tokens: tokens, send: send)
            take.observe = { step in steps.withLock { $0.append(step) } }
            for (code, opens) in [(wrong, false), (code, true)] {
                steps.withLock { $0 = [] }
                let offer = try await take.offer(for: code)
                #expect((offer != nil) == opens)
                #expect(steps.withLock { $0 } == [.derive, .find, .seal])
            }
        }
    }

    @Test(arguments: ["", "x", "00000-00000-00000-00000-1", "<script>"])
    func `that is mistyped is shown again to be compared`(typed: String) async throws {
        try await PublicDoorUnderTest.open { door in
            let answer = try await door.send("/en/handover", [("code", typed)])
            #expect(answer.status == .unprocessable)
            #expect(answer.shows("id=\"error-code\""))
            let forged = await door.router.respond(
                to: try .form("/en/handover", [("form-token", "x"), ("code", typed)]))
            #expect(forged.status == .unprocessable && !forged.shows("<script>"))
        }
    }
}
