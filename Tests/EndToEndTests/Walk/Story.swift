import CaseModel
import Foundation
import HTTP
import TestSupport
import Testing

/// The story of the house: from what somebody tells to what they are answered, through all four services.
struct Story {
    let stack: Stack
    var officer: StaffWalk

    init(_ stack: Stack) async throws {
        self.stack = stack
        officer = try await StaffWalk.signIn("officer", to: stack)
    }

    /// Submits and waits until it lies on the desk. Returns the submission's id, and how long that took.
    mutating func submit(_ submitter: inout SubmitterWalk) async throws -> (id: String, delay: Duration) {
        let before = Set(try await officer.waiting())
        try await submitter.report()
        let accepted = ContinuousClock.now
        var new: String?
        try await expectEventually("the submission lies on the desk") {
            new = try await officer.waiting().first { !before.contains($0) }
            return new != nil
        }
        return (try #require(new), accepted.duration(to: .now))
    }

    /// Opens a case from a submission, records a finding and decides. Returns the case's id, the note and the answer.
    mutating func deal(with submission: String) async throws -> (id: String, note: String, answer: String) {
        let address = try await officer.openCase(from: submission)
        let note = try await officer.recordFinding(on: address)
        let answer = try await officer.decide(on: address)
        return (address.components(separatedBy: "/").last ?? "", note, answer)
    }

    /// The whole of it, once, with all that must hold on the way.
    mutating func walk(language: String = "en") async throws {
        let figures = try await officer.figures()
        let mails = try await stack.caughtMails().count
        var submitter = SubmitterWalk(stack, language: language)
        let (submission, delay) = try await submit(&submitter)
        print("accepted → visible on the desk: \(delay)")
        #expect(delay < .seconds(3))
        try await expectState("received", submitter)

        let read = try await officer.client.get("/desk/submissions/\(submission)").text
        let told = stack.markers.all.filter { ["narrative", "place", "contact"].contains($0.value) }.keys
        #expect(told.filter { read.contains($0) }.count == 3)
        try await expectState("being_read", submitter)

        let (id, note, answer) = try await deal(with: submission)
        let file = try await officer.page("/desk/cases/\(id)/findings").text
        #expect(file.contains(note))
        #expect(try await officer.page("/desk/cases/\(id)/source").text.contains(answer))
        try await expectState("answered", submitter)
        let back = try await submitter.comeBack()
        #expect(back.status == 200 && back.text.contains(answer))

        try await expectEventually("a mail goes out") { try await stack.caughtMails().count > mails }
        let mail = try #require(try await stack.caughtMails().first)
        #expect(mail.to == ["focal.point@example.org"])
        #expect(!mail.raw.contains(id) && !mail.raw.contains(submission))
        #expect(MarkerScan(stack.markers.all).found(in: mail.raw + mail.text + mail.subject).isEmpty)

        let expected = figures.mapValues { $0 + 1 }
        try await expectEventually("the figures show \(expected)") { try await officer.figures() == expected }
    }

    /// Waits until the mailbox shows the phrase of that state in the submitter's language.
    private func expectState(_ state: String, _ submitter: SubmitterWalk) async throws {
        let phrase = try Self.phrase("mailbox.state.\(state)", submitter.language)
        try await expectEventually("the mailbox says: \(phrase)") {
            HTMLText.plain(try await submitter.comeBack().text).contains(phrase)
        }
    }

    /// What a phrase of Intake's says, from the catalogue that translators work on.
    private static func phrase(_ key: String, _ language: String) throws -> String {
        let file = repositoryRoot.appending(path: "Services/Intake/Phrases/\(language).po")
        let text = try String(contentsOf: file, encoding: .utf8)
        let after = try #require(text.range(of: "msgid \"\(key)\"\nmsgstr \"")).upperBound
        return text[after...].components(separatedBy: "\"\n")[0]
    }
}

/// A mail as the catcher shows it, the newest first.
struct CaughtMail: Decodable {
    let to: [String]
    let subject, text, raw: String
}

extension Stack {
    func caughtMails() async throws -> [CaughtMail] {
        var client = HTTPClient(mails)
        return try JSONDecoder().decode([CaughtMail].self, from: Data(try await client.get("/messages").body))
    }
}
