import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `Searching the desk` {
    /// What was told, what is typed, and whether it is found.
    static let questions: [(told: String, typed: String, isFound: Bool)] = [
        ("Noureddine Al-Tajribi was taken from the market.", "نور الدين التجريبي", false),
        ("Tajribi was taken from the market.", "التجريبي", true),
        ("اعتقلوا التجريبي أمام بيته", "Al-Tajribi", true),
        ("Задержали Ксению Проверкину у суда.", "Proverkinu", true),
        ("They detained Proverkina at the court.", "Проверкина", true),
        ("وقع ذلك يوم ١٥ في الغرفة ٤٠٧", "407", true),
        ("It was room 407.", "٤٠٧", true),
        ("他们在市场带走了试验女士。", "试验", true),
        ("他们在市场带走了试验女士。", "试验女士", true),
        ("他们在市场带走了试验女士。", "验试", false),
        ("La détention a duré trois jours à Villeneuve-l’Essai.", "detention villeneuve", true),
        ("La détention a duré trois jours.", "detention villeneuve", false),
        ("ＤＥＴＥＮＴＩＯＮ", "detention", true),
        ("The lawyer came.", "came the", true),
        ("It was on 2026-01-15.", "2026-01-15", true),
    ]

    @Test(arguments: questions)
    func `finds words across scripts, spellings and digits`(
        question: (told: String, typed: String, isFound: Bool)
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let id = try await desk.told { $0.narrative = question.told }
            #expect(try await desk.index.all() == 1)
            let page = try await desk.searched(question.typed, by: officer)
            #expect(page.status == .ok)
            #expect(page.shows("submission-\(id)") == question.isFound)
        }
    }

    @Test func `puts what is spelt so before what only sounds so, then the most urgent, then the newest`() async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let alike = try await desk.told(.u1) { $0.narrative = "Karimov was seen." }
            let calm = try await desk.told(.u4) { $0.narrative = "Karimova spoke." }
            let urgent = try await desk.told(.u2) { $0.narrative = "Karimova was beaten." }
            try await desk.index.all()
            let page = try await desk.searched("Karimova", by: officer).text
            let places = [urgent, calm, alike].map { page.range(of: "\"submission-\($0)\"")?.lowerBound }
            let found = places.compactMap { $0 }
            #expect(found.count == 3 && found == found.sorted())
            #expect(page.contains("sounds alike"))
        }
    }

    @Test func `narrows by codes, several of one facet as any of them, and counts them`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let swiss = try await desk.told {
                $0.stateOfAct = "CHE"
                $0.acts = ["V01"]
            }
            let french = try await desk.told {
                $0.stateOfAct = "FRA"
                $0.acts = ["V01"]
            }
            let other = try await desk.told { $0.stateOfAct = "ITA" }
            try await desk.index.all()
            let both = try await desk.searched(
                "", [("state_of_act", "CHE"), ("state_of_act", "FRA")], by: officer)
            #expect(both.shows("submission-\(swiss)") && both.shows("submission-\(french)"))
            #expect(!both.shows("submission-\(other)") && both.shows("id=\"total\" value=\"2\""))
            let one = try await desk.searched("night", [("act_type", "V01"), ("state_of_act", "CHE")], by: officer)
            #expect(one.shows("submission-\(swiss)") && !one.shows("submission-\(french)"))
            let all = try await desk.searched("", by: officer)
            #expect(all.shows("id=\"total\" value=\"3\"") && all.shows("Switzerland (1)"))
            #expect(all.shows("Violence (2)"))
        }
    }

    @Test func `finds a case by its codes, its findings and its number, told apart from its submission`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            try await desk.index.all()
            let status = try #require(try await desk.status(of: id))
            let page = try await desk.searched("typed kept", by: officer)
            #expect(page.shows("\"case-\(id)\"") && !page.shows("\"submission-\(submission)\""))
            let cases = try await desk.searched("", [("found", "CASE"), ("case_status", status)], by: officer)
            #expect(cases.shows("\"case-\(id)\"") && cases.shows("id=\"total\" value=\"1\""))
            let told = try await desk.searched("night", by: officer)
            #expect(told.shows("Submission of case") && told.shows("\"submission-\(submission)\""))
        }
    }

    @Test func `finds a case by the records that officers add, revise and remove`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added("people", `The people of a case`.person, in: id, by: officer)
            _ = try await desk.added("acts", `What happened in a case`.act, in: id, by: officer)
            try await desk.index.all()
            for words in ["Noureddine", "التجريبي", "Eldin", "Wahm Governorate", "Someone"] {
                let page = try await desk.searched(words, [("found", "CASE")], by: officer)
                #expect(page.shows("\"case-\(id)\""), "\(words)")
            }
            for (facet, code) in [
                ("target_category", "HRD"), ("gender", "M"), ("age_band", "ADULT_25_59"),
                ("vulnerability", "DEPRIVED_LIBERTY"), ("state_of_nationality", "CHE"), ("legal_status", "PRETRIAL"),
                ("act_type", "V03"), ("act_group", "VIOLENCE"), ("state_of_act", "CHE"), ("state_responsible", "FRA"),
                ("perpetrator_type", "ST_INTEL"), ("attribution", "COMMITTED"), ("un_entity", "OHCHR_HQ"),
            ] {
                let page = try await desk.searched("", [("found", "CASE"), (facet, code)], by: officer)
                #expect(page.shows("\"case-\(id)\""), "\(facet)")
            }
            let row = try #require(
                try await desk.house.owner.first(
                    "SELECT id FROM verification.case_records WHERE case_id = \(id.uuid) AND kind = 'SUBJECT'"))
            try await desk.house.owner.execute(
                "UPDATE verification.case_records SET removed_at = now() WHERE id = \(try row.get("id", as: UUID.self))"
            )
            try await desk.index.all()
            #expect(!(try await desk.searched("Noureddine", by: officer)).shows("\"case-\(id)\""))
        }
    }

    @Test func `finds what a source sent later, and what was written to it`() async throws {
        try await DeskUnderTest.open { desk in
            let id = try await desk.arrived()
            try await desk.index.all()
            let officer = try await desk.officer()
            #expect(!(try await desk.searched("lighthouse", by: officer)).shows("submission-\(id)"))
            let update = try await desk.update(of: id) { $0.text = "They wait at the lighthouse." }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, in: desk.system) }
            #expect(try await desk.index.all() == 1)
            #expect(try await desk.searched("lighthouse", by: officer).shows("submission-\(id)"))
        }
    }

    @Test func `ends at the compartment, on the page and in the database`() async throws {
        try await DeskUnderTest.open { desk in
            let id = try await desk.told { $0.narrative = "Nobody else finds Karimova." }
            try await desk.index.all()
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            for words in ["Karimova", ""] {
                let page = try await desk.searched(words, [("compartment", "OHCHR_HQ")], by: stranger)
                #expect(page.status == .ok && !page.shows("submission-\(id)"))
            }
            #expect(!(try await desk.searched("Karimova", by: stranger)).shows("submission-\(id)"))
            // Even with the tokens of the other compartment
            let keys = SearchKeys(try ServiceKeys(.verification, files: desk.house.keys))
            let tokens = try await desk.system.transaction { try await keys.tokens(of: .headquarters, in: &$0) }
            let plan = SearchPlan(SearchQuestion(words: "Karimova"), [.headquarters: tokens])
            for (seen, count) in [("UNHCR", 0), ("", 0), ("UNHCR,OHCHR_HQ", 1)] {
                let hits = try await desk.database.transaction { transaction in
                    try await transaction.execute("SELECT set_config('amparo.compartments', \(seen), true)")
                    let counted = try await SearchQueries.counted(plan, facets: true, in: &transaction)
                    #expect(counted.map(\.found) == (count == 0 ? [] : [count]))
                    return try await SearchQueries.found(plan, skipping: 0, limit: 10, in: &transaction)
                }
                #expect(hits.count == count)
            }
        }
    }

    @Test(
        arguments: [
            "SELECT tokens FROM search_documents", "SELECT * FROM search_queue", "DELETE FROM search_queue",
            "INSERT INTO search_queue (submission_id, compartment) VALUES (gen_random_uuid(), 'UNHCR')",
            "SELECT search_condition('OHCHR_HQ', '{1}', '')",
        ] as [String])
    func `leaves the index itself closed to the pages' role`(statement: String) async throws {
        try await DeskUnderTest.open { desk in
            let error = await #expect(throws: PostgresError.self) {
                try await desk.database.transaction { transaction in
                    try await transaction.execute("SELECT set_config('amparo.compartments', 'OHCHR_HQ', true)")
                    try await transaction.execute(SQL(stringLiteral: statement))
                }
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test func `keeps no word in clear, neither in the index nor in a saved search`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let marker = "Zzyxmarkerword"
            _ = try await desk.told {
                $0.narrative = "\(marker) was here."
                $0.affected = marker
            }
            try await desk.index.all()
            #expect(try await desk.searched(marker, by: officer).shows("id=\"total\" value=\"1\""))
            let saved = await desk.respond(
                try officer.post("/desk/search/saved", ["words": marker, "name": marker, "act_type": "V01"]))
            #expect(saved.status == .seeOther)
            let tables = ["search_documents", "search_queue", "saved_searches", "saved_search_looks", "audit_entries"]
            for table in tables {
                let found = try await desk.house.owner.query(
                    """
                    SELECT t::text AS line FROM verification.\(identifier: Identifier(table)) t
                    """
                ).map { try $0.get("line", as: String.self) }
                for line in found {
                    #expect(!line.lowercased().contains(marker.lowercased()), "\(table)")
                    #expect(!line.contains(marker.utf8.map { String($0, radix: 16) }.joined()), "\(table)")
                }
            }
        }
    }

    @Test func `forgets with the submission`() async throws {
        try await DeskUnderTest.open { desk in
            let id = try await desk.told { $0.narrative = "Karimova" }
            try await desk.index.all()
            #expect(try await desk.house.count("verification", "search_documents") == 1)
            for table in ["likeness", "likeness_tokens"] {
                try await desk.house.owner.execute("DELETE FROM verification.\(identifier: Identifier(table))")
            }
            try await desk.house.owner.execute("DELETE FROM verification.submissions WHERE id = \(id.uuid)")
            #expect(try await desk.house.count("verification", "search_documents") == 0)
        }
    }

    @Test func `is made anew where rows are missing or were made otherwise, and only there`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            _ = try await desk.told { $0.narrative = "Karimova" }
            _ = try await desk.opened(by: officer)
            try await desk.index.all()
            #expect(try await desk.index.queueMissing() == 0)
            try await desk.house.owner.execute("DELETE FROM verification.search_documents WHERE case_id IS NOT NULL")
            try await desk.house.owner.execute("UPDATE verification.search_documents SET edition = 1")
            #expect(try await desk.index.queueMissing() == 3)
            #expect(try await desk.index.queueMissing() == 0, "what waits is not queued twice")
            #expect(try await desk.index.all() == 3)
            #expect(try await desk.searched("Karimova", by: officer).shows("id=\"total\" value=\"1\""))
        }
    }

    @Test func `goes on behind a submission that cannot be opened`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let broken = try await desk.arrived()
            try await desk.house.owner.execute("UPDATE verification.submissions SET sealed = '\\x0102'")
            _ = try await desk.told { $0.narrative = "Karimova" }
            #expect(try await desk.index.all() == 2)
            let page = try await desk.searched("", by: officer)
            #expect(page.shows("submission-\(broken)"), "it is found by what stands in clear")
        }
    }

    @Test func `keeps questions for oneself or for the desk, and says what is new`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let colleague = try await desk.officer()
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            for (name, shared) in [("mine <b>", ""), ("ours", "yes")] {
                let response = await desk.respond(
                    try officer.post(
                        "/desk/search/saved", ["words": "Karimova", "name": name, "shared": shared]))
                #expect(response.status == .seeOther)
            }
            _ = try await desk.told { $0.narrative = "Karimova" }
            try await desk.index.all()
            let own = await desk.respond(try officer.get("/desk/search"))
            #expect(own.shows("mine &lt;b&gt;") && own.shows("ours") && own.shows("1 found, 1 new"))
            let theirs = await desk.respond(try colleague.get("/desk/search"))
            #expect(!theirs.shows("mine &lt;b&gt;") && theirs.shows("ours"))
            let none = await desk.respond(try stranger.get("/desk/search"))
            #expect(!none.shows("ours"))
            let row = try #require(
                try await desk.house.owner.first("SELECT id FROM verification.saved_searches WHERE is_shared"))
            let id = try row.get("id", as: UUID.self).uuidString.lowercased()
            #expect(await desk.respond(try stranger.post("/desk/search/saved/\(id)")).status == .notFound)
            #expect(await desk.respond(try colleague.post("/desk/search/saved/\(id)/remove")).status == .notFound)
            let looked = await desk.respond(try officer.post("/desk/search/saved/\(id)"))
            #expect(looked.shows("id=\"total\" value=\"1\"") && looked.shows("1 found, 0 new"))
            #expect(await desk.respond(try officer.post("/desk/search/saved/\(id)/remove")).status == .seeOther)
            #expect(try await desk.house.count("verification", "saved_searches") == 1)
        }
    }

    @Test(arguments: [
        ("words", String(repeating: "a", count: 301)), ("words", "?!"), ("act_type", "NONE"), ("state_of_act", "QQQ"),
        ("un_event", "1"), ("found", "x"), ("compartment", "<b>"),
    ])
    func `refuses what it does not know, and says so`(field: String, value: String) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let page = try await desk.searched(
                field == "words" ? value : "", field == "words" ? [] : [(field, value)], by: officer)
            #expect(page.status == .unprocessable && page.shows("error-summary"))
        }
    }

    @Test func `says nothing of gender, age or situation to who may not read them`() async throws {
        try await DeskUnderTest.open { desk in
            _ = try await desk.told {
                $0.gender = "F"
                $0.situations = ["DISABILITY"]
            }
            try await desk.index.all()
            let officer = try await desk.officer()
            let shown = try await desk.searched("", [("gender", "F")], by: officer)
            #expect(shown.shows("id=\"total\" value=\"1\"") && shown.shows("name=\"vulnerability\""))
            let other = try await desk.officer([.deskOfficer])
            let plain = try await desk.searched("", by: other)
            #expect(plain.shows("id=\"total\" value=\"1\""))
            #expect(!plain.shows("name=\"gender\"") && !plain.shows("name=\"vulnerability\""))
            #expect(try await desk.searched("", [("gender", "F")], by: other).status == .unprocessable)
            let fields: KeyValuePairs<String, String> = ["gender": "F", "name": "women", "shared": "yes"]
            _ = await desk.respond(try officer.post("/desk/search/saved", fields))
            #expect(!(await desk.respond(try other.get("/desk/search"))).shows("women"))
            let row = try #require(try await desk.house.owner.first("SELECT id FROM verification.saved_searches"))
            let id = try row.get("id", as: UUID.self).uuidString.lowercased()
            #expect(await desk.respond(try other.post("/desk/search/saved/\(id)")).status == .notFound)
        }
    }

    @Test func `asks by a form alone: what is in the address is not looked at`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/search?words=Karimova"))
            #expect(page.status == .ok && !page.shows("Karimova"))
        }
    }
}
