import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `Who has what` {
    private func officerOf(_ desk: DeskUnderTest, _ id: SubmissionID) async throws -> UUID? {
        try await desk.house.owner.first("SELECT officer_id FROM verification.submissions WHERE id = \(id.uuid)")?
            .get("officer_id")
    }

    @Test func `is given only to somebody of the compartment who deals with such work`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.intakeOfficer])
            let colleague = try await desk.officer([.caseOfficer])
            let gone = try await desk.officer([.caseOfficer])
            try await desk.house.owner.execute("UPDATE accounts.staff SET disabled_at = now() WHERE id = \(gone.id)")
            let unfit = [
                try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR"))).id,
                try await desk.officer([.dataAnalyst]).id, gone.id, UUID(),
            ]
            let submission = try await desk.arrived()
            let path = "/desk/submissions/\(submission)/officer"
            for person in unfit {
                let refused = await desk.respond(
                    try officer.post(path, ["officer": StaffID(person).description, "officer_seen": ""]))
                #expect(refused.status == .unprocessable)
                #expect(try await officerOf(desk, submission) == nil)
            }
            let given = await desk.respond(
                try officer.post(
                    path,
                    ["officer": StaffID(colleague.id).description, "officer_seen": "", "note": "Speaks <Arabic>."]))
            #expect(given.status == .seeOther)
            #expect(try await officerOf(desk, submission) == colleague.id)
            let page = await desk.respond(try colleague.get("/desk/submissions/\(submission)"))
            #expect(page.shows("Speaks &lt;Arabic&gt;."))
            let mine = await desk.respond(try colleague.get("/desk?view=mine"))
            #expect(mine.shows("\(submission)"))
            // Its case is with whoever opened it, until it is handed over.
            let id = try #require(try await desk.open(submission, by: officer).leadsToCase)
            let handed = await desk.respond(
                try officer.post(
                    "/desk/cases/\(id)/officer",
                    [
                        "officer": StaffID(colleague.id).description, "officer_seen": StaffID(officer.id).description,
                        "note": "Handed over.",
                    ]))
            #expect(handed.status == .seeOther)
            let theirs = await desk.respond(try colleague.get("/desk?view=mine"))
            #expect(theirs.shows("/desk/cases/\(id)"))
            #expect(try await desk.audited(2).first == "work.assign done")
        }
    }

    @Test func `is taken by one of two who reach for it`() async throws {
        try await DeskUnderTest.open { desk in
            let officers = [try await desk.officer(), try await desk.officer()]
            let submission = try await desk.arrived()
            var statuses: [Int] = []
            for officer in officers {
                let response = await desk.respond(
                    try officer.post(
                        "/desk/submissions/\(submission)/officer",
                        ["officer": StaffID(officer.id).description, "officer_seen": ""]))
                statuses.append(response.status.rawValue)
            }
            #expect(statuses == [303, 409])
            #expect(try await officerOf(desk, submission) == officers[0].id)
            let back = await desk.respond(
                try officers[1].post(
                    "/desk/submissions/\(submission)/officer",
                    ["officer": "", "officer_seen": StaffID(officers[0].id).description]))
            #expect(back.status == .seeOther)
            #expect(try await officerOf(desk, submission) == nil)
        }
    }

    @Test func `is the deputy's too while somebody is away`() async throws {
        try await DeskUnderTest.open { desk in
            let away = try await desk.officer()
            let deputy = try await desk.officer()
            let submission = try await desk.arrived()
            _ = await desk.respond(
                try away.post(
                    "/desk/submissions/\(submission)/officer",
                    ["officer": StaffID(away.id).description, "officer_seen": ""]))
            let before = await desk.respond(try deputy.get("/desk?view=mine"))
            #expect(!before.shows("\(submission)"))
            let today = Cover.day(of: .now)
            let fields: KeyValuePairs = [
                "person": StaffID(away.id).description, "deputy": StaffID(deputy.id).description, "from": today,
                "until": today,
            ]
            let entered = await desk.respond(try away.post("/desk/absences", fields))
            #expect(entered.status == .seeOther)
            let covered = await desk.respond(try deputy.get("/desk?view=mine"))
            #expect(covered.shows("\(submission)"))
            let page = await desk.respond(try deputy.get("/desk/absences"))
            let end = try #require(page.text.firstMatch(of: /action="(\/desk\/absences\/[0-9a-f-]+\/end)"/)?.1)
            let ended = await desk.respond(try deputy.post(String(end)))
            #expect(ended.status == .seeOther)
            let after = await desk.respond(try deputy.get("/desk?view=mine"))
            #expect(!after.shows("\(submission)"))
            #expect(await desk.respond(try deputy.post(String(end))).status == .notFound)
        }
    }

    /// What is wrong, and the field that says so.
    static let badAbsences: [([String: String], String)] = [
        (["person": ""], "person"), (["deputy": "x"], "deputy"), (["from": "soon"], "from"),
        (["from": "2026-02"], "from"), (["until": "2026-01-31"], "until"), (["deputy": "self"], "deputy"),
        (["deputy": "stranger"], "deputy"), (["deputy": "narrower"], "deputy"), (["person": "stranger"], "person"),
    ]

    @Test func `is not covered by an absence that makes no sense`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let deputy = try await desk.officer()
            let elsewhere = try #require(Compartment("UNHCR"))
            let stranger = try await desk.officer([.caseOfficer], elsewhere)
            let wide = try await TestStaff.signIn(
                [.caseOfficer], compartments: [.headquarters, elsewhere], in: desk.house)
            for (change, field) in Self.badAbsences {
                var fields = [
                    "person": StaffID(officer.id).description, "deputy": StaffID(deputy.id).description,
                    "from": "2026-02-01", "until": "2026-02-10",
                ]
                fields.merge(change) { $1 }
                for (name, value) in fields {
                    if value == "self" { fields[name] = fields["person"] }
                    if value == "stranger" { fields[name] = StaffID(stranger.id).description }
                    // Sees less than the person does.
                    if value == "narrower" { fields["person"] = StaffID(wide.id).description }
                    if value == "narrower" { fields[name] = StaffID(deputy.id).description }
                }
                let response = await desk.respond(
                    try .form(
                        "/desk/absences", [("form-token", officer.formToken)] + fields.map { ($0.key, $0.value) },
                        headers: ["Cookie": officer.cookie]))
                #expect(response.status == .unprocessable, "\(change)")
                #expect(response.shows("id=\"error-\(field)\""), "\(change)")
            }
            #expect(try await desk.house.count("verification", "absences") == 0)
        }
    }
}
