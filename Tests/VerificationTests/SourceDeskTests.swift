import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Web
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The section of a case's sources` {
    @Test func `marks what is new once, and shows files and languages`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let file = DeclaredEvidence(
                evidenceID: EvidenceID(UUID()), name: "photo <1>.jpg", mediaType: "image/jpeg", size: 3,
                sha256: HexBytes([UInt8](repeating: 1, count: 32)), key: KeyBytes([UInt8](repeating: 2, count: 32)))
            let update = try await desk.update(of: submission) {
                ($0.text, $0.language, $0.evidence) = ("جاؤوا ليلا", "ar", [file])
            }
            try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            let first = await desk.respond(try officer.get("/desk/cases/\(id)/source"))
            #expect(first.shows("class=\"tag danger\">New<") && first.shows("<div lang=\"ar\">"))
            #expect(first.shows("photo &lt;1&gt;.jpg"))
            #expect(first.shows("/desk/submissions/\(submission)/evidence/\(file.evidenceID)"))
            let again = await desk.respond(try officer.get("/desk/cases/\(id)/source"))
            #expect(!again.shows("class=\"tag danger\">New<"))
        }
    }

    @Test func `writes from its own form and shows it again where something is wrong`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let post = "/desk/submissions/\(submission)/messages"
            let wrong = await desk.respond(
                try officer.post(post, ["page": "case", "message": "", "message_kind": "MESSAGE"]))
            #expect(wrong.status == .unprocessable && wrong.shows("id=\"error-message\""))
            #expect(wrong.shows("aria-current=\"page\">Source<"))
            let sent = await desk.respond(
                try officer.post(post, ["page": "case", "message": "We read it.", "message_kind": "MESSAGE"]))
            #expect(sent.headers["Location"] == "/desk/cases/\(id)/source#source-\(submission)")
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/source"))
            #expect(page.shows("We read it.") && page.shows("The source was last written to on"))
        }
    }

    @Test func `begins with a prepared message that says nothing of the case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let phrases = try Phrases(folders: [VerificationApp.phrases])
            for template in SourceTemplate.allCases {
                let address = "/desk/cases/\(id)/source?to=\(submission)&template=\(template.rawValue)&language=en"
                let page = await desk.respond(try officer.get(address))
                let text = phrases.words(.english)(template.text)
                #expect(text.count > 80 && !text.contains("{"), "\(template)")
                #expect(page.shows(HTML.text(text).markup), "\(template)")
                #expect(page.shows("value=\"\(template.kind.rawValue)\" checked"), "\(template)")
            }
        }
    }

    @Test func `writes to one of several sources at a time`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, first) = try await desk.opened(by: officer)
            let second = try await desk.arrived()
            try await desk.asOwner("UPDATE submissions SET case_id = \(id.uuid) WHERE id = \(second.uuid)")
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/source"))
            #expect(page.shows("id=\"source-\(first)\"") && page.shows("id=\"source-\(second)\""))
            #expect(!page.shows("name=\"message\""))
            let chosen = await desk.respond(try officer.get("/desk/cases/\(id)/source?to=\(second)"))
            #expect(chosen.shows("id=\"write-\(second)\"") && !chosen.shows("id=\"write-\(first)\""))
        }
    }
}

@Suite struct `The clock of feedback` {
    private static let start = Date(timeIntervalSince1970: 1_772_791_200)

    private static func day(_ count: Double) -> Date { start.addingTimeInterval(count * 86_400) }

    private static func file(told: [(Double, String)], burnt: Bool = false) -> SourceFile {
        let id = SubmissionID(UUID())
        var draft = SubmissionDraft()
        (draft.narrative, draft.cooperation, draft.language) = ("x", "x", "en")
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: start, mailboxID: MailboxID(UUID()),
            mailboxKey: KeyBytes([UInt8](repeating: 1, count: 32)))
        let content = (try? CodeLists.bundled()).flatMap { draft.content(receipt, lists: $0) }
        let messages = told.map { day, text in
            let message = SourceMessage(
                messageID: MessageID(UUID()), sentAt: Self.day(day), language: "en", text: text)
            return SourceFile.Message(
                id: message.messageID, sentAt: message.sentAt, sentBy: StaffID(UUID()), content: message)
        }
        let gone = SourceUpdate(
            updateID: UpdateID(UUID()), submissionID: id, receivedAt: start, kind: .burnt, language: "en")
        let update = SourceFile.Update(id: gone.updateID, receivedAt: start, urgency: .u3, content: gone)
        return SourceFile(
            row: SubmissionRow(
                id: id, receivedAt: start, urgency: .u3, mailboxID: MailboxID(UUID()), caseID: nil, sealed: []),
            content: content, updates: burnt ? [update] : [], messages: messages)
    }

    private static let verified = FeedbackClock.Milestone(status: .verified, at: day(10))
    private static let closed = FeedbackClock.Milestone(status: .closedResolved, at: day(10))

    @Test(
        arguments: [
            (file(told: []), nil, nil, 30.0, false), (file(told: [(5, "x")]), nil, 5, 35, false),
            // What only keeps the source's page right tells nothing.
            (file(told: [(5, "x"), (20, "")]), nil, 5, 35, false),
            (file(told: [(5, "x")]), verified, 5, 35, true), (file(told: [(12, "x")]), verified, 12, 42, false),
            (file(told: [(5, "x")]), closed, 5, 35, true), (file(told: [(12, "x")]), closed, 12, nil, false),
            (file(told: [], burnt: true), nil, nil, nil, false),
        ] as [(SourceFile, FeedbackClock.Milestone?, Double?, Double?, Bool)])
    func `runs thirty days from the last word, and names what the source was not told of`(
        file: SourceFile, milestone: FeedbackClock.Milestone?, told: Double?, due: Double?, isOwed: Bool
    ) {
        let clock = FeedbackClock(file, milestone)
        #expect(clock.lastTold == told.map(Self.day))
        #expect(clock.due == due.map(Self.day))
        #expect((clock.milestone != nil) == isOwed)
        #expect(clock.isOverdue(at: Self.day(50)) == (due != nil))
    }
}
