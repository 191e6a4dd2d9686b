import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(3))) struct `A case` {
    @Test func `is opened with its key for three services, and the others hear of it in order`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            #expect(
                try await desk.rows() == [
                    "submissions": 1, "cases": 1, "case_versions": 1, "findings": 0, "messages_to_sources": 0,
                    "outbox": 3, "case_keys": 3,
                ])
            let told = try await desk.told()
            #expect(told.map(\.type) == ["submission-adopted.v1", "case-opened.v1", "mailbox-state-changed.v1"])
            let opened = try told[1].read(CaseOpened.self)
            #expect(opened.caseID == id)
            #expect(opened.submissionIDs == [submission])
            #expect(opened.urgency == .u2)
            let figures = try await desk.figures(opened.sealedFigures, of: id)
            #expect(figures.stateOfAct == "CHE")
            #expect(figures.status == .screening)
            #expect(figures.submissions == 1)
            #expect(try told[2].read(MailboxStateChanged.self).state == .inVerification)
            #expect(try await desk.audited(2) == ["post.desk.submissions.id.case done", "case.open done"])
        }
    }

    @Test func `is not opened twice from one submission`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (_, submission) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let again = await desk.respond(
                try officer.post("/desk/submissions/\(submission)/case", ["urgency": "U1", "act": act]))
            #expect(again.status == .conflict)
            #expect(again.shows("/desk/cases/"), "the page leads to the case that it belongs to")
            #expect(try await desk.rows() == before)
        }
    }

    @Test func `is opened once by two officers at the same time`() async throws {
        try await DeskUnderTest.open { desk in
            let officers = [try await desk.officer(), try await desk.officer()]
            let submission = try await desk.arrived()
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let statuses = try await withThrowingTaskGroup(of: Status.self, returning: [Int].self) { group in
                for officer in officers {
                    let request = try officer.post(
                        "/desk/submissions/\(submission)/case", ["urgency": "U1", "act": act])
                    group.addTask { await desk.respond(request).status }
                }
                return try await group.reduce(into: []) { $0.append($1.rawValue) }.sorted()
            }
            #expect(statuses == [303, 409])
            #expect(try await desk.rows()["cases"] == 1)
        }
    }

    /// Fields, and those that are named as wrong.
    static let badOpenings: [(KeyValuePairs<String, String>, [String])] = [
        ([:], ["urgency", "act"]), (["urgency": "U9", "act": "X"], ["urgency", "act"]),
        (["urgency": "U1", "act": "X", "un_entity": "X", "state": "X"], ["act", "un_entity", "state"]),
    ]

    @Test func `is not opened by a form with errors, which comes back as it was`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived()
            let before = try await desk.rows()
            for (fields, names) in Self.badOpenings {
                let response = await desk.respond(
                    try officer.post("/desk/submissions/\(submission)/case", fields))
                #expect(response.status == .unprocessable)
                for name in ["urgency", "act", "un_entity", "state"] {
                    #expect(response.shows("id=\"error-\(name)\"") == names.contains(name), "\(name)")
                }
            }
            #expect(try await desk.rows()["cases"] == before["cases"])
            #expect(try await desk.rows()["case_keys"] == 0)
        }
    }

    @Test func `goes on to be verified with its first finding`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            #expect(try await desk.status(of: id) == "SCREENING")
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: officer).status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFYING")
            #expect(try await desk.house.count("verification", "findings") == 1)
            let recorded = try #require(try await desk.told().last).read(FindingRecorded.self)
            #expect(recorded.caseID == id)
            let figures = try await desk.figures(recorded.sealedFigures, of: id)
            #expect(figures.findings == 1)
            #expect(figures.status == .verifying)
            #expect(figures.verification == .v2)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)"))
            #expect(page.shows("Typed &lt;note&gt; &amp; kept"))
            let expected = ["post.desk.cases.id.findings done", "finding.record done", "get.desk.cases.id done"]
            #expect(try await desk.audited(3) == expected)
        }
    }

    @Test func `takes the highest grade only where an independent item bears it out`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            let alone = try await desk.record(DeskUnderTest.finding(credibility: "1"), in: id, by: officer)
            #expect(alone.status == .unprocessable)
            #expect(alone.shows("id=\"error-credibility\""))
            #expect(alone.shows("Typed &lt;note&gt; &amp; kept"))
            #expect(try await desk.rows() == before)
            _ = try await desk.record(DeskUnderTest.finding(group: "the lawyer"), in: id, by: officer)
            let same = try await desk.record(
                DeskUnderTest.finding(credibility: "1", group: "the lawyer"), in: id, by: officer)
            #expect(same.status == .unprocessable)
            let other = try await desk.record(
                DeskUnderTest.finding(credibility: "1", group: "a witness"), in: id, by: officer)
            #expect(other.status == .seeOther)
        }
    }

    /// One field changed, and the one that is named as wrong.
    static let badFindings: [(String, String)] = [
        ("claim", ""), ("claim", "X"), ("direction", "MAYBE"), ("source", "X"), ("reliability", "G"),
        ("credibility", "7"), ("group", " "), ("group", String(repeating: "g", count: 61)), ("note", ""),
        ("note", String(repeating: "n", count: 10_001)),
    ]

    @Test func `takes no finding with an error, and keeps what was typed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            for (name, value) in Self.badFindings {
                let fields = DeskUnderTest.finding().map { $0.key == name ? (name, value) : ($0.key, $0.value) }
                let request = try Request.form(
                    "/desk/cases/\(id)/findings", [("form-token", officer.formToken)] + fields,
                    headers: ["Cookie": officer.cookie])
                let response = await desk.respond(request)
                #expect(response.status == .unprocessable, "\(name)")
                #expect(response.shows("id=\"error-\(name)\""), "\(name)")
                if name != "note" { #expect(response.shows("Typed &lt;note&gt; &amp; kept")) }
            }
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == "SCREENING")
        }
    }

    @Test(arguments: [("VERIFIED", VerificationStatus.v2), ("CLOSED_UNSUBSTANTIATED", .v2)])
    func `is decided, and its source is answered so that the receipt alone opens it`(
        next: String, verification: VerificationStatus
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            let version = try await desk.version(of: id)
            #expect(try await desk.decide(id, version: version, next: next, by: officer).status == .seeOther)
            #expect(try await desk.status(of: id) == next)
            let told = try await desk.told().suffix(3)
            #expect(told.map(\.type) == ["case-decided.v1", "message-to-source.v1", "mailbox-state-changed.v1"])
            let decided = try #require(told.first).read(CaseDecided.self)
            let figures = try await desk.figures(decided.sealedFigures, of: id)
            #expect(figures.status.rawValue == next)
            #expect(figures.verification == verification)
            #expect(figures.nexus == .n2)
            #expect(figures.decidedAt != nil)
            let message = try #require(told.dropFirst().first).read(MessageToSource.self)
            try expectOnlyReceiptOpens(message)
            #expect(try #require(told.last).read(MailboxStateChanged.self).submissionID == submission)
            #expect(try await desk.house.count("verification", "messages_to_sources") == 1)
            #expect(try await desk.house.count("verification", "case_versions") == 2)
            #expect(try await desk.audited(2) == ["post.desk.cases.id.decision done", "case.decide done"])
            let page = await desk.respond(try officer.get("/desk/cases/\(id)"))
            let spoken = await desk.respond(try officer.get("/desk/cases/\(id)/source"))
            #expect(spoken.shows("We found it credible."))
            #expect(!page.shows("action=\"/desk/cases/\(id)/decision\""), "there is nothing more to decide")
        }
    }

    @Test func `is not decided on an older version; the typed text comes back`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            let seen = try await desk.version(of: id)
            _ = try await desk.record(DeskUnderTest.finding(group: "a witness"), in: id, by: officer)
            let before = try await desk.rows()
            for version in [seen, "", "x", "-1", "99999999999999999999"] {
                let response = try await desk.decide(id, version: version, by: officer)
                #expect(response.status == .conflict, "\(version)")
                #expect(response.shows("Somebody else saved this case meanwhile."))
                #expect(response.shows("Because &lt;it&gt; holds."))
                #expect(response.shows("We found it credible."))
                #expect(response.value(of: "version") == "\(Int(seen).map { $0 + 1 } ?? 0)")
            }
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == "VERIFYING")
        }
    }

    @Test(arguments: ["VERIFIED", "CLOSED_UNSUBSTANTIATED", "ACTIONED", "CLOSED_RESOLVED", "AWAITING_INFO"])
    func `takes no step that its status does not allow`(next: String) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            let response = try await desk.decide(id, version: try await desk.version(of: id), next: next, by: officer)
            #expect(response.status == .conflict)
            #expect(response.shows("The case’s status does not allow this step now."))
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == "SCREENING")
        }
    }

    @Test func `that is decided takes neither a finding nor another decision`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            _ = try await desk.decide(id, version: try await desk.version(of: id), by: officer)
            let before = try await desk.rows()
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: officer).status == .conflict)
            let version = try await desk.version(of: id)
            #expect(try await desk.decide(id, version: version, by: officer).status == .conflict)
            #expect(try await desk.rows() == before)
        }
    }

    @Test func `has nothing in clear in any table or event of what was told or found`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            _ = try await desk.decide(id, version: try await desk.version(of: id), by: officer)
            for table in try await desk.rows().keys where table != "case_keys" {
                let rows = try await desk.house.owner.query(
                    "SELECT t::text AS row FROM verification.\(identifier: Identifier(table)) AS t")
                let text = try rows.map { try $0.get("row", as: String.self) }.joined()
                for marker in ["They came at night", "Typed <note>", "We found it credible", "Because <it>", "CHE"] {
                    #expect(!text.contains(marker), "\(marker) in \(table)")
                    let hex = marker.utf8.map { String($0, radix: 16) }.joined()
                    #expect(marker == "CHE" || !text.contains(hex), "\(marker) in \(table)")
                }
            }
        }
    }

    private func expectOnlyReceiptOpens(_ message: MessageToSource) throws {
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: message.messageID.uuid)
        let right = try DataKey(bytes: DeskUnderTest.mailboxKey.exposed)
        let plain = try Padding.unpad(try right.open(message.sealedMessage.bytes, context: context))
        #expect(try EventCoding.decode(SourceMessage.self, from: plain).text == "We found it credible.")
        #expect(throws: VaultError.self) { try DataKey().open(message.sealedMessage.bytes, context: context) }
        let elsewhere = SealContext(table: "mailbox_messages", column: "sealed", row: UUID())
        #expect(throws: VaultError.self) { try right.open(message.sealedMessage.bytes, context: elsewhere) }
    }
}
