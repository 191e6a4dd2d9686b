import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A case` {
    @Test func `is opened with its key for three services, and the others hear of it in order`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            #expect(
                try await desk.rows() == [
                    "submissions": 1, "cases": 1, "case_versions": 1, "case_records": 3, "record_versions": 3,
                    "signed_steps": 0, "messages_to_sources": 0, "outbox": 3, "case_keys": 3,
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
}
