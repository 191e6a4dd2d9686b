import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The assessment of a risk` {
    static func fields(_ more: [(String, String)] = []) -> [(String, String)] {
        let given = [
            ("step", "A letter <to> the mission"), ("threat_actor", "the police"), ("capability", "HIGH"),
            ("intent", "MEDIUM"), ("history", "MEDIUM"), ("vulnerability", "MEDIUM"), ("exposure", "MEDIUM"),
        ]
        let names = Set(more.map(\.0))
        return given.filter { !names.contains($0.0) } + more
    }

    private static func day(_ days: Double) -> String {
        String(EventCoding.text(of: Date.now.addingTimeInterval(days * 86_400)).prefix(10))
    }

    @Test func `takes the level that the rule gives, or another with a reason`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
            #expect(before.data("current-risk") == "")
            let first = try await desk.added("risk", Self.fields(), in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
            #expect(page.data("risk-\(first)") == "R3" && page.data("current-risk") == "R3")
            #expect(page.shows("A letter &lt;to&gt; the mission"))
            for (more, field) in [
                ([("residual", "R2")], "reason"), ([("residual", "R2"), ("reason", "x")], "reason"),
                ([("residual", "R1"), ("reason", "x"), ("mitigations", "y")], "residual"),
                ([("residual", "R4")], "reason"), ([("residual", "R9")], "residual"),
                ([("capability", "")], "capability"),
                ([("step", " ")], "step"), ([("valid_until", Self.day(91))], "valid_until"),
                ([("valid_until", Self.day(-1))], "valid_until"), ([("purpose", "CP99")], "purpose"),
            ] {
                let response = try await desk.send("/desk/cases/\(id)/risk", Self.fields(more), by: officer)
                #expect(response.status == .unprocessable, "\(more)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(more)")
            }
            let lowered = try await desk.added(
                "risk", Self.fields([("residual", "R2"), ("reason", "moved"), ("mitigations", "no names")]), in: id,
                by: officer)
            let after = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
            #expect(after.data("risk-\(lowered)") == "R2" && after.data("current-risk") == "R3", "the highest counts")
        }
    }

    @Test func `is approved by a second person, and extreme ones by the senior official`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .asg])
            let (id, _) = try await desk.opened(by: officer)
            let high = try await desk.added("risk", Self.fields(), in: id, by: officer)
            let extreme = try await desk.added(
                "risk", Self.fields([("residual", "R4"), ("reason", "they said so")]), in: id, by: officer)
            func sign(_ record: RecordID, _ who: TestStaff, version: String = "1") async throws -> Status {
                try await desk.send(
                    "/desk/cases/\(id)/risk/\(record)/sign", [("version", version)], by: who
                ).status
            }
            let reviewer = try await desk.officer([.secondReviewer])
            let asg = try await desk.officer([.asg])
            #expect(try await sign(high, officer) == .conflict, "nobody approves their own")
            #expect(try await sign(high, reviewer, version: "2") == .conflict, "what was read is approved")
            #expect(try await sign(extreme, reviewer) == .conflict)
            #expect(try await sign(high, reviewer) == .seeOther)
            #expect(try await sign(high, asg) == .conflict, "once")
            #expect(try await sign(extreme, asg) == .seeOther)
            #expect(await desk.respond(try officer.get("/desk/cases/\(id)/risk")).shows("Approved by"))
            let changed = try await desk.send(
                "/desk/cases/\(id)/risk/\(high)", Self.fields([("step", "Another"), ("version", "1")]), by: officer)
            #expect(changed.status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
            #expect(page.shows("a second person has to approve"), "a new assessment is approved anew")
        }
    }

    @Test func `has to be made anew when what it rests on changes, and stands on the desk then`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let person = try await desk.person("A", in: id)
            let record = try await desk.added("risk", Self.fields(), in: id, by: officer)
            func outdated() async throws -> [String] {
                let page = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
                return RiskRule.Change.allCases.map(\.rawValue).filter { page.shows("<data value=\"\($0)\">") }
            }
            #expect(try await outdated() == [])
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("value=\"RISK_TO_REASSESS\""))
            _ = try await desk.post(
                "/desk/cases/\(id)/consent", DeskUnderTest.consent(of: person, [("CP9_PRESS", "REFUSED")]), by: officer)
            #expect(try await outdated() == ["consent"])
            #expect(await desk.respond(try officer.get("/desk")).shows("value=\"RISK_TO_REASSESS\""))
            _ = try await desk.send(
                "/desk/cases/\(id)/people/\(person)",
                [
                    ("display_name", "A"), ("unit", "INDIVIDUAL"), ("version", "1"), ("legal_status", "ARRESTED"),
                    ("legal_status_date", "2026-01"),
                ], by: officer)
            #expect(try await outdated() == ["consent", "legal_status"])
            let told = try await desk.send("/desk/cases/\(id)/risk-changes", [("change", "law")], by: officer)
            #expect(told.status == .seeOther)
            #expect(try await outdated() == ["consent", "legal_status", "law"])
            #expect(
                try await desk.send("/desk/cases/\(id)/risk-changes", [("change", "age")], by: officer).status
                    == .unprocessable)
            let again = try await desk.send(
                "/desk/cases/\(id)/risk/\(record)", Self.fields([("addressee", "the mission"), ("version", "1")]),
                by: officer)
            #expect(again.status == .seeOther)
            #expect(try await outdated() == [])
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("value=\"RISK_TO_REASSESS\""))
        }
    }

    @Test func `wants a specialist by name where a child is concerned`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let person = try await desk.person("A", in: id)
            let path = "/desk/cases/\(id)/risk"
            #expect(await desk.respond(try officer.get(path)).data("specialist-CHILD") == nil)
            let described = try await desk.send(
                "/desk/cases/\(id)/people/\(person)/descriptors", [("age_band", "CHILD")], by: officer)
            #expect(described.status == .seeOther)
            #expect(await desk.respond(try officer.get(path)).data("specialist-CHILD") == "MISSING")
            let refused = try await desk.post(
                "/desk/cases/\(id)/consent", DeskUnderTest.consent(of: person, [("CP9_PRESS", "GIVEN")]), by: officer)
            #expect(refused.status == .unprocessable, "a child's own word is not enough")
            let named = try await desk.send(
                "/desk/cases/\(id)/specialists", [("topic", "CHILD"), ("name", "Ms. Example")], by: officer)
            #expect(named.status == .seeOther)
            #expect(await desk.respond(try officer.get(path)).data("specialist-CHILD") == "NAMED")
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Safety check-ins` {
    /// What neither role may do, whatever it sees.
    static let forbidden: [SQL] = [
        "DELETE FROM case_notices", "UPDATE case_notices SET about = gen_random_uuid()", "DELETE FROM check_ins",
        "UPDATE check_ins SET silence = 'NOTHING'", "DELETE FROM check_in_occasions",
        "UPDATE check_in_occasions SET missed_at = NULL",
    ]

    @Test func `are kept by the database too: nobody takes one away or changes what silence means`() async throws {
        try await DeskUnderTest.open { desk in
            let (id, _) = try await desk.opened(by: try await desk.officer())
            // The system's role may all that the pages' role may, but for the compartments, which consumers never set.
            for (database, compartments, more) in [
                (desk.database, "OHCHR_HQ", [] as [SQL]), (desk.system, "", ["UPDATE cases SET version = 7"]),
            ] {
                for statement in Self.forbidden + more {
                    let error = await #expect(throws: PostgresError.self, "\(statement)") {
                        try await database.transaction { transaction in
                            try await transaction.execute(
                                "SELECT set_config('amparo.compartments', \(compartments), true)")
                            try await transaction.execute(statement)
                        }
                    }
                    #expect(error?.sqlState == "42501", "\(statement)")
                }
            }
            #expect(try await desk.version(of: id) == "1")
        }
    }

    private static func agreed(_ more: [(String, String)] = []) -> [(String, String)] {
        let given = [
            ("channel", "PHONE"), ("every_hours", "24"), ("grace_hours", "2"),
            ("from", String(EventCoding.text(of: Date.now.addingTimeInterval(3600)).prefix(19))), ("silence", "DANGER"),
            ("silence_words", "Then they have me."), ("what_to_do", "Call my sister."), ("consented", "yes"),
        ]
        let names = Set(more.map(\.0))
        return given.filter { !names.contains($0.0) } + more
    }

    private func watch(_ desk: DeskUnderTest) throws -> WatchCheckIns {
        WatchCheckIns(system: desk.system, outbox: try desk.house.outbox(of: .verification), logger: TestHouse.quiet)
    }

    /// A case with one agreed with its source.
    private func agree(
        _ desk: DeskUnderTest, _ officer: TestStaff, _ more: [(String, String)] = []
    ) async throws -> (CaseID, SubmissionID, String) {
        let (id, submission) = try await desk.opened(by: officer)
        let response = try await desk.send(
            "/desk/cases/\(id)/check-ins", Self.agreed([("submission", submission.description)] + more), by: officer)
        try #require(response.status == .seeOther)
        let page = await desk.respond(try officer.get("/desk/cases/\(id)/risk"))
        return (id, submission, try #require(page.recordIDs.first))
    }

    private func alerts(_ desk: DeskUnderTest) async throws -> [AlertRaised] {
        try await desk.told().filter { $0.type == AlertRaised.type }.map { try $0.read(AlertRaised.self) }
    }

    @Test(arguments: [("DANGER", 1, 1), ("CALL", 1, 0), ("NOTHING", 0, 0)])
    func `that are missed are noticed once, as their silence means`(
        silence: String, notices: Int, alerts: Int
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _, record) = try await agree(desk, officer, [("silence", silence)])
            let page = "/desk/cases/\(id)/risk"
            #expect(await desk.respond(try officer.get(page)).data("check-in-\(record)") == "EXPECTED")
            let watch = try watch(desk)
            #expect(try await watch.look(at: .now.addingTimeInterval(3 * 3600 - 60)) == 0, "the grace is not over")
            for expected in [1, 0] {
                #expect(try await watch.look(at: .now.addingTimeInterval(3 * 3600 + 60)) == expected)
            }
            #expect(await desk.respond(try officer.get(page)).data("check-in-\(record)") == "MISSED")
            #expect(try await desk.openNotices(.checkInMissed) == notices)
            let raised = try await self.alerts(desk)
            #expect(raised.map(\.urgency) == Array(repeating: .u2, count: alerts))
            #expect(raised.allSatisfy { $0.caseID == id })
            #expect(
                try await desk.told().filter { $0.type == MessageToSource.type }.isEmpty, "nothing goes out by itself")
        }
    }

    @Test(arguments: [("DANGER", 1), ("CALL", 1), ("NOTHING", 0)])
    func `that are missed are an early warning too, until somebody hears of them`(
        silence: String, warnings: Int
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _, record) = try await agree(desk, officer, [("silence", silence)])
            let keys = try ServiceKeys(.verification, files: desk.house.keys)
            let patterns = WatchPatterns(
                keys: SearchKeys(keys), sealing: WarningSealing(keys: keys), system: desk.system)
            #expect(try await patterns() == 0)
            let later = Date.now.addingTimeInterval(3 * 3600 + 60)
            #expect(try await watch(desk).look(at: later) == 1)
            for expected in [warnings, 0] { #expect(try await patterns(at: later) == expected) }
            let page = await desk.respond(try officer.get("/desk/patterns"))
            #expect(page.shows("value=\"MISSED_CHECK_IN\"") == (warnings > 0))
            #expect(page.shows("/desk/cases/\(id)") == (warnings > 0))
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(!(await desk.respond(try stranger.get("/desk/patterns"))).shows("MISSED_CHECK_IN"))
            // Whoever was heard of is nobody to look for, though the warning is out of the way.
            try await desk.house.owner.execute("DELETE FROM verification.early_warnings")
            let met = try await desk.send("/desk/cases/\(id)/check-ins/\(record)/met", [], by: officer)
            #expect(met.status == .seeOther)
            try await desk.house.owner.execute(
                "UPDATE verification.check_in_occasions SET answered_at = \(later.addingTimeInterval(60))")
            #expect(try await patterns(at: later.addingTimeInterval(120)) == 0)
        }
    }

    @Test func `are met by the mailbox, delivered twice, and by an officer`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission, record) = try await agree(desk, officer)
            let update = try await desk.update(of: submission) { ($0.kind, $0.isSafe) = (.checkIn, true) }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            #expect(try await desk.house.count("verification", "check_in_occasions") == 1)
            let watch = try watch(desk)
            #expect(try await watch.look(at: .now.addingTimeInterval(4 * 3600)) == 0)
            #expect(try await watch.look(at: .now.addingTimeInterval(28 * 3600)) == 1)
            #expect(
                await desk.respond(try officer.get("/desk/cases/\(id)/risk")).data("check-in-\(record)") == "MISSED")
            let unsafe = try await desk.update(of: submission) { ($0.kind, $0.isSafe) = (.checkIn, false) }
            try await desk.receiveUpdate.take(unsafe, from: .intake, in: desk.system)
            #expect(
                await desk.respond(try officer.get("/desk/cases/\(id)/risk")).data("check-in-\(record)") == "MISSED")
            let met = try await desk.send("/desk/cases/\(id)/check-ins/\(record)/met", [], by: officer)
            #expect(met.status == .seeOther)
            #expect(
                await desk.respond(try officer.get("/desk/cases/\(id)/risk")).data("check-in-\(record)") == "EXPECTED")
            let stopped = try await desk.send("/desk/cases/\(id)/check-ins/\(record)/stop", [], by: officer)
            #expect(stopped.status == .seeOther)
            #expect(try await watch.look(at: .now.addingTimeInterval(1000 * 3600)) == 0)
            #expect(await desk.respond(try officer.get("/desk/cases/\(id)/risk")).data("check-in-\(record)") == "OVER")
        }
    }

    @Test func `are agreed with somebody, who decides what silence means`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let source = ("submission", submission.description)
            for (more, field) in [
                ([], "subject"), ([source, ("consented", "")], "consented"), ([source, ("silence", "")], "silence"),
                ([source, ("silence_words", "")], "silence_words"), ([source, ("from", "2020-01-01")], "from"),
                ([source, ("from", "")], "from"), ([source, ("until", "2020-01-01")], "until"),
                ([source, ("every_hours", "0")], "every_hours"), ([source, ("every_hours", "")], "every_hours"),
                ([source, ("channel", "PIGEON")], "channel"),
                ([source, ("silence", "CALL"), ("what_to_do", "")], "what_to_do"),
                ([("submission", UUID().uuidString)], "submission"),
            ] as [([(String, String)], String)] {
                let response = try await desk.send("/desk/cases/\(id)/check-ins", Self.agreed(more), by: officer)
                #expect(response.status == .unprocessable, "\(more)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(more)")
            }
            #expect(try await desk.house.count("verification", "check_ins") == 0)
            let (other, _, record) = try await agree(desk, officer)
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            for step in ["met", "stop"] {
                let path = "/desk/cases/\(other)/check-ins/\(record)/\(step)"
                #expect(try await desk.send(path, [], by: stranger).status == .notFound)
                let elsewhere = "/desk/cases/\(id)/check-ins/\(record)/\(step)"
                #expect(try await desk.send(elsewhere, [], by: officer).status == .notFound)
            }
        }
    }
}
