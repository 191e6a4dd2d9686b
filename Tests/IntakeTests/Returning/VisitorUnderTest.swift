import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

/// Somebody with a receipt at the public door.
struct VisitorUnderTest {
    let door: PublicDoorUnderTest
    var code: String
    let content: SubmissionContent
    let submission: SubmissionID

    static func arrive(
        _ fields: [(String, String)] = PublicDoorUnderTest.minimal,
        _ body: (VisitorUnderTest) async throws -> Void
    ) async throws {
        try await PublicDoorUnderTest.open { door in
            let answer = try await door.report(fields)
            let code = try #require(answer.receiptCode, "\(answer.status): \(answer.text.suffix(2_000))")
            let event = try #require(try await door.house.told(by: .intake).first)
            let visitor = VisitorUnderTest(
                door: door, code: code, content: try door.content(event),
                submission: try event.read(SubmissionReceived.self).submissionID)
            try await body(visitor)
        }
    }

    func enter(_ code: String? = nil, language: String = "en") async throws -> Response {
        try await door.send("/\(language)/return", [("code", code ?? self.code)])
    }

    /// Presses a button of a page that carries a pass.
    func press(
        _ task: String?, on page: Response, _ fields: [(String, String)] = [], language: String = "en"
    ) async throws -> Response {
        let pass = try #require(page.value(of: "form-token"))
        let path = "/\(language)/mailbox" + (task.map { "/\($0)" } ?? "")
        return await door.router.respond(to: try .form(path, [("form-token", pass)] + fields))
    }

    /// Opens a task's form from the mailbox and sends it.
    func send(_ task: String, _ fields: [(String, String)]) async throws -> Response {
        let form = try await press(task, on: try await enter())
        #expect(form.status == .ok)
        return try await press(task, on: form, [("step", "send")] + fields)
    }

    // MARK: What was told

    func updates() async throws -> [SourceUpdate] {
        try await door.house.told(by: .intake).filter { $0.type == SourceUpdateReceived.type }.map { event in
            let received = try event.read(SourceUpdateReceived.self)
            #expect(event.signature != nil)
            #expect(received.submissionID == submission && received.mailboxID == content.mailboxID)
            let key = try door.house.keys.sealingKeyPair(of: .verification)
            let padded = try key.open(received.sealedUpdate.bytes, context: .sourceUpdate(received.updateID))
            return try EventCoding.decode(SourceUpdate.self, from: try Padding.unpad(padded))
        }
    }

    func urgencies() async throws -> [Urgency] {
        try await door.house.told(by: .intake).filter { $0.type == SourceUpdateReceived.type }.map {
            try $0.read(SourceUpdateReceived.self).urgency
        }
    }

    /// An officer's message arrives.
    @discardableResult
    func receive(
        _ text: String, kind: SourceMessage.Kind? = nil, consent: ConsentSnapshot? = nil, under key: KeyBytes? = nil,
        at sentAt: Date = .now
    ) async throws -> MessageID {
        let id = MessageID(Randomness.uuid())
        let message = SourceMessage(
            messageID: id, sentAt: sentAt, language: "en", text: text, kind: kind, consent: consent)
        let sealing = MailboxSealing(key: try DataKey(bytes: (key ?? content.mailboxKey).exposed))
        try await KeepMessage().take(
            MessageToSource(
                messageID: id, mailboxID: content.mailboxID, sentAt: sentAt,
                sealedMessage: SealedPart(try sealing.seal(message))),
            in: door.database)
        return id
    }

    /// The pass of a page, as it was some time ago.
    func aged(_ page: Response, by seconds: TimeInterval) throws -> String {
        let tokens = try VisitTokens(try door.house.keys.signingKey(of: .intake))
        let pass = try tokens.open(MailboxPass.self, page.value(of: "form-token"))
        return try tokens.seal(pass, now: .now - seconds)
    }
}
