import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A submission that arrives` {
    @Test(arguments: [
        (Urgency.u1, ["submission-adopted.v1", "alert-raised.v1"]), (.u2, ["submission-adopted.v1"]),
        (.u3, ["submission-adopted.v1"]), (.u4, ["submission-adopted.v1"]),
    ])
    func `lies on the desk once, is acknowledged once, and pages a person where a life is at stake`(
        urgency: Urgency, types: [String]
    ) async throws {
        try await DeskUnderTest.open { desk in
            let submission = try desk.submission(urgency)
            for _ in 0..<2 { try await desk.receive.take(submission, in: desk.system) }
            #expect(try await desk.house.count("verification", "submissions") == 1)
            let told = try await desk.told()
            #expect(told.map(\.type) == types)
            let adopted = try #require(told.first).read(SubmissionAdopted.self)
            #expect(adopted.mailboxID == submission.mailboxID)
            if urgency == .u1 {
                let alert = try #require(told.last).read(AlertRaised.self)
                #expect(alert.submissionID == submission.submissionID)
                #expect(alert.compartment == .headquarters)
            }
        }
    }

    @Test func `is shown to an officer, and its submitter learns once that it is read`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let id = try await desk.arrived(narrative: "\u{202E}gnorw <script>alert(1)</script>")
            let list = await desk.respond(try officer.get("/desk"))
            #expect(list.shows("/desk/submissions/\(id)"))
            for _ in 0..<2 {
                let page = await desk.respond(try officer.get("/desk/submissions/\(id)"))
                #expect(page.status == .ok)
                #expect(page.shows("[U+202E]"), "what steers direction is shown as what it is")
                #expect(page.shows("&lt;script&gt;"))
                #expect(!page.shows("<script"))
            }
            let told = try await desk.told()
            #expect(told.map(\.type) == ["submission-adopted.v1", "mailbox-state-changed.v1"])
            #expect(try told[1].read(MailboxStateChanged.self).state == .beingRead)
        }
    }

    @Test func `is shown with the reasons for its urgency, found again in what it says`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let urgent = try await desk.arrived(.u1, narrative: "They said they would kill her.")
            let page = await desk.respond(try officer.get("/desk/submissions/\(urgent)"))
            #expect(page.shows("given at the door: U1"))
            #expect(page.shows("speak of killing"))
            let other = try await desk.arrived(.u2, narrative: "A letter came.")
            #expect(await desk.respond(try officer.get("/desk/submissions/\(other)")).shows("the rule has changed"))
        }
    }

    @Test func `of a partner is shown with its proof of consent, and its original is taken byte for byte`() async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let original = Array("{\"narrative\": \"<script>\u{202E}=1+1\"}\r".utf8)
            let id = try await desk.arrived(
                delivery: PartnerDelivery(
                    partner: "<b>House</b>",
                    consent: ConsentRecord(
                        givenBy: "=HYPERLINK(\"x\")\u{202E}", how: "in writing",
                        given: try #require(ReportedDate(typed: "2026-10")), language: "fr"), original: original))
            let page = await desk.respond(try officer.get("/desk/submissions/\(id)"))
            for text in ["&lt;b&gt;House&lt;/b&gt;", "[U+202E]", "2026-10", "/desk/submissions/\(id)/original"] {
                #expect(page.shows(text), "\(text)")
            }
            #expect(!page.shows("<b>House") && !page.shows("<script"))
            let file = await desk.respond(try officer.get("/desk/submissions/\(id)/original"))
            #expect(file.status == .ok && file.bytes == original)
            #expect(file.headers["Content-Type"] == "application/octet-stream")
            #expect(file.headers["Content-Disposition"] == "attachment; filename=\"\(id).json\"")
            let plain = try await desk.arrived()
            #expect(await desk.respond(try officer.get("/desk/submissions/\(plain)/original")).status == .notFound)
            let stranger = try await desk.officer([.caseOfficer], #require(Compartment("UNDP")))
            #expect(await desk.respond(try stranger.get("/desk/submissions/\(id)/original")).status == .notFound)
        }
    }

    @Test func `stands before less urgent ones`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let calm = try await desk.arrived(.u3)
            let urgent = try await desk.arrived(.u1)
            let page = await desk.respond(try officer.get("/desk")).text
            let first = try #require(page.range(of: "\(urgent)")?.lowerBound)
            let second = try #require(page.range(of: "\(calm)")?.lowerBound)
            #expect(first < second)
        }
    }

    @Test func `that cannot be opened says so instead of failing`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let id = try await desk.arrived()
            try await desk.house.owner.execute("UPDATE verification.submissions SET sealed = '\\x0102'")
            let page = await desk.respond(try officer.get("/desk/submissions/\(id)"))
            #expect(page.status == .ok)
            #expect(page.shows("class=\"notice\""))
        }
    }
}
