import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The scope screen of a case` {
    private func screen(
        _ desk: DeskUnderTest, _ id: CaseID, _ officer: TestStaff, _ fields: [(String, String)]
    ) async throws -> Response {
        let page = await desk.respond(try officer.get("/desk/cases/\(id)/triage"))
        let form = page.text.components(separatedBy: "/screen\"").last ?? ""
        func hidden(_ name: String) -> String {
            form.components(separatedBy: "name=\"\(name)\" value=\"").dropFirst().first?
                .components(separatedBy: "\"").first ?? ""
        }
        let seen = ["record", "version"].filter { name in !fields.contains { $0.0 == name } }
            .map { ($0, hidden($0)) }
        return await desk.respond(
            try .form(
                "/desk/cases/\(id)/screen",
                [("form-token", officer.formToken), ("urgency", "U2")] + seen + fields,
                headers: ["Cookie": officer.cookie]))
    }

    @Test func `keeps the answers, names what is missing, and leaves the case where it is in scope`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let response = try await screen(
                desk, id, officer,
                [
                    ("outcome", "IN_SCOPE"), ("act", "L01"), ("act", "V01"), ("un_entity", "HRC"),
                    ("cooperation_tense", "PAST"), ("perpetrator_type", "ST_POLICE"),
                ])
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "SCREENING")
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/triage"))
            #expect(page.shows("id=\"scope-outcome\" value=\"IN_SCOPE\""))
            #expect(page.shows("id=\"scope-side\" value=\"STATE\""))
            #expect(page.shows("<data value=\"limb\">") && page.shows("<data value=\"target\">"))
            #expect(!page.shows("<data value=\"tense\">"))
            #expect(page.shows("<option value=\"REPRISAL\" selected>"), "what the tense suggests")
            // The second time it is the same record, in a new version.
            let again = try await screen(
                desk, id, officer, [("outcome", "IN_SCOPE"), ("act", "L01"), ("un_entity", "HRC")])
            #expect(again.status == .seeOther)
            let row = try #require(
                try await desk.house.owner.first(
                    "SELECT version FROM verification.case_records WHERE kind = 'SCREEN'"))
            #expect(try row.get("version", as: Int32.self) == 2)
        }
    }

    @Test func `shows both sides where two answered differently`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let first = try await screen(desk, id, officer, [("outcome", "IN_SCOPE"), ("cooperation_tense", "PAST")])
            #expect(first.status == .seeOther)
            let record = try #require(
                try await desk.house.owner.first(
                    "SELECT id FROM verification.case_records WHERE kind = 'SCREEN'")?.get("id", as: UUID.self))
            let seen = [("record", RecordID(record).description), ("version", "1")]
            let second = try await screen(
                desk, id, officer, seen + [("outcome", "IN_SCOPE"), ("cooperation_tense", "SOUGHT")])
            #expect(second.status == .seeOther)
            let stale = try await screen(
                desk, id, officer, seen + [("outcome", "IN_SCOPE"), ("cooperation_tense", "ONGOING")])
            #expect(stale.status == .conflict)
            #expect(stale.shows("id=\"conflict\""))
        }
    }

    @Test func `closes what is out of scope and tells the source where else to turn`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let silent = try await screen(
                desk, id, officer, [("outcome", "OUT_OF_SCOPE"), ("no_un_link", "yes"), ("reason", "A neighbour.")])
            #expect(silent.status == .unprocessable)
            #expect(silent.shows("id=\"error-answer\""))
            #expect(try await desk.status(of: id) == "SCREENING")
            #expect(try await desk.house.count("verification", "case_records") == 3, "what it was opened with alone")
            let response = try await screen(
                desk, id, officer,
                [
                    ("outcome", "OUT_OF_SCOPE"), ("no_un_link", "yes"), ("reason", "A neighbour."),
                    ("answer", "We cannot take this up."), ("referral", "NATIONAL"), ("answer_language", "en"),
                ])
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "CLOSED_OUT_OF_SCOPE")
            let told = try await desk.told()
            let event = try #require(told.last { $0.type == "message-to-source.v1" })
            let message = try desk.message(event, under: DeskUnderTest.mailboxKey)
            #expect(message.text.hasPrefix("We cannot take this up."))
            #expect(message.text.contains("national human rights institution"))
            let state = try #require(told.last { $0.type == "mailbox-state-changed.v1" })
                .read(MailboxStateChanged.self)
            #expect(state.state == .closed)
            #expect(state.submissionID == submission)
            #expect(try await desk.lastFigures(of: id).status == .closedOutOfScope)
            // A closed case is not screened again into something else.
            let again = try await screen(
                desk, id, officer, [("outcome", "MORE_NEEDED"), ("reason", "r"), ("answer", "a")])
            #expect(again.status == .conflict)
        }
    }

    @Test func `keeps a closed case as it was closed when it turns out to be out of scope`() throws {
        for status in CaseStatus.allCases where status.isTerminal {
            let next = try ScreenCase.next(.outOfScope, status)
            #expect(next == nil, "\(status)")
        }
        let next = try ScreenCase.next(.outOfScope, .verifying)
        #expect(next == .closedOutOfScope)
    }

    @Test func `asks the source for what is needed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let response = try await screen(
                desk, id, officer,
                [("outcome", "MORE_NEEDED"), ("reason", "No link yet."), ("answer", "With whom did you speak?")])
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "AWAITING_INFO")
            let event = try #require(try await desk.told().last { $0.type == "message-to-source.v1" })
            #expect(try desk.message(event, under: DeskUnderTest.mailboxKey).kind == .question)
        }
    }

    /// Fields, and those that are named as wrong.
    static let bad: [([(String, String)], [String])] = [
        ([], ["outcome"]), ([("outcome", "X")], ["outcome"]), ([("outcome", "OUT_OF_SCOPE")], ["reason"]),
        ([("outcome", "IN_SCOPE"), ("act", "X"), ("un_entity", "X")], ["act", "un_entity"]),
        ([("outcome", "IN_SCOPE"), ("act", "L01"), ("no_act", "yes")], ["no_act"]),
        ([("outcome", "IN_SCOPE"), ("un_entity", "HRC"), ("no_un_link", "yes")], ["no_un_link"]),
        ([("outcome", "IN_SCOPE"), ("referral", "X")], ["referral"]),
        ([("outcome", "IN_SCOPE"), ("urgency", "U4")], ["urgency_reason"]),
    ]

    @Test func `takes no answers that contradict each other or are none`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            for (fields, wrong) in Self.bad {
                let urgency = fields.first { $0.0 == "urgency" }
                let response = await desk.respond(
                    try .form(
                        "/desk/cases/\(id)/screen",
                        [("form-token", officer.formToken), urgency ?? ("urgency", "U2")]
                            + fields.filter { $0.0 != "urgency" }, headers: ["Cookie": officer.cookie]))
                #expect(response.status == .unprocessable, "\(fields)")
                for name in wrong { #expect(response.shows("id=\"error-\(name)\""), "\(fields)") }
            }
            #expect(try await desk.rows() == before)
        }
    }
}
