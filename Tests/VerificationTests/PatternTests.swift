import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `Early warnings at the desk` {
    private func watch(_ desk: DeskUnderTest) throws -> WatchPatterns {
        let keys = try ServiceKeys(.verification, files: desk.house.keys)
        return WatchPatterns(keys: SearchKeys(keys), sealing: WarningSealing(keys: keys), system: desk.system)
    }

    /// Two people held in one place.
    private func twoHeld(_ desk: DeskUnderTest) async throws {
        for (name, place) in [("Leyla Karimova", "Old Fort"), ("Daniyar Brekov", "old  fort")] {
            _ = try await desk.told {
                $0.narrative = "They hold somebody."
                $0.affected = name
                $0.acts = ["L02"]
                $0.place = place
                $0.unEntities = ["UPR"]
            }
        }
        try await desk.index.all()
    }

    @Test func `are raised once, shown with what they follow from, and acknowledged with a note`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            try await twoHeld(desk)
            let raised = try await watch(desk)()
            #expect(raised == 2, "one for the place, one for the body")
            #expect(try await watch(desk)() == 0, "none twice")
            let page = await desk.respond(try officer.get("/desk/patterns"))
            #expect(page.shows("value=\"SAME_PLACE\"") && page.shows("old fort"))
            #expect(page.shows("value=\"SAME_ENTITY\"") && page.shows("/desk/submissions/"))
            let rows = try await desk.house.owner.query("SELECT id FROM verification.early_warnings ORDER BY id")
            let id = try #require(rows.first).get("id", as: UUID.self).uuidString.lowercased()
            let path = "/desk/patterns/\(id)/acknowledge"
            #expect(await desk.respond(try officer.post(path)).status == .unprocessable)
            #expect(await desk.respond(try officer.post(path, ["note": "We <look> into it"])).status == .seeOther)
            #expect(await desk.respond(try officer.post(path, ["note": "again"])).status == .conflict)
            let after = await desk.respond(try officer.get("/desk/patterns"))
            #expect(after.shows("We &lt;look&gt; into it"))
            #expect(try await watch(desk)() == 0, "nothing has come since")
            let audited = try await desk.audited(8)
            #expect(audited.contains { $0.hasPrefix("warning.acknowledge ") && !$0.contains("denied") })
        }
    }

    @Test func `are raised again when something new comes after the acknowledgement`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            try await twoHeld(desk)
            try await watch(desk)()
            for row in try await desk.house.owner.query("SELECT id FROM verification.early_warnings") {
                let id = try row.get("id", as: UUID.self).uuidString.lowercased()
                _ = await desk.respond(try officer.post("/desk/patterns/\(id)/acknowledge", ["note": "seen"]))
            }
            _ = try await desk.told {
                $0.affected = "Pavel Stroganek"
                $0.acts = ["L02"]
                $0.place = "Old Fort"
                $0.unEntities = ["HRC"]
            }
            try await desk.index.all()
            #expect(try await watch(desk)() == 1)
        }
    }

    @Test func `stay within the compartment and tell nothing in clear`() async throws {
        try await DeskUnderTest.open { desk in
            try await twoHeld(desk)
            try await watch(desk)()
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            let page = await desk.respond(try stranger.get("/desk/patterns"))
            #expect(page.status == .ok && !page.shows("SAME_PLACE"))
            let row = try #require(
                try await desk.house.owner.first("SELECT id FROM verification.early_warnings LIMIT 1"))
            let id = try row.get("id", as: UUID.self).uuidString.lowercased()
            let denied = await desk.respond(try stranger.post("/desk/patterns/\(id)/acknowledge", ["note": "x"]))
            #expect(denied.status == .notFound)
            for table in ["early_warnings", "pattern_facts"] {
                let lines = try await desk.house.owner.query(
                    "SELECT t::text AS line FROM verification.\(identifier: Identifier(table)) t"
                ).map { try $0.get("line", as: String.self).lowercased() }
                #expect(!lines.isEmpty)
                for word in ["karimova", "krm", "old fort", "same_place", "upr", "l02"] {
                    let hex = word.utf8.map { String($0, radix: 16) }.joined()
                    #expect(
                        !lines.contains { $0.contains(word) || (word.count > 3 && $0.contains(hex)) },
                        "\(table) \(word)")
                }
            }
        }
    }

    @Test func `know what was reported before, by codes alone`() async throws {
        try await DeskUnderTest.open { desk in
            let tell = { (act: String) in
                _ = try await desk.told {
                    $0.affected = "Leyla Karimova"
                    $0.acts = [act]
                    $0.stateOfAct = "CHE"
                    $0.unEntities = []
                    $0.cooperation = "She spoke at the Council."
                }
                try await desk.index.all()
            }
            try await tell("V01")
            #expect(try await watch(desk)() == 0, "the first of a State is nothing new")
            // Long ago: its facts are no longer looked at, the index still knows.
            try await desk.house.owner.execute("DELETE FROM verification.pattern_facts")
            try await desk.house.owner.execute(
                "UPDATE verification.search_documents SET happened_at = happened_at - interval '90 days'")
            try await tell("V01")
            #expect(try await watch(desk)() == 0)
            try await tell("V02")
            #expect(try await watch(desk)() == 1)
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/patterns"))
            #expect(page.shows("value=\"NEW_ACT\"") && page.shows("Switzerland"))
        }
    }

    @Test func `stand beside figures of cases that lead into the search`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            _ = try await desk.opened(by: officer)
            _ = try await desk.arrived()
            try await desk.index.all()
            let page = await desk.respond(try officer.get("/desk/patterns/figures"))
            #expect(page.shows("value=\"state_of_act=CHE\">1<") && page.shows("value=\"un_entity=OHCHR_HQ\">1<"))
            #expect(page.shows("action=\"/desk/search\""))
        }
    }
}
