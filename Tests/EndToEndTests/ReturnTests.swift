import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test func `a source who comes back is asked, answers, takes consent back, changes the code and burns the mailbox`()
        async throws
    {
        let stack = try await Stack.shared()
        var story = try await Story(stack)
        var submitter = SubmitterWalk(stack)
        let (submission, _) = try await story.submit(&submitter)
        let desk = "/desk/submissions/\(submission)"

        let question = "Which day was it? \(stack.markers.plant("question"))"
        try await story.officer.write(question, on: desk, kind: "QUESTION")
        try await expectEventually("the question is in the mailbox") {
            try await submitter.comeBack().text.contains(question)
        }

        let answer = "On Friday. \(stack.markers.plant("reply"))"
        let sent = try await submitter.send("message", ["text": answer])
        #expect(sent.status == 200)
        let refused = try await submitter.send("message", ["text": "my code is \(submitter.code.lowercased())"])
        #expect(refused.status == 422)
        for purposes: KeyValuePairs<String, String> in [["purposes": "CP9_PRESS"], [:]] {
            let changed = try await submitter.send("consent", purposes)
            #expect(changed.status == 200)
        }
        try await submitter.replaceCode()
        try await expectEventually("the desk knows") {
            let page = try await story.officer.page(desk).text
            return page.contains(answer) && page.contains("withdrawn consent to")
                && page.contains("replaced the receipt")
        }

        let thanks = "Thank you. \(stack.markers.plant("thanks"))"
        try await story.officer.write(thanks, on: desk, kind: "MESSAGE")
        try await expectEventually("what is sealed under the new key is read with the new code") {
            let page = try await submitter.comeBack().text
            return page.contains(thanks) && page.contains(question)
        }

        let burnt = try await submitter.send("burn", ["sure": "yes"])
        #expect(burnt.status == 200)
        let closed = try await submitter.comeBack()
        #expect(closed.status == 422)
        try await expectEventually("the desk knows that nothing can be sent") {
            try await story.officer.page(desk).text.contains("has burnt the mailbox: nothing")
        }
        try await stack.untilQuiet()
        let left = try await stack.count("SELECT count(*) FROM intake.burnt_mailboxes")
        #expect(left > 0)
    }
}

extension StaffWalk {
    /// Writes to the source of a submission.
    mutating func write(_ text: String, on address: String, kind: String) async throws {
        let page = try await client.get(address)
        let answer = try await client.submit(page, to: "/messages", ["message": text, "message_kind": kind])
        guard answer.status == 303 else { throw Refused(description: "\(answer.status): \(answer.text.suffix(3_000))") }
    }
}

extension SubmitterWalk {
    /// Comes back with the code, opens a task's form and sends it.
    func send(_ task: String, _ typed: KeyValuePairs<String, String>) async throws -> HTTPAnswer {
        var client = stack.client(of: .intake)
        return try await client.submit(try await open(task, &client), to: "/mailbox/\(task)", typed)
    }

    private func open(_ task: String, _ client: inout HTTPClient) async throws -> HTTPAnswer {
        let mailbox = try HTMLForm(in: try await comeBack().text, to: "/mailbox")
        return try await client.send(
            "POST", "/\(language)/mailbox/\(task)", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: try mailbox.body([:]))
    }

    mutating func replaceCode() async throws {
        var client = stack.client(of: .intake)
        let offer = try await client.submit(try await open("code", &client), to: "/mailbox/code", [:])
        guard let code = HTMLText.text(of: "receipt-code", in: offer.text) else {
            throw Refused(description: "\(offer.status): \(offer.text.suffix(3_000))")
        }
        let done = try await client.submit(offer, to: "/mailbox/code", [:])
        guard done.status == 200 else { throw Refused(description: "\(done.status): \(done.text.suffix(3_000))") }
        take(code)
    }
}
