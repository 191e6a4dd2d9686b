import CaseModel
import Foundation
import HTTP
import TestSupport
import Testing
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `What happened in a case` {
    static let act: [(String, String)] = [
        ("act", "V03"), ("modality", "OFFLINE"), ("date_from", "2026-01-15"), ("date_to", "2026-03-20"),
        ("date_precision", "EXACT"), ("state_of_act", "CHE"), ("place", "Wahm <Governorate>"),
        ("place_precision", "ADMIN1"), ("perpetrator_type", "ST_INTEL"), ("attribution", "COMMITTED"),
        ("state_responsible", "FRA"), ("perpetrator_type.3", "NS_ONLINE"), ("perpetrator_name.3", "Someone"),
        ("severity", "2"), ("severity_reason", "Held for a day only."), ("treaty_provisions", "OPCAT_15"),
        ("annex", "MINNESOTA_PROTOCOL"), ("ongoing", "yes"), ("note", "n"),
    ]

    @Test func `begins with what was said when the case was opened`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts"))
            #expect(page.recordIDs.count == 3)
            #expect(page.shows("value=\"V01\"") && page.shows("value=\"OHCHR_HQ\"") && page.shows("value=\"CHE\""))
            #expect(page.shows("/desk/submissions/\(submission)"))
            let opened = try #require(try await desk.told().last { $0.type == CaseOpened.type })
            let figures = try await desk.figures(try opened.read(CaseOpened.self).sealedFigures, of: id)
            #expect(figures.acts == ["V01"] && figures.unEntities == ["OHCHR_HQ"] && figures.stateOfAct == "CHE")
        }
    }

    @Test func `is entered with people, perpetrators, dates and places as exact as they are known`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let person = try await desk.added(
                "people", [("unit", "INDIVIDUAL"), ("display_name", "A <b>")], in: id, by: officer)
            let record = try await desk.added(
                "acts", Self.act + [("subjects", "\(person)"), ("submissions", "\(submission)")], in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts"))
            for text in [
                "id=\"record-\(record)\"", "value=\"V03\"", "2026-01-15 – 2026-03-20", "value=\"EXACT\"",
                "Wahm &lt;Governorate&gt;", "value=\"ADMIN1\"", "value=\"ST_INTEL\"", "value=\"COMMITTED\"",
                "value=\"FRA\"", "value=\"NS_ONLINE\"", "Someone", "Held for a day only.", "value=\"OPCAT_15\"",
                "value=\"MINNESOTA_PROTOCOL\"", "A &lt;b&gt;",
            ] { #expect(page.shows(text), "\(text)") }
            let figures = try await desk.latestFigures(of: id)
            #expect(figures.acts == ["V03", "V01"], "what has a date comes first")
            #expect(figures.happened?.text == "2026-01-15")
            let history = await desk.respond(try officer.get("/desk/cases/\(id)/records/\(record)"))
            #expect(history.status == .ok && history.shows("A &lt;b&gt;") && history.shows("Minnesota"))
            let form = await desk.respond(try officer.get("/desk/cases/\(id)/acts/\(record)"))
            #expect(form.shows("name=\"perpetrator_type.3\""), "a further row stays free")
        }
    }

    static let refused: [(String, String, [(String, String)])] = [
        ("no act", "act", [("act", "")]), ("an unknown act", "act", [("act", "Q99")]),
        ("an act that no code says and nobody describes", "note", [("act", "Z99"), ("note", "")]),
        ("an unknown State", "state_of_act", [("state_of_act", "ZZZ")]),
        ("a person of no case", "subjects", [("subjects", "00000000-0000-4000-8000-000000000000")]),
        ("the end before the beginning", "date_to", [("date_from", "2026-02-01"), ("date_to", "2026-01-31")]),
        ("an end without a beginning", "date_from", [("date_to", "2026-01-31")]),
        ("a precision without a date", "date_from", [("date_precision", "MONTH")]),
        ("a day to come", "date_from", [("date_from", "2101-01-01")]),
        ("a day before the UN", "date_from", [("date_from", "1899-01-01")]),
        ("words for a date", "date_from", [("date_from", "last spring")]),
        ("a month said to be a day", "date_precision", [("date_from", "2026-01"), ("date_precision", "EXACT")]),
        ("a range without an end", "date_to", [("date_from", "2026-01-01"), ("date_precision", "RANGE")]),
        ("an unknown precision", "date_precision", [("date_from", "2026-01-01"), ("date_precision", "SHARP")]),
        ("a perpetrator without a type", "perpetrator_type", [("attribution", "ORDERED")]),
        ("an unknown perpetrator", "perpetrator_type.2", [("perpetrator_type.2", "GHOST")]),
        (
            "a State and no link to it", "attribution",
            [("perpetrator_type", "NS_ARMED"), ("attribution", "NONE"), ("state_responsible", "CHE")]
        ),
        ("a severity without a reason", "severity_reason", [("act", "V01"), ("severity", "4")]),
        ("a severity that is none", "severity", [("severity", "5")]),
        ("an unknown annex", "annex", [("annex", "GENEVA")]),
        ("an unknown provision", "treaty_provisions", [("treaty_provisions", "UDHR")]),
    ]

    @Test func `is refused with the reason where something cannot be, and nothing changes`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.house.count("verification", "record_versions")
            for (what, field, fields) in Self.refused {
                let names = Set(fields.map(\.0))
                let good = [("act", "V03"), ("note", "Kept as typed")].filter { !names.contains($0.0) }
                let response = try await desk.send("/desk/cases/\(id)/acts", good + fields, by: officer)
                #expect(response.status == .unprocessable, "\(what)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(what)")
                #expect(names.contains("note") || response.shows("Kept as typed"), "\(what)")
            }
            #expect(try await desk.house.count("verification", "record_versions") == before)
        }
    }

    @Test func `gets more rows for perpetrators by a button, and nothing is saved by it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.house.count("verification", "record_versions")
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts/new"))
            #expect(page.shows("name=\"perpetrator_type.2\"") && !page.shows("name=\"perpetrator_type.3\""))
            let more = try await desk.send(
                "/desk/cases/\(id)/acts", [("act", "V03"), ("perpetrator.rows", "2"), ("more", "perpetrator")],
                by: officer)
            #expect(more.status == .ok && more.shows("name=\"perpetrator_type.4\""))
            #expect(more.shows("value=\"V03\" selected"))
            #expect(try await desk.house.count("verification", "record_versions") == before)
        }
    }

    @Test func `follows cooperation, and is pointed out where it cannot have`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let records = await desk.respond(try officer.get("/desk/cases/\(id)/acts")).recordIDs
            let (act, cooperation) = (records[0], records[1])
            let dated = try await desk.send(
                "/desk/cases/\(id)/acts/\(act)", [("version", "1"), ("act", "L01"), ("date_from", "2025-12-01")],
                by: officer)
            #expect(dated.status == .seeOther)
            for (date, tense, isEarly) in [
                ("2025-12-04", "PAST", true), ("2025-12-04", "SOUGHT", false), ("2025-12", "PAST", false),
                ("2025-11-30", "PAST", false),
            ] {
                let version = try #require(
                    await desk.respond(try officer.get("/desk/cases/\(id)/cooperation/\(cooperation)"))
                        .value(of: "version"))
                let saved = try await desk.send(
                    "/desk/cases/\(id)/cooperation/\(cooperation)",
                    [("version", version), ("entity", "OHCHR_FIELD"), ("tense", tense), ("date", date)], by: officer)
                #expect(saved.status == .seeOther)
                let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts"))
                #expect(page.shows("id=\"early-\(act)\"") == isEarly, "\(date) \(tense)")
            }
        }
    }

    @Test func `was because of cooperation with some part of the UN`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/cooperation"
            for (field, fields) in [
                ("entity", [("entity", "")]), ("mandate", [("entity", "HRC"), ("mandate", "SR_TORTURE")]),
                ("mandate", [("entity", "SP"), ("mandate", "SR_NOTHING")]),
                ("tense", [("entity", "SP"), ("tense", "X")]),
                ("limbs", [("entity", "SP"), ("limbs", "OP5")]),
                ("setting", [("entity", "SP"), ("setting", "MOON")]),
                ("event", [("entity", "SP"), ("event", "00000000-0000-4000-8000-000000000000")]),
            ] {
                let response = try await desk.send(path, fields, by: officer)
                #expect(response.status == .unprocessable, "\(fields)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(fields)")
            }
            let record = try await desk.added(
                "cooperation",
                [
                    ("entity", "SP"), ("mandate", "SR_TORTURE"), ("limbs", "OP4A"), ("limbs", "OP4D"),
                    ("tense", "PAST"), ("activities", "MET_VISIT"), ("activities", "TESTIMONY"),
                    ("date", "2026-01-12"), ("date_precision", "MONTH"), ("setting", "IN_COUNTRY"),
                ], in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts"))
            for text in [
                "id=\"record-\(record)\"", "value=\"SR_TORTURE\"", "value=\"OP4D\"", "value=\"MET_VISIT\"",
                "value=\"IN_COUNTRY\"", "value=\"MONTH\"", ">2026-01<",
            ] { #expect(page.shows(text), "\(text)") }
        }
    }

    @Test func `is said once of the case as a whole, with what follows suggested`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added("cooperation", [("entity", "SP"), ("tense", "PAST")], in: id, by: officer)
            let path = "/desk/cases/\(id)/facts"
            let form = await desk.respond(try officer.get(path))
            #expect(form.shows("value=\"REPRISAL\"") && form.value(of: "version") == "1")
            for (field, fields) in [
                ("nature", [("nature", "REVENGE")]), ("effects", [("effects", "E_NONE"), ("effects", "E_EXILE")]),
                ("of_act", [("of_act", "ZZZ")]), ("references", [("references", "the newspaper")]),
                ("references", [("references", "A/HRC/48/28"), ("previously_reported", "no")]),
                ("on_un_premises", [("on_un_premises", "perhaps")]),
            ] {
                let response = try await desk.send(path, [("version", "1")] + fields, by: officer)
                #expect(response.status == .unprocessable, "\(fields)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(fields)")
            }
            let saved = try await desk.send(
                path,
                [
                    ("version", "1"), ("nature", "REPRISAL"), ("effects", "E_EXILE"), ("of_act", "CHE"), ("of_act", ""),
                    ("responsible", "FRA"), ("responsible", "CHE"), ("of_nationality", "FRA"),
                    ("previously_reported", "yes"), ("references", "A/HRC/48/28\nAL FRA 3/2025"),
                    ("on_un_premises", "no"),
                ], by: officer)
            #expect(saved.status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/acts"))
            #expect(page.shows("value=\"E_EXILE\"") && page.shows("AL FRA 3/2025"))
            let figures = try await desk.latestFigures(of: id)
            #expect(figures.stateResponsible == "FRA" && figures.stateOfNationality == "FRA")
            let late = try await desk.send(path, [("version", "1"), ("nature", "BOTH")], by: officer)
            #expect(late.status == .conflict && late.shows("id=\"conflict\""))
        }
    }
}

@Suite struct `A date that is known in part` {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test(arguments: [
        ("2026-01-15", "", "EXACT", DateSpan(from: "2026-01-15", precision: "EXACT")),
        ("2025-03-15", "", "MONTH", DateSpan(from: "2025-03", precision: "MONTH")),
        ("2025-03-15", "", "YEAR", DateSpan(from: "2025", precision: "YEAR")),
        ("2025", "", "", DateSpan(from: "2025", precision: "YEAR")),
        ("2025-3", "", "", DateSpan(from: "2025-03", precision: "MONTH")),
        ("2025-03-01", "2025-03-01", "", DateSpan(from: "2025-03-01", to: "2025-03-01", precision: "EXACT")),
        ("2025-07-15", "2025-08-30", "RANGE", DateSpan(from: "2025-07-15", to: "2025-08-30", precision: "RANGE")),
        ("2026-01-01", "", "UNKNOWN", DateSpan(from: "2026-01-01", precision: "UNKNOWN")),
        ("", "", "UNKNOWN", DateSpan(precision: "UNKNOWN")),
        ("", "", "", nil),
    ])
    func `keeps no more than its precision tells`(
        from: String, to: String, precision: String, expected: DateSpan?
    ) throws {
        var errors = FormErrors()
        let fields = Fields(["from": from, "to": to, "precision": precision])
        let span = errors.span(
            fields, from: "from", to: "to", precision: "precision", try CodeLists.bundled(), at: now)
        #expect(errors.isEmpty)
        #expect(span == expected)
    }

    @Test func `is unknown where it says so, whatever stands in the file`() {
        #expect(DateSpan(from: "2026-01-01", precision: "UNKNOWN").first == nil)
        #expect(DateSpan.isBefore(DateSpan(from: "2026", precision: "YEAR"), DateSpan(precision: "UNKNOWN")))
        #expect(!DateSpan.isBefore(nil, DateSpan(from: "2026", precision: "YEAR")))
    }

    @Test(arguments: [
        (
            DateSpan(from: "2025-07-15", to: "2025-08-30", precision: "RANGE"), "2025-08-01",
            DateOrderRule.Finding.unclear
        ),
        (DateSpan(from: "2025-07-15", to: "2025-08-30", precision: "RANGE"), "2025-09-01", .actFirst),
        (DateSpan(from: "2025-07-15", to: "2025-08-30", precision: "RANGE"), "2025-07-01", .soonAfter),
        (DateSpan(from: "2025-07-15", to: "2025-08-30", precision: "EXACT"), "2025-08-01", .actFirst),
        (DateSpan(precision: "UNKNOWN"), "2025-08-01", .unclear),
    ])
    func `is compared as what it may have been`(act: DateSpan, cooperation: String, expected: DateOrderRule.Finding) {
        let day = DateSpan(from: cooperation, precision: "EXACT")
        #expect(DateSpan.order(act: act, cooperation: day, tense: "PAST") == expected)
        #expect(DateSpan.order(act: act, cooperation: nil, tense: "PAST") == .unclear)
    }
}
