import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `Who may do what at the desk` {
    /// Every route behind the sign-in, and what somebody must be allowed to do to use it; nil for any staff.
    static let routes: [String: Permission?] = [
        "GET /desk": .readCases, "GET /desk/submissions/{id}": .readCases,
        "GET /desk/submissions/{id}/evidence/{file}": .readCases, "GET /desk/evidence/{file}": .readCases,
        "GET /desk/evidence/{file}/original": .readCases, "POST /desk/evidence/{file}/original": .readCases,
        "GET /desk/evidence/{file}/text": .readCases, "GET /desk/evidence/{file}/stamp": .readCases,
        "POST /desk/evidence/{file}/copies": .editCases, "POST /desk/evidence/{file}/custody": .editCases,
        "GET /desk/evidence/{file}/copies/{copy}": .readCases,
        "GET /desk/evidence/{file}/copies/{copy}/{part}": .readCases,
        "POST /desk/evidence/{file}/copies/{copy}/redactions": .editCases,
        "GET /desk/cases/{id}/evidence": .readCases, "POST /desk/cases/{id}/evidence": .editCases,
        "POST /desk/cases/{id}/captures": .editCases, "GET /desk/cases/{id}/captures/{record}": .editCases,
        "POST /desk/cases/{id}/captures/{record}": .editCases,
        "POST /desk/cases/{id}/captures/{record}/remove": .editCases,
        "POST /desk/cases/{id}/translations": .editCases, "GET /desk/cases/{id}/translations/{record}": .editCases,
        "POST /desk/cases/{id}/translations/{record}": .editCases,
        "POST /desk/cases/{id}/translations/{record}/remove": .editCases,
        "GET /desk/submissions/{id}/original": .readCases,
        "POST /desk/submissions/{id}/messages": .answerSources, "POST /desk/submissions/{id}/check-ins": .answerSources,
        "POST /desk/submissions/{id}/case": .openCases, "GET /desk/cases/{id}": .readCases,
        "GET /desk/cases/{id}/findings": .readCases, "POST /desk/cases/{id}/findings": .recordFindings,
        "GET /desk/cases/{id}/findings/{record}": .recordFindings,
        "POST /desk/cases/{id}/findings/{record}": .recordFindings,
        "POST /desk/cases/{id}/findings/{record}/remove": .recordFindings,
        "GET /desk/cases/{id}/findings/{record}/grade": .recordFindings,
        "POST /desk/cases/{id}/findings/{record}/grade": .recordFindings,
        "GET /desk/cases/{id}/contradictions/new": .recordFindings,
        "POST /desk/cases/{id}/contradictions": .recordFindings,
        "GET /desk/cases/{id}/contradictions/{record}": .recordFindings,
        "POST /desk/cases/{id}/contradictions/{record}": .recordFindings,
        "GET /desk/cases/{id}/groups": .recordFindings, "POST /desk/cases/{id}/groups": .recordFindings,
        "POST /desk/cases/{id}/groupings": .recordFindings, "POST /desk/cases/{id}/dissents": .recordFindings,
        "POST /desk/cases/{id}/decision": .decideCases, "GET /desk/reviews": .reviewCases,
        "GET /desk/cases/{id}/reviews/{record}": .readCases, "POST /desk/cases/{id}/reviews/{record}": .reviewCases,
        "POST /desk/cases/{id}/reviews/{record}/author": .readCases,
        "GET /desk/cases/{id}/status": .editCases, "POST /desk/cases/{id}/status": .editCases,
        "GET /desk/cases/{id}/records/{record}": .readCases,
        "GET /desk/cases/{id}/source": .readCases, "POST /desk/submissions/{id}/warning": .editCases,
        "GET /desk/protocols": .readCases, "GET /desk/cases/{id}/protocol": .readCases,
        "POST /desk/cases/{id}/protocol": .editCases, "POST /desk/cases/{id}/protocol/steps": .readCases,
        "POST /desk/cases/{id}/protocol/added": .editCases,
        "GET /desk/cases/{id}/notes": .readCases, "POST /desk/cases/{id}/notes": .editCases,
        "GET /desk/cases/{id}/notes/{record}": .editCases, "POST /desk/cases/{id}/notes/{record}": .editCases,
        "POST /desk/cases/{id}/notes/{record}/remove": .editCases,
        "POST /desk/cases/{id}/own-notes": .readCases, "GET /desk/cases/{id}/own-notes/{note}": .readCases,
        "POST /desk/cases/{id}/own-notes/{note}": .readCases,
        "POST /desk/cases/{id}/own-notes/{note}/remove": .readCases,
        "GET /desk/cases/{id}/people": .readCases, "GET /desk/cases/{id}/people/new": .editCases,
        "POST /desk/cases/{id}/people": .editCases, "GET /desk/cases/{id}/people/{record}": .editCases,
        "POST /desk/cases/{id}/people/{record}": .editCases,
        "POST /desk/cases/{id}/people/{record}/remove": .editCases,
        "GET /desk/cases/{id}/people/{record}/descriptors": .editCases,
        "POST /desk/cases/{id}/people/{record}/descriptors": .editCases,
        "GET /desk/cases/{id}/relations/new": .editCases, "POST /desk/cases/{id}/relations": .editCases,
        "GET /desk/cases/{id}/relations/{record}": .editCases,
        "POST /desk/cases/{id}/relations/{record}": .editCases,
        "POST /desk/cases/{id}/relations/{record}/remove": .editCases,
        "GET /desk/cases/{id}/acts": .readCases, "GET /desk/cases/{id}/acts/new": .editCases,
        "POST /desk/cases/{id}/acts": .editCases, "GET /desk/cases/{id}/acts/{record}": .editCases,
        "POST /desk/cases/{id}/acts/{record}": .editCases, "POST /desk/cases/{id}/acts/{record}/remove": .editCases,
        "GET /desk/cases/{id}/cooperation/new": .editCases, "POST /desk/cases/{id}/cooperation": .editCases,
        "GET /desk/cases/{id}/cooperation/{record}": .editCases,
        "POST /desk/cases/{id}/cooperation/{record}": .editCases,
        "POST /desk/cases/{id}/cooperation/{record}/remove": .editCases,
        "GET /desk/cases/{id}/timeline": .readCases, "GET /desk/cases/{id}/print": .readCases,
        "GET /desk/cases/{id}/facts": .editCases, "POST /desk/cases/{id}/facts": .editCases,
        "GET /desk/cases/{id}/consent": .readCases, "POST /desk/cases/{id}/consent": .editCases,
        "POST /desk/cases/{id}/consent/take": .editCases, "POST /desk/cases/{id}/consent/mosaic": .readCases,
        "POST /desk/cases/{id}/consent/step": .editCases,
        "POST /desk/cases/{id}/consent/{record}/sign": .reviewCases,
        "POST /desk/cases/{id}/notices/{notice}": .editCases,
        "GET /desk/cases/{id}/risk": .readCases, "GET /desk/cases/{id}/risk/new": .editCases,
        "POST /desk/cases/{id}/risk": .editCases, "GET /desk/cases/{id}/risk/{record}": .editCases,
        "POST /desk/cases/{id}/risk/{record}": .editCases, "POST /desk/cases/{id}/risk/{record}/remove": .editCases,
        "POST /desk/cases/{id}/risk/{record}/sign": .reviewCases,
        "POST /desk/cases/{id}/risk-changes": .editCases, "POST /desk/cases/{id}/specialists": .editCases,
        "POST /desk/cases/{id}/check-ins": .editCases,
        "POST /desk/cases/{id}/check-ins/{record}/met": .editCases,
        "POST /desk/cases/{id}/check-ins/{record}/stop": .editCases,
        "GET /desk/calendar": .readCalendar, "GET /desk/calendar/events.ics": .readCalendar,
        "GET /desk/calendar/events/{id}": .readCalendar, "GET /desk/calendar/events/{id}/event.ics": .readCalendar,
        "GET /desk/calendar/events/{id}/submissions": .readCases, "GET /desk/calendar/new": .keepCalendar,
        "POST /desk/calendar": .keepCalendar, "POST /desk/calendar/events/{id}": .keepCalendar,
        "POST /desk/calendar/events/{id}/cancel": .keepCalendar, "GET /desk/calendar/import": .keepCalendar,
        "POST /desk/calendar/import": .keepCalendar,
        "GET /desk/entries": .enterSubmissions, "GET /desk/entries/new": .enterSubmissions,
        "POST /desk/entries": .enterSubmissions, "GET /desk/entries/{id}": .enterSubmissions,
        "POST /desk/entries/{id}/sheet": .enterSubmissions, "POST /desk/entries/{id}/revoke": .enterSubmissions,
        "GET /desk/sheets": .enterSubmissions, "POST /desk/sheets": .enterSubmissions,
        "GET /desk/session/ticket": .enterSubmissions, "GET /desk/session/{event}": .enterSubmissions,
        "POST /desk/session/{event}": .enterSubmissions, "GET /desk/session/{event}/offline": .enterSubmissions,
        "GET /desk/search": .readCases, "POST /desk/search": .readCases, "POST /desk/search/saved": .readCases,
        "POST /desk/search/saved/{id}": .readCases, "POST /desk/search/saved/{id}/remove": .readCases,
        "GET /desk/patterns": .readCases, "GET /desk/patterns/figures": .readCases,
        "POST /desk/patterns/{id}/acknowledge": .editCases,
        "GET /desk/absences": .readCases, "POST /desk/absences": .assignCases,
        "POST /desk/absences/{id}/end": .assignCases, "POST /desk/submissions/{id}/officer": .assignCases,
        "POST /desk/cases/{id}/officer": .assignCases, "POST /desk/submissions/{id}/link": .openCases,
        "POST /desk/submissions/{id}/different": .openCases, "GET /desk/cases/{id}/triage": .readCases,
        "POST /desk/cases/{id}/screen": .openCases, "POST /desk/cases/{id}/split": .openCases,
        "POST /desk/cases/{id}/duplicate": .openCases, "POST /desk/cases/{id}/different": .openCases,
        "GET /": nil, "GET /account": nil, "POST /account/language": nil, "POST /account/sign-out": nil,
    ]

    /// Routes before the sign-in.
    static let open: Set<String> = [
        "GET /account/sign-in", "POST /account/sign-in", "GET /account/code", "POST /account/code",
        "POST /account/recovery-code", "GET /account/set-up", "POST /account/set-up", "GET /account/set-up/finish",
        "POST /account/set-up/finish", "GET /desk/session/worker.js",
    ]

    @Test func `is said of every route there is`() async throws {
        try await DeskUnderTest.open { desk in
            let routes = desk.router.routes.filter { !$0.pattern.hasPrefix("/assets/") }
            var labels: [String: String] = [:]
            for route in routes { labels["\(route.method.rawValue) \(route.pattern)"] = route.access.label }
            var expected: [String: String] = [:]
            for name in Self.open { expected[name] = "public" }
            for (name, permission) in Self.routes {
                let roles = permission.map { Permissions.standard.roles(for: $0) } ?? .anyStaff
                expected[name] = RouteAccess.staff(roles).label
            }
            #expect(labels == expected)
        }
    }

    @Test(arguments: Role.allCases)
    func `is what really happens, and is written down`(role: Role) async throws {
        try await DeskUnderTest.open { desk in
            let staff = try await desk.officer([role])
            for (name, permission) in Self.routes.sorted(by: { $0.key < $1.key }) where name != "POST /account/sign-out"
            {
                let words = name.split(separator: " ").map(String.init)
                let path = words[1].replacing("{id}", with: UUID().uuidString.lowercased())
                    .replacing("{event}", with: UUID().uuidString.lowercased())
                    .replacing("{file}", with: UUID().uuidString.lowercased())
                    .replacing("{record}", with: UUID().uuidString.lowercased())
                    .replacing("{notice}", with: UUID().uuidString.lowercased())
                    .replacing("{copy}", with: UUID().uuidString.lowercased()).replacing("{part}", with: "1")
                    .replacing("{note}", with: UUID().uuidString.lowercased())
                let before = try await desk.house.count("verification", "audit_entries")
                let response = await desk.respond(words[0] == "GET" ? try staff.get(path) : try staff.post(path))
                let allowed = permission.map { Permissions.standard.allows($0, [role]) } ?? !role.isOutside
                #expect((response.status != .forbidden) == allowed, "\(name)")
                #expect(response.status.rawValue < 500, "\(name)")
                let last = try #require(try await desk.audited(1).last)
                #expect(try await desk.house.count("verification", "audit_entries") > before, "\(name)")
                #expect(allowed || last.hasSuffix("denied denied-role"), "\(name): \(last)")
            }
        }
    }

    @Test func `gives content to nobody whose duties never include it`() {
        for role in Role.allCases where role.seesNoContent || role.isOutside {
            #expect(!Permissions.standard.allows(.readCases, [role]), "\(role)")
        }
    }

    @Test func `is nothing without a session, with an ended one, or with another's cookie`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let ended = try await desk.officer()
            try await desk.house.owner.execute(
                "UPDATE accounts.sessions SET expires_at = now() WHERE staff_id = \(ended.id)")
            let disabled = try await desk.officer()
            try await desk.house.owner.execute(
                "UPDATE accounts.staff SET disabled_at = now() WHERE id = \(disabled.id)")
            let idle = try await desk.officer()
            try await desk.house.owner.execute(
                "UPDATE accounts.sessions SET last_seen_at = now() - interval '31 minutes' WHERE staff_id = \(idle.id)")
            let half = try await desk.officer()
            try await desk.house.owner.execute(
                "UPDATE accounts.sessions SET stage = 'second_factor' WHERE staff_id = \(half.id)")
            #expect(await desk.respond(try officer.get("/desk")).status == .ok)
            let other = String(officer.cookie.dropLast()) + "x"
            for cookie in ["", "amparo-session=", other] + [ended, disabled, idle, half].map(\.cookie) {
                let response = await desk.respond(try Request(.get, "/desk", headers: ["Cookie": cookie]))
                #expect(response.status == .seeOther)
                #expect(response.headers["Location"] == "/account/sign-in?next=%2Fdesk")
                #expect(try await desk.audited(1) == ["denied-not-signed-in.get.desk denied denied-not-signed-in"])
            }
        }
    }

    @Test func `takes no form that another page may have made`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let other = try await desk.officer()
            let submission = try await desk.arrived()
            let before = try await desk.rows()
            let path = "/desk/submissions/\(submission)/case"
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let fields = [("urgency", "U1"), ("act", act)]
            let requests = [
                try Request.form(path, fields, headers: ["Cookie": officer.cookie]),
                try Request.form(path, [("form-token", "")] + fields, headers: ["Cookie": officer.cookie]),
                try Request.form(
                    path, [("form-token", other.formToken)] + fields, headers: ["Cookie": officer.cookie]),
                try Request.form(
                    path, [("form-token", officer.formToken)] + fields,
                    headers: ["Cookie": officer.cookie, "Sec-Fetch-Site": "cross-site"]),
                try Request.form(
                    path, [("form-token", officer.formToken)] + fields,
                    headers: ["Cookie": officer.cookie, "Sec-Fetch-Site": "same-site"]),
            ]
            for request in requests {
                #expect(await desk.respond(request).status == .forbidden)
                let line = try #require(try await desk.audited(1).first)
                #expect(line.hasPrefix("denied-form-token.post.desk.submissions.id.case denied"))
            }
            #expect(try await desk.rows() == before)
        }
    }

    @Test func `ends at the compartment: elsewhere a submission and a case are not there`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            let (id, _) = try await desk.opened(by: officer)
            let waiting = try await desk.arrived()
            let before = try await desk.rows()
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let list = await desk.respond(try stranger.get("/desk"))
            #expect(list.status == .ok)
            #expect(!list.shows("\(id)") && !list.shows("\(waiting)"))
            let missing = UUID().uuidString.lowercased()
            for (path, fields) in [
                ("/desk/submissions/\(waiting)/case", ["urgency": "U1", "act": act] as KeyValuePairs),
                ("/desk/cases/\(id)/findings", DeskUnderTest.finding()),
                (
                    "/desk/cases/\(id)/decision",
                    ["version": "1", "status": "V2_CREDIBLE", "nexus": "N1_TEMPORAL", "reason": "r", "answer": "a"]
                ),
            ] {
                #expect(await desk.respond(try stranger.post(path, fields)).status == .notFound, "\(path)")
                #expect(try await desk.audited(1).first?.hasSuffix("denied not-found") == true, "\(path)")
            }
            for path in ["/desk/submissions/\(waiting)", "/desk/cases/\(id)"] {
                let hidden = await desk.respond(try stranger.get(path))
                let absent = await desk.respond(
                    try stranger.get(path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/" + missing)
                )
                #expect(hidden.status == .notFound)
                #expect(absent.status == .notFound)
                #expect(hidden.bytes.count == absent.bytes.count, "the answer is the same as for what does not exist")
            }
            #expect(try await desk.rows() == before)
            #expect(await desk.respond(try officer.get("/desk/cases/\(id)")).status == .ok)
        }
    }

    @Test func `is held by the database too: the pages' role sees nothing where no compartment is set`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            _ = try await desk.decide(id, version: try await desk.version(of: id), by: officer)
            // Act, cooperation, State, item and decision are a record each, with a version; the case has two versions.
            let tables = [
                "submissions": 1, "cases": 1, "case_versions": 2, "case_records": 5, "record_versions": 5,
                "messages_to_sources": 1,
            ]
            for (setting, seen) in [("", 0), ("UNHCR", 0), ("UNHCR,OHCHR_HQ", 1), ("OHCHR_H", 0), ("%", 0)] {
                for (table, rows) in tables {
                    let count = try await desk.database.transaction { transaction in
                        if !setting.isEmpty {
                            try await transaction.execute(
                                "SELECT set_config('amparo.compartments', \(setting), true)")
                        }
                        return try await transaction.first(
                            "SELECT count(*) AS n FROM \(identifier: Identifier(table))")?.get("n", as: Int.self)
                    }
                    #expect(count == rows * seen, "\(table) \(setting)")
                }
            }
        }
    }

    /// What the pages' role must not be able to do, with all compartments set.
    static let forbidden: [SQL] = [
        "DELETE FROM cases", "DELETE FROM findings", "DELETE FROM submissions", "DELETE FROM source_updates",
        "UPDATE source_updates SET sealed = ''", "UPDATE findings SET sealed = ''",
        "DELETE FROM signed_steps", "UPDATE signed_steps SET proposed_by = gen_random_uuid()",
        "INSERT INTO findings (id) VALUES (gen_random_uuid())",
        "UPDATE case_versions SET sealed = ''", "UPDATE messages_to_sources SET sealed = ''",
        "UPDATE submissions SET sealed = ''", "UPDATE submissions SET compartment = 'UNHCR'",
        "UPDATE cases SET compartment = 'UNHCR'", "DELETE FROM audit_entries", "DELETE FROM vault.case_keys",
        "UPDATE accounts.staff SET roles = '{ASG}'", "INSERT INTO accounts.staff DEFAULT VALUES",
        "ALTER TABLE cases NO FORCE ROW LEVEL SECURITY", "SET ROLE amparo_verification_system",
        "SET ROLE amparo_verification_migrator", "SELECT * FROM intake.submissions",
        """
        INSERT INTO cases (id, opened_at, opened_by, urgency, compartment, status)
        VALUES (gen_random_uuid(), now(), gen_random_uuid(), 'U1', 'UNHCR', 'SCREENING')
        """,
    ]

    @Test func `is held by the database too: the pages' role can do no more than the pages`() async throws {
        try await DeskUnderTest.open { desk in
            for statement in Self.forbidden {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await desk.database.transaction { transaction in
                        try await transaction.execute("SELECT set_config('amparo.compartments', 'OHCHR_HQ', true)")
                        try await transaction.execute(statement)
                    }
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
        }
    }

    @Test func `speaks English and Arabic completely`() throws {
        let problems = try PhraseCheck(
            "Verification", folder: "Services/Verification",
            dynamic: [
                "desk.message.", "evidence.", "record.", "translation.", "contradiction.", "finding.source.",
                "group.proposal.", "ladder.order.", "refusal.", "review.", "verification.",
            ]
        ).problems()
        #expect(problems == [])
    }
}
