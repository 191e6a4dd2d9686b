import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The people of a case` {
    static let person: [(String, String)] = [
        ("display_name", "نور الدين <التجريبي>"), ("name_variants", "Noureddine Al-Tajribi\nNour Eldin el-Tagribi\n"),
        ("unit", "INDIVIDUAL"), ("count", "1"), ("gender", "M"), ("age_band", "ADULT_25_59"), ("categories", "HRD"),
        ("categories", "DETAINEE"), ("vulnerabilities", "DEPRIVED_LIBERTY"), ("state_of_nationality", "CHE"),
        ("legal_status", "PRETRIAL"), ("legal_status_date", "2026-03-20"), ("legal_status.2", "DISAPPEARED"),
        ("legal_status_date.2", "2026-01"), ("notes", "Typed <note> & kept"),
    ]

    @Test func `are entered once, with names in any script, and shown with their codes`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let record = try await desk.added(
                "people", Self.person + [("submissions", "\(submission)")], in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/people"))
            #expect(page.status == .ok)
            #expect(page.recordIDs == ["\(record)"])
            for text in [
                "نور الدين &lt;التجريبي&gt;", "Noureddine Al-Tajribi", "value=\"INDIVIDUAL\"", "value=\"DETAINEE\"",
                "value=\"DEPRIVED_LIBERTY\"", "value=\"M\"", "value=\"ADULT_25_59\"", "value=\"CHE\"",
                "Typed &lt;note&gt; &amp; kept", "/desk/submissions/\(submission)",
            ] { #expect(page.shows(text), "\(text)") }
            let text = String(decoding: page.bytes, as: UTF8.self)
            let first = try #require(text.range(of: "value=\"DISAPPEARED\""))
            let second = try #require(text.range(of: "value=\"PRETRIAL\""))
            #expect(first.lowerBound < second.lowerBound, "in the order of their days, not of typing")
            let form = await desk.respond(try officer.get("/desk/cases/\(id)/people/\(record)"))
            #expect(form.value(of: "version") == "1")
            #expect(form.shows("2026-01\"") && form.shows("Nour Eldin el-Tagribi"))
            let figures = try await desk.latestFigures(of: id)
            #expect(figures.individuals == 1 && figures.organizations == 0)
        }
    }

    /// What is wrong with a form, and the fields that differ from a good one.
    static let refused: [(String, String, [(String, String)])] = [
        ("no kind", "unit", [("unit", "")]),
        ("an unknown kind", "unit", [("unit", "CROWD")]),
        ("two persons in one", "count", [("count", "2")]),
        ("a number that is none", "count", [("unit", "GROUP"), ("count", "eleven")]),
        ("a group of one", "count", [("unit", "GROUP"), ("count", "1")]),
        ("an unknown category", "categories", [("categories", "HERO")]),
        ("an unknown State", "state_of_nationality", [("state_of_nationality", "QZZ")]),
        ("an unknown status", "legal_status", [("legal_status", "GONE")]),
        ("a date without a status", "legal_status", [("legal_status_date", "2026-01-02")]),
        (
            "a day that no calendar has", "legal_status_date",
            [("legal_status", "FREE"), ("legal_status_date", "2026-02-30")]
        ),
        ("a day to come", "legal_status_date", [("legal_status", "FREE"), ("legal_status_date", "2100-01-01")]),
        ("a day before the UN", "legal_status_date", [("legal_status", "FREE"), ("legal_status_date", "1917-11-07")]),
        ("one person of mixed gender", "gender", [("gender", "MIXED")]),
        ("an unknown gender", "gender", [("gender", "X")]),
        ("numbers that exceed the group", "gender", [("unit", "GROUP"), ("count", "3"), ("gender_F", "4")]),
        ("an origin that nobody stands for", "descriptors_basis", [("vulnerabilities", "MINORITY")]),
        (
            "an origin told by others", "descriptors_basis",
            [("vulnerabilities", "MINORITY"), ("descriptors_basis", "THIRD_PARTY")]
        ),
        ("a submission of another case", "submissions", [("submissions", "00000000-0000-4000-8000-000000000000")]),
        ("a control character", "display_name", [("display_name", "a\u{0007}b")]),
        ("a name without end", "display_name", [("display_name", String(repeating: "x", count: 301))]),
    ]

    @Test func `are refused with the reason where something cannot be, and nothing changes`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.house.count("verification", "record_versions")
            for (what, field, fields) in Self.refused {
                let names = Set(fields.map(\.0))
                let good = [("display_name", "Kept as typed"), ("unit", "INDIVIDUAL")].filter { !names.contains($0.0) }
                let response = try await desk.send("/desk/cases/\(id)/people", good + fields, by: officer)
                #expect(response.status == .unprocessable, "\(what)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(what)")
                #expect(names.contains("display_name") || response.shows("Kept as typed"), "\(what)")
            }
            #expect(try await desk.house.count("verification", "record_versions") == before)
        }
    }

    @Test(arguments: [
        ("GROUP", ""), ("GROUP", "11"), ("GROUP_UNENUMERATED", ""), ("POPULATION", ""), ("ORGANIZATION", ""),
    ])
    func `may be many, and nobody need know how many`(unit: String, count: String) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added("people", [("unit", unit), ("count", count)], in: id, by: officer)
            let figures = try await desk.latestFigures(of: id)
            #expect(figures.individuals == (Int(count) ?? 0))
            #expect(figures.organizations == (unit == "ORGANIZATION" ? 1 : 0))
        }
    }

    @Test func `tell unknown, not disclosed and not asked apart`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            for gender in ["UNKNOWN", "UNDISCLOSED", ""] {
                let record = try await desk.added(
                    "people", [("unit", "INDIVIDUAL"), ("gender", gender)], in: id, by: officer)
                let page = await desk.respond(try officer.get("/desk/cases/\(id)/people"))
                let text = String(decoding: page.bytes, as: UTF8.self)
                let described = try #require(text.components(separatedBy: "id=\"descriptors-\(record)\"").last)
                let shown = described.components(separatedBy: "</dd>")[0]
                #expect(shown.contains(gender.isEmpty ? "Not asked" : "value=\"\(gender)\""))
            }
        }
    }

    @Test func `are described to nobody who has not the right to it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added("people", Self.person, in: id, by: officer)
            let described = try #require(
                try await desk.house.owner.first("SELECT id FROM verification.case_records WHERE kind = 'DESCRIPTORS'")?
                    .get("id", as: UUID.self))
            let history = "/desk/cases/\(id)/records/\(described.uuidString.lowercased())"
            let reader = try await desk.officer([.deskOfficer])
            let page = await desk.respond(try reader.get("/desk/cases/\(id)/people"))
            #expect(page.status == .ok && page.shows("Noureddine"))
            #expect(!page.shows("DEPRIVED_LIBERTY") && !page.shows("ADULT_25_59"))
            #expect(await desk.respond(try reader.get(history)).status == .notFound)
            #expect(await desk.respond(try officer.get(history)).status == .ok)
            for (right, seen) in [("", 0), ("no", 0), ("yes", 1)] {
                let count = try await desk.database.transaction { transaction in
                    try await transaction.execute(
                        """
                        SELECT set_config('amparo.compartments', 'OHCHR_HQ', true),
                            set_config('amparo.descriptors', \(right), true)
                        """)
                    return try await transaction.first(
                        "SELECT count(*) AS n FROM case_records WHERE kind = 'DESCRIPTORS'")?.get("n", as: Int.self)
                }
                #expect(count == seen, "\(right)")
            }
        }
    }

    @Test func `are described on a page of its own, on the person's word`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let record = try await desk.added("people", [("unit", "INDIVIDUAL")], in: id, by: officer)
            let path = "/desk/cases/\(id)/people/\(record)/descriptors"
            #expect(await desk.respond(try officer.get(path)).value(of: "version") == "0")
            let refused = try await desk.send(
                path, [("version", "0"), ("gender", "NB"), ("descriptors_basis", "THIRD_PARTY")], by: officer)
            #expect(refused.status == .unprocessable)
            let saved = try await desk.send(
                path, [("version", "0"), ("gender", "NB"), ("descriptors_basis", "OWN_STATEMENT")], by: officer)
            #expect(saved.status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/people"))
            #expect(page.shows("value=\"NB\"") && page.shows("value=\"OWN_STATEMENT\""))
            let late = try await desk.send(path, [("version", "0"), ("gender", "F")], by: officer)
            #expect(late.status == .conflict)
            #expect(await desk.respond(try officer.get("/desk/cases/\(id)/people")).shows("value=\"NB\""))
        }
    }

    @Test func `stand in relations to each other, and to nobody of another case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let (other, _) = try await desk.opened(by: officer)
            let one = try await desk.added(
                "people", [("unit", "INDIVIDUAL"), ("display_name", "A")], in: id, by: officer)
            let two = try await desk.added(
                "people", [("unit", "INDIVIDUAL"), ("display_name", "B")], in: id, by: officer)
            let stranger = try await desk.added("people", [("unit", "INDIVIDUAL")], in: other, by: officer)
            for (from, relation, to, field) in [
                ("\(one)", "LAWYER_OF", "\(stranger)", "to"), ("\(one)", "LAWYER_OF", "\(one)", "to"),
                ("\(one)", "ENEMY_OF", "\(two)", "relation"), ("", "LAWYER_OF", "\(two)", "from"),
            ] {
                let response = try await desk.send(
                    "/desk/cases/\(id)/relations", [("from", from), ("relation", relation), ("to", to)], by: officer)
                #expect(response.status == .unprocessable)
                #expect(response.shows("href=\"#field-\(field)\""))
            }
            let fields = [("from", "\(one)"), ("relation", "LAWYER_OF"), ("to", "\(two)")]
            let relation = try await desk.added("relations", fields, in: id, by: officer)
            let twice = try await desk.send("/desk/cases/\(id)/relations", fields, by: officer)
            #expect(twice.status == .unprocessable)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/people"))
            #expect(page.recordIDs == ["\(one)", "\(two)", "\(relation)"])
            let named = try await desk.send(
                "/desk/cases/\(id)/people/\(one)/remove", [("version", "1"), ("reason", "Entered twice.")], by: officer)
            #expect(named.status == .unprocessable, "a relation names them")
            let without = try await desk.send(
                "/desk/cases/\(id)/relations/\(relation)/remove", [("version", "1"), ("reason", " ")], by: officer)
            #expect(without.status == .unprocessable)
            for (path, record) in [("relations", relation), ("people", one)] {
                let removed = try await desk.send(
                    "/desk/cases/\(id)/\(path)/\(record)/remove", [("version", "1"), ("reason", "Entered twice.")],
                    by: officer)
                #expect(removed.status == .seeOther)
            }
            let left = await desk.respond(try officer.get("/desk/cases/\(id)/people"))
            #expect(left.recordIDs == ["\(two)"])
            let history = await desk.respond(try officer.get("/desk/cases/\(id)/records/\(one)"))
            #expect(history.shows("Entered twice."))
        }
    }

    @Test func `are changed by two people at once without losing anything`() async throws {
        try await DeskUnderTest.open { desk in
            let (one, other) = (try await desk.officer(), try await desk.officer())
            let (id, _) = try await desk.opened(by: one)
            let record = try await desk.added(
                "people", [("unit", "INDIVIDUAL"), ("display_name", "A")], in: id, by: one)
            let path = "/desk/cases/\(id)/people/\(record)"
            let first = try await desk.send(
                path, [("version", "1"), ("unit", "INDIVIDUAL"), ("display_name", "B")], by: one)
            #expect(first.status == .seeOther)
            let merged = try await desk.send(
                path, [("version", "1"), ("unit", "INDIVIDUAL"), ("display_name", "A"), ("notes", "Mine")], by: other)
            #expect(merged.status == .ok)
            #expect(merged.shows("both changes were kept") && merged.shows("value=\"B\"") && merged.shows("Mine"))
            let both = try await desk.send(
                path, [("version", "1"), ("unit", "INDIVIDUAL"), ("display_name", "<C>"), ("notes", "Mine")],
                by: other)
            #expect(both.status == .conflict)
            #expect(both.shows("id=\"conflict\"") && both.shows("value=\"&lt;C&gt;\""))
            #expect(both.value(of: "version") == "3", "what is saved next is compared with what stands now")
            let blind = try await desk.send(path, [("unit", "INDIVIDUAL")], by: other)
            #expect(blind.status == .conflict)
            let late = try await desk.send("\(path)/remove", [("version", "1"), ("reason", "r")], by: other)
            #expect(late.status == .conflict)
            #expect(try await desk.versions(of: record) == 3)
            let unchanged = try await desk.send(
                path, [("version", "3"), ("unit", "INDIVIDUAL"), ("display_name", "B"), ("notes", "Mine")], by: other)
            #expect(unchanged.status == .seeOther)
            #expect(try await desk.versions(of: record) == 3)
        }
    }

    @Test func `are not put together from two changes that do not fit`() async throws {
        try await DeskUnderTest.open { desk in
            let (one, other) = (try await desk.officer(), try await desk.officer())
            let (id, _) = try await desk.opened(by: one)
            let record = try await desk.added("people", [("unit", "GROUP"), ("count", "4")], in: id, by: one)
            let path = "/desk/cases/\(id)/people/\(record)"
            let grown = try await desk.send(path, [("version", "1"), ("unit", "GROUP"), ("count", "9")], by: one)
            #expect(grown.status == .seeOther)
            let society = try await desk.send(
                path, [("version", "1"), ("unit", "POPULATION"), ("count", "4")], by: other)
            #expect(society.status == .ok, "nine may be a population")
            let twelve = try await desk.send(
                path, [("version", "3"), ("unit", "POPULATION"), ("count", "1")], by: one)
            #expect(twelve.status == .seeOther)
            let group = try await desk.send(path, [("version", "3"), ("unit", "GROUP"), ("count", "9")], by: other)
            #expect(group.status == .conflict, "a group is not one")
            #expect(group.value(of: "version") == "4")
            #expect(try await desk.versions(of: record) == 4)
        }
    }

    @Test func `stay as they are in a case that is closed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let record = try await desk.added("people", [("unit", "INDIVIDUAL")], in: id, by: officer)
            try await desk.database.transaction { transaction in
                try await DeskQueries.see([.headquarters], in: &transaction)
                try await transaction.execute(
                    "UPDATE cases SET status = 'CLOSED_UNSUBSTANTIATED' WHERE id = \(id.uuid)")
            }
            for (path, fields) in [
                ("people", [("unit", "INDIVIDUAL")]), ("people/\(record)", [("version", "1"), ("unit", "GROUP")]),
                ("people/\(record)/remove", [("version", "1"), ("reason", "r")]),
                ("people/\(record)/descriptors", [("version", "0"), ("gender", "F")]),
            ] {
                let response = try await desk.send("/desk/cases/\(id)/\(path)", fields, by: officer)
                #expect(response.status == .conflict, "\(path)")
            }
            #expect(try await desk.versions(of: record) == 1)
        }
    }
}
