import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import Synchronization
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `A mailbox` {
    // MARK: What is unread

    @Test func `shows what is unread first, and on request nothing else`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            try await visitor.receive("the first answer", at: .now - 60)
            #expect(try await visitor.enter().shows("the first answer"))
            #expect(try await visitor.door.house.count("intake", "mailbox_reads") == 1)
            try await visitor.receive("the second answer")
            let both = try await visitor.press(
                nil, on: try await visitor.press("message", on: try await visitor.enter()))
            #expect(both.shows("the first answer") && both.shows("the second answer"))

            let hidden = try await visitor.press(nil, on: both, [("view", "hide")])
            #expect(!hidden.shows("answer</p>"))
            try await visitor.receive("the third answer")
            let back = try await visitor.enter()
            #expect(back.shows("the third answer") && !back.shows("the second answer"))
            let asked = try await visitor.press(nil, on: back, [("view", "all")])
            #expect(asked.shows("the first answer") && asked.shows("the third answer"))
            #expect(!(try await visitor.enter()).shows("the third answer"), "asked for once, hidden again")
            _ = try await visitor.press(nil, on: asked, [("view", "show")])
            #expect(try await visitor.enter().shows("the first answer"))
        }
    }

    @Test func `does not count as read what was not shown`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let mailbox = try await visitor.enter()
            try await visitor.receive("unseen")
            for task in ["message", "consent"] { _ = try await visitor.press(task, on: mailbox) }
            #expect(try await visitor.door.house.count("intake", "mailbox_reads") == 0)
            let page = try await visitor.enter()
            let new = try #require(page.text.range(of: "You have 1 new message"))
            #expect(page.text[new.upperBound...].contains("unseen"))
        }
    }

    @Test func `offers an answer to a question, under the question, and to a check-in`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let question = try await visitor.receive("Which <day> was it?", kind: .question)
            let asking = try await visitor.receive("", kind: .checkIn)
            let page = try await visitor.enter()
            #expect(page.shows("name=\"answers\" value=\"\(question)\" formaction=\"/en/mailbox/message\""))
            #expect(page.shows("name=\"answers\" value=\"\(asking)\" formaction=\"/en/mailbox/check-in\""))
            let form = try await visitor.press("message", on: page, [("answers", question.description)])
            #expect(form.shows("Which &lt;day&gt; was it?"))
            #expect(form.value(of: "answers") == question.description)
        }
    }

    // MARK: Consent

    @Test func `shows what consent stands at, by the newest that anybody has noted`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            func ticked() async throws -> Set<String> {
                let page = try await visitor.press("consent", on: try await visitor.enter()).text
                return Set(page.matches(of: /value="(CP[0-9A-Z_]+)" checked/).map { String($0.1) })
            }
            #expect(try await ticked() == [])
            _ = try await visitor.send("consent", [("purposes", "CP9_PRESS"), ("purposes", "CP12_STATS")])
            #expect(try await ticked() == ["CP9_PRESS", "CP12_STATS"])
            try await visitor.receive(
                "", consent: ConsentSnapshot(at: .now - 3600, purposes: ["CP2_CONTACT"]))
            #expect(try await ticked() == ["CP9_PRESS", "CP12_STATS"], "an older one does not win")
            try await visitor.receive("", consent: ConsentSnapshot(at: .now + 1, purposes: ["CP2_CONTACT"]))
            #expect(try await ticked() == ["CP2_CONTACT"])
            #expect(try await visitor.enter().shows("There is no message yet."), "a snapshot is no message")
        }
    }

    // MARK: Another code

    private func replace(_ visitor: VisitorUnderTest) async throws -> (String, offer: Response, done: Response) {
        let form = try await visitor.press("code", on: try await visitor.enter())
        let offer = try await visitor.press("code", on: form, [("step", "send")])
        let code = try #require(offer.receiptCode)
        #expect(code != visitor.code)
        #expect(try await visitor.enter().status == .ok, "until it is confirmed the old one is good")
        let token = try #require(offer.value(of: "offer"))
        let done = try await visitor.press("code", on: offer, [("step", "offer"), ("offer", token)])
        return (code, offer, done)
    }

    @Test func `can be given another code: the old one is dead at once, and no message is lost`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            try await visitor.receive("before")
            _ = try await visitor.send("consent", [("purposes", "CP9_PRESS")])
            let stale = try await visitor.press("message", on: try await visitor.enter())
            let (code, offer, done) = try await replace(visitor)
            #expect(done.status == .ok && !done.shows(code))
            let token = try #require(offer.value(of: "offer"))
            let twice = try await visitor.press("code", on: offer, [("step", "offer"), ("offer", token)])
            #expect(twice.status == .ok, "an answer that was lost is given again")

            #expect(try await visitor.enter().status == .unprocessable)
            let dead = try await visitor.press("message", on: stale, [("step", "send"), ("text", "kept")])
            #expect(dead.status == .unprocessable && dead.shows("value=\"kept\""))
            try await visitor.receive("late, under the old key")
            let updates = try await visitor.updates()
            #expect(updates.map(\.kind) == [.consent, .codeReplaced])
            let newKey = try #require(updates.last?.mailboxKey)
            try await visitor.receive("under the new key", under: newKey)
            var later = visitor
            later.code = code
            let page = try await later.enter()
            for text in ["before", "late, under the old key", "under the new key"] { #expect(page.shows(text)) }
            #expect(try await later.press("consent", on: page).shows("value=\"CP9_PRESS\" checked"))
            #expect(try await later.press(nil, on: done).status == .ok, "the visit goes on")

            let (third, _, _) = try await replace(later)
            later.code = third
            try await visitor.receive("later still, under the first key")
            let last = try await later.enter()
            for text in ["before", "late, under the old key", "under the new key", "later still"] {
                #expect(last.shows(text), "\(text)")
            }
        }
    }

    @Test func `keeps its code where the offer is forged, stale or of another mailbox`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let tokens = try VisitTokens(try visitor.door.house.keys.signingKey(of: .intake))
            let foreign = ReceiptOffer.new(for: [UInt8](repeating: 1, count: 32))
            let stale = ReceiptOffer.new(
                for: ReceiptKeys.storedLookup(
                    canonicalCode: try ReceiptCode(parsing: visitor.code).canonicalBytes))
            for offer in ["", "x", try tokens.seal(foreign), try tokens.seal(stale, now: .now - 1801)] {
                let form = try await visitor.press("code", on: try await visitor.enter())
                let answer = try await visitor.press("code", on: form, [("step", "offer"), ("offer", offer)])
                #expect(answer.status == .ok && answer.receiptCode != nil, "another is offered")
            }
            #expect(try await visitor.updates().isEmpty)
            #expect(try await visitor.enter().status == .ok)
        }
    }

    // MARK: The end

    @Test func `can be burnt: nothing is left, nothing comes back, and nothing opens it`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            try await visitor.receive("secret")
            let stale = try await visitor.press("message", on: try await visitor.enter())
            let state = MailboxStateChanged(
                submissionID: visitor.submission, mailboxID: visitor.content.mailboxID, state: .answered,
                changedAt: .now)
            try await KeepState().take(state, in: visitor.door.database)
            let over = try await visitor.send("burn", [("sure", "yes")])
            #expect(over.status == .ok)
            #expect(over.value(of: "form-token") == nil, "the visit is over")
            try await visitor.receive("too late")
            try await KeepState().take(state, in: visitor.door.database)
            for table in ["mailbox_messages", "mailbox_states", "mailbox_reads"] {
                #expect(try await visitor.door.house.count("intake", table) == 0, "\(table)")
            }
            #expect(try await visitor.enter().status == .unprocessable)
            let dead = try await visitor.press("message", on: stale, [("step", "send"), ("text", "x")])
            #expect(dead.status == .unprocessable)
            #expect(try await visitor.updates().map(\.kind) == [.burnt])
        }
    }

    // MARK: Wrong codes

    @Test(arguments: [true, false])
    func `takes the same work of a wrong code as of a right one`(toShow: Bool) async throws {
        try await VisitorUnderTest.arrive { visitor in
            let wrong = try #require(ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)))
            let right = try ReceiptCode(parsing: visitor.code)
            let steps = Mutex<[OpenMailbox.Step]>([])
            var open = OpenMailbox(
                database: visitor.door.database,
                tokens: try VisitTokens(try visitor.door.house.keys.signingKey(of: .intake)))
            open.observe = { step in steps.withLock { $0.append(step) } }
            func work(_ code: ReceiptCode, opens: Bool) async throws -> [OpenMailbox.Step] {
                steps.withLock { $0 = [] }
                let opened = try await open(code, toShow: toShow)
                #expect((opened != nil) == opens)
                return steps.withLock { $0 }
            }
            let expected: [OpenMailbox.Step] = [.derive, .find, .list, .mark, .open, .open, .open, .seal]
            #expect(try await work(wrong, opens: false) == expected)
            #expect(try await work(right, opens: true) == expected)
            try await visitor.receive("one message")
            #expect(try await work(right, opens: true) == expected)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Files that a returning source sends` {
    private func multipart(_ fields: [(String, String)], file name: String, _ content: String) throws -> Request {
        var body = ""
        for (field, value) in fields {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
        }
        body +=
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n\(content)\r\n--b--\r\n"
        return try Request(
            .post, "/en/mailbox/message",
            headers: ["Content-Type": "multipart/form-data; boundary=b", "Accept": "text/html"], body: Array(body.utf8))
    }

    @Test func `come with a message or by themselves, and are kept for Verification`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let form = try await visitor.press("message", on: try await visitor.enter())
            #expect(form.shows("multipart/form-data"))
            let pass = try #require(form.value(of: "form-token"))
            let request = try multipart(
                [("form-token", pass), ("step", "send"), ("upload", ""), ("text", "")], file: "a photo.txt",
                "what it shows")
            let answer = await visitor.door.router.respond(to: request)
            #expect(answer.status == .ok && answer.shows("role=\"status\""), "\(answer.text.suffix(2_000))")
            let update = try #require(try await visitor.updates().first)
            #expect(update.evidence.map(\.name) == ["a photo.txt"] && update.text.isEmpty)
            let event = try #require(try await visitor.door.house.told(by: .intake).last)
            #expect(try event.read(SourceUpdateReceived.self).evidenceIDs == update.evidence.map(\.evidenceID))
            let claimed = try await visitor.door.house.owner.first(
                "SELECT count(*) AS n FROM intake.upload_files WHERE claimed_by = \(update.updateID.uuid)")
            #expect(try claimed?.get("n", as: Int.self) == 1)
        }
    }

    @Test func `stay with the form while something is wrong, and do not carry the code in their names`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let form = try await visitor.press("message", on: try await visitor.enter())
            let late = await visitor.door.router.respond(
                to: try multipart(
                    [("form-token", "stale"), ("step", "send"), ("text", "with a file")], file: "letter.txt", "x"))
            #expect(late.status == .unprocessable)
            let upload = try #require(late.value(of: "upload"))
            let again = try await visitor.press(
                "message", on: late,
                [("step", "send"), ("text", "with a file"), ("upload", upload), ("code", visitor.code)])
            #expect(again.status == .ok)
            #expect(try await visitor.updates().map { $0.evidence.map(\.name) } == [["letter.txt"]])

            let pass = try #require(form.value(of: "form-token"))
            let telling = await visitor.door.router.respond(
                to: try multipart(
                    [("form-token", pass), ("step", "send"), ("text", "x")], file: "\(visitor.code.lowercased()).txt",
                    "x"))
            #expect(telling.status == .unprocessable && telling.shows("id=\"error-file\""))
            #expect(try await visitor.updates().count == 1)
        }
    }
}
