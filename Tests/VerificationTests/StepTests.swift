import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A step of a case` {
    private func step(
        _ desk: DeskUnderTest, _ id: CaseID, _ next: String, by officer: TestStaff, wakes: String = "",
        version: String? = nil
    ) async throws -> Response {
        let current = try await desk.version(of: id)
        return try await desk.send(
            "/desk/cases/\(id)/status",
            [("version", version ?? current), ("next", next), ("reason", "Why <so>."), ("wakes", wakes)], by: officer)
    }

    /// What the form may do from a status that is no end: everything of DOMAIN.md B.6 but what a decision, an action or the
    /// first look at a case does.
    static let elsewhere: Set<CaseStatus> = [.verified, .actioned, .closedOutOfScope, .closedDuplicate]

    @Test(arguments: CaseStatus.allCases.filter { !$0.isTerminal && $0 != .dormant })
    func `is taken exactly where the life of a case allows it, and says why not elsewhere`(
        status: CaseStatus
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            for next in CaseStatus.allCases {
                try await desk.put(id, into: status)
                let before = try await desk.rows()
                let response = try await step(desk, id, next.rawValue, by: officer, wakes: "a letter")
                let allowed = status.mayBecome(next) && !Self.elsewhere.contains(next)
                #expect(response.status == (allowed ? .seeOther : .conflict), "\(status) → \(next)")
                #expect(try await desk.status(of: id) == (allowed ? next : status).rawValue)
                if !allowed {
                    #expect(try await desk.rows() == before, "\(status) → \(next)")
                    #expect(response.shows("role=\"alert\"") && response.shows("Why &lt;so&gt;."))
                } else {
                    let told = try #require(try await desk.told().last)
                    #expect(told.type == "case-changed.v1")
                    let figures = try await desk.figures(try told.read(CaseChanged.self).sealedFigures, of: id)
                    #expect(figures.status == next)
                }
            }
        }
    }

    @Test func `wakes a dormant case only to where it fell asleep`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            #expect(try await step(desk, id, "AWAITING_INFO", by: officer).status == .seeOther)
            #expect(try await step(desk, id, "DORMANT", by: officer).status == .unprocessable, "what wakes it?")
            let asleep = try await step(desk, id, "DORMANT", by: officer, wakes: "a <letter>")
            #expect(asleep.status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/status", by: officer)
            #expect(page.shows("value=\"AWAITING_INFO\"") && !page.shows("value=\"AWAITING_CONSENT\""))
            for next in ["AWAITING_CONSENT", "FOLLOW_UP", "VERIFYING"] {
                #expect(try await step(desk, id, next, by: officer).status == .conflict, "\(next)")
            }
            #expect(try await step(desk, id, "AWAITING_INFO", by: officer).status == .seeOther)
        }
    }

    @Test func `is not taken with an error or on an older version`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            for version in ["", "0", "9", "x"] {
                let response = try await step(desk, id, "VERIFYING", by: officer, version: version)
                #expect(response.status == .conflict, "\(version)")
            }
            let version = ("version", try await desk.version(of: id))
            for (fields, wrong) in [
                ([("next", "VERIFYING"), ("reason", " ")], "reason"), ([("next", "X"), ("reason", "r")], "next"),
                ([("next", ""), ("reason", "r")], "next"),
            ] {
                let response = try await desk.send("/desk/cases/\(id)/status", fields + [version], by: officer)
                #expect(response.status == .unprocessable && response.shows("id=\"error-\(wrong)\""), "\(wrong)")
            }
            #expect(try await desk.rows() == before)
        }
    }

    @Test func `does not close as unsubstantiated what was established`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.corroborated(by: officer)
            let version = try await desk.version(of: id)
            _ = try await desk.decide(id, version: version, status: "V3_CORROBORATED", by: officer)
            let response = try await step(desk, id, "CLOSED_UNSUBSTANTIATED", by: officer)
            #expect(response.status == .conflict)
            #expect(try await desk.status(of: id) == "VERIFIED")
        }
    }

    @Test(
        arguments: CaseStatus.allCases.filter(\.isTerminal), [CaseStatus.screening, .followUp])
    func `reopens a closed case only with the signature of somebody else`(
        closed: CaseStatus, next: CaseStatus
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .secondReviewer])
            let reviewer = try await desk.officer([.secondReviewer])
            let (id, _) = try await desk.opened(by: officer)
            try await desk.put(id, into: closed)
            #expect(try await step(desk, id, "VERIFYING", by: officer).status == .conflict)
            #expect(try await step(desk, id, next.rawValue, by: officer).status == .seeOther)
            #expect(try await desk.status(of: id) == closed.rawValue)
            #expect(try await step(desk, id, next.rawValue, by: officer).status == .conflict, "one waits already")
            let waiting = try #require(try await desk.steps(id).first)
            let path = "/desk/cases/\(id)/reviews/\(waiting.id)"
            let sign = [("version", "1"), ("answer", "SIGN")]
            #expect(try await desk.send(path, sign, by: officer).status == .conflict)
            #expect(try await desk.send(path, sign, by: reviewer).status == .seeOther)
            #expect(try await desk.status(of: id) == next.rawValue)
            #expect(try #require(try await desk.told().last).type == "case-changed.v1")
        }
    }

    @Test func `keeps its reason sealed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            #expect(try await step(desk, id, "AWAITING_INFO", by: officer).status == .seeOther)
            for table in ["case_records", "record_versions", "case_steps"] {
                let rows = try await desk.house.owner.query(
                    "SELECT t::text AS row FROM verification.\(identifier: Identifier(table)) AS t")
                let text = try rows.map { try $0.get("row", as: String.self) }.joined()
                #expect(!rows.isEmpty && !text.contains("Why <so>"))
            }
        }
    }
}
