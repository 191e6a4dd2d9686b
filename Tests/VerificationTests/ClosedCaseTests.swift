import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `A closed case` {
    private typealias Typed = [(String, String)]

    /// What goes on when a case is closed, and why. Every other route that changes something of a case refuses.
    static let goesOn: [String: String] = [
        "POST /desk/cases/{id}/status": "it is reopened here",
        "POST /desk/cases/{id}/reviews/{record}": "a second person signs the reopening",
        "POST /desk/cases/{id}/reviews/{record}/author": "its author takes it back",
        "POST /desk/cases/{id}/consent": "what somebody withdraws counts at once",
        "POST /desk/cases/{id}/consent/take": "what came through the mailbox is such a word",
        "POST /desk/cases/{id}/consent/{record}/sign": "it is about such a word",
        "POST /desk/cases/{id}/consent/mosaic": "it asks and changes nothing",
        "POST /desk/cases/{id}/notices/{notice}": "somebody has seen it",
        "POST /desk/cases/{id}/check-ins/{record}/met": "somebody said that they are safe",
        "POST /desk/cases/{id}/check-ins/{record}/stop": "nobody is asked for ever",
        "POST /desk/cases/{id}/dissents": "a decision may have closed it",
        "POST /desk/cases/{id}/screen": "it may turn out to be out of scope later",
        "POST /desk/cases/{id}/officer": "somebody answers for it",
        "POST /desk/cases/{id}/own-notes": "they are not the case's",
        "POST /desk/cases/{id}/own-notes/{note}": "they are not the case's",
        "POST /desk/cases/{id}/own-notes/{note}/remove": "they are not the case's",
        "POST /desk/evidence/{file}/original": "it reads",
        "POST /desk/evidence/{file}/custody": "the chain of custody goes on",
    ]

    /// What stands in a case before it is closed.
    private struct Standing {
        let id: CaseID
        let other: CaseID
        let submission: SubmissionID
        let second: SubmissionID
        let file: EvidenceID
        let people: [RecordID]
        let items: [RecordID]
        var records: [String: String] = [:]
    }

    /// Every route with the record that it is about, and a form that would be good in an open case.
    private static func forms(_ at: Standing) -> [String: (record: String, fields: Typed)] {
        let change: Typed = [("version", "1"), ("reason", "Why.")]
        let person: Typed = [("display_name", "A"), ("unit", "INDIVIDUAL")]
        let relation = [("from", "\(at.people[0])"), ("relation", "LAWYER_OF"), ("to", "\(at.people[1])")]
        let item = DeskUnderTest.item()
        let pair = [("one", "\(at.items[0])"), ("other", "\(at.items[1])"), ("answer", "CONFIRMED")]
        let two = at.items.map { ("items", "\($0)") } + [("claim", "ACT"), ("differs", "DATE")]
        let translation: Typed = [
            ("of", "submission/\(at.submission)"), ("from", "en"), ("to", "ar"), ("text", "x"), ("translator", "T"),
            ("means", "HUMAN"), ("translated_on", "2026-03-05"),
        ]
        let capture: Typed = [
            ("url", "https://example.org/1"), ("captured_at", "2026-03-05 14:07"), ("collector", "Analyst"),
        ]
        let checkIn: Typed = [
            ("submission", "\(at.submission)"), ("channel", "PHONE"), ("every_hours", "24"), ("from", "2090-01-01"),
            ("silence", "DANGER"), ("silence_words", "w"), ("what_to_do", "d"), ("consented", "yes"),
        ]
        let areas: Typed = [("page_1", "1"), ("x_1", "0"), ("y_1", "0"), ("width_1", "9"), ("height_1", "9")]
        let decision: Typed = [("status", "V2_CREDIBLE"), ("nexus", "N1_TEMPORAL")]
        var forms: [String: (record: String, fields: Typed)] = [:]
        func say(_ path: String, _ record: String?, _ fields: Typed) {
            forms["POST /desk/cases/{id}/\(path)"] = (record ?? "", fields)
        }
        func revisable(_ path: String, _ record: String?, _ fields: Typed) {
            say(path, nil, fields)
            say("\(path)/{record}", record, fields + [("version", "1"), ("note", "Changed.")])
            say("\(path)/{record}/remove", record, change)
        }
        revisable("people", "\(at.people[0])", person)
        say("people/{record}/descriptors", "\(at.people[0])", [("version", "0"), ("gender", "F")])
        revisable("relations", at.records["RELATION"], relation)
        revisable("acts", at.records["ACT"], [("act", "V03"), ("date_precision", "UNKNOWN")])
        revisable("cooperation", at.records["COOPERATION"], [("entity", "SP"), ("tense", "PAST")])
        say("facts", nil, [("nature", "REPRISAL"), ("version", "0")])
        revisable("risk", at.records["RISK"], `The assessment of a risk`.fields())
        say("risk/{record}/sign", at.records["RISK"], [("version", "1")])
        say("risk-changes", nil, [("change", RiskChange.told[0].rawValue)])
        say("specialists", nil, [("topic", SpecialistRule.Topic.allCases[0].rawValue), ("name", "A doctor")])
        say("check-ins", nil, checkIn)
        revisable("findings", "\(at.items[0])", item)
        say("findings/{record}/grade", "\(at.items[0])", [("reliability", "B"), ("credibility", "2")])
        say("contradictions", nil, two)
        say("contradictions/{record}", at.records["CONTRADICTION"], change + [("differs", "DATE"), ("state", "OPEN")])
        say("groups", nil, [("name", "the lawyer"), ("told_by", "x")])
        say("groupings", nil, pair)
        say("decision", nil, decision + change)
        revisable("notes", at.records["NOTE"], [("text", "A note")])
        revisable("captures", at.records["CAPTURE"], capture)
        revisable("translations", at.records["TRANSLATION"], translation)
        say("evidence", nil, [("reason", "r")])
        say("consent/step", nil, [("status", "AWAITING_CONSENT"), ("reason", "r")])
        say("protocol", nil, [("protocol", "FIELD_PRESENCE"), ("version", "0")])
        say("protocol/steps", nil, [("step", "acknowledge"), ("event", "DONE")])
        say("protocol/added", nil, [("title", "x"), ("role", "CASE_OFFICER"), ("added_reason", "x")])
        say("split", nil, [("submission", "\(at.second)"), ("to", "DESK"), ("reason", "r")])
        say("duplicate", nil, [("case", "\(at.other)"), ("reason", "r")])
        say("different", nil, [("case", "\(at.other)"), ("reason", "r")])
        forms["POST /desk/evidence/{file}/copies"] = ("", [("kind", "PICTURE")])
        forms["POST /desk/evidence/{file}/copies/{copy}/redactions"] = ("", areas + [("reason", "r")])
        return forms
    }

    private static func tables(_ desk: DeskUnderTest) async throws -> [String: Int] {
        var rows = try await desk.rows()
        for table in [
            "triage_steps", "case_evidence", "evidence_copies", "custody_events", "check_ins", "step_clocks",
            "case_steps", "case_notices",
        ] {
            rows[table] = try await desk.house.count("verification", table)
        }
        return rows
    }

    private func standing(_ desk: DeskUnderTest, _ officer: TestStaff) async throws -> Standing {
        let (id, items) = try await desk.corroborated(by: officer)
        let (other, _) = try await desk.opened(by: officer)
        let first = try #require(
            try await desk.house.owner.first("SELECT id FROM verification.submissions WHERE case_id = \(id.uuid)"))
        let second = try await desk.arrived()
        let linked = await desk.respond(try officer.post("/desk/submissions/\(second)/link", ["case": "\(id)"]))
        try #require(linked.status == .seeOther)
        let people = [try await desk.person("A", in: id), try await desk.person("B", in: id)]
        let files = [(name: "a.pdf", type: "application/pdf", bytes: MadeFiles.document(pages: 1))]
        let brought = try EntryTestForm.multipart(
            "/desk/cases/\(id)/evidence", [("reason", "r")], files: files, by: officer)
        try #require(await desk.respond(brought).status == .seeOther)
        let file = try #require(try await desk.house.owner.first("SELECT id FROM verification.case_evidence"))
        let standing = Standing(
            id: id, other: other, submission: SubmissionID(try first.get("id", as: UUID.self)), second: second,
            file: EvidenceID(try file.get("id", as: UUID.self)), people: people, items: items)
        return standing
    }

    private func fill(_ at: Standing, _ desk: DeskUnderTest, by officer: TestStaff) async throws -> Standing {
        var at = at
        for path in ["relations", "risk", "contradictions", "notes", "translations", "protocol"] {
            let form = try #require(Self.forms(at)["POST /desk/cases/{id}/\(path)"])
            let answer = try await desk.send("/desk/cases/\(at.id)/\(path)", form.fields, by: officer)
            try #require(answer.status == .seeOther, "\(path)")
        }
        let capture = try #require(Self.forms(at)["POST /desk/cases/{id}/captures"])
        let sent = try EntryTestForm.multipart("/desk/cases/\(at.id)/captures", capture.fields, by: officer)
        try #require(await desk.respond(sent).status == .seeOther)
        let rows = try await desk.house.owner.query(
            "SELECT kind, id::text AS id FROM verification.case_records WHERE case_id = \(at.id.uuid)")
        for row in rows { at.records[try row.get("kind")] = try row.get("id", as: String.self) }
        return at
    }

    @Test func `is changed by nothing but what is named, and each refusal says why`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .secondReviewer])
            let at = try await fill(try await standing(desk, officer), desk, by: officer)
            try await desk.put(at.id, into: .closedResolved)
            let forms = Self.forms(at)
            let routes = `Who may do what at the desk`.routes.keys.filter {
                $0.hasPrefix("POST /desk/cases/{id}/") || $0.hasPrefix("POST /desk/evidence/{file}/")
            }
            #expect(Set(forms.keys).union(Self.goesOn.keys) == Set(routes), "every route is one or the other")
            #expect(Set(forms.keys).isDisjoint(with: Self.goesOn.keys))
            let words = try Phrases(folders: [VerificationApp.phrases]).words(.english)
            let reasons = [words(Phrase("record.case_closed")), words(Phrase("protocol.refused.closed"))]
            let before = try await Self.tables(desk)
            let version = try await desk.version(of: at.id)
            for (route, form) in forms.sorted(by: { $0.key < $1.key }) {
                let path = route.dropFirst("POST ".count).replacing("{id}", with: "\(at.id)")
                    .replacing("{file}", with: "\(at.file)").replacing("{record}", with: form.record)
                    .replacing("{copy}", with: UUID().uuidString.lowercased())
                let takesFiles = ["/evidence", "/captures"].contains { path.hasSuffix($0) }
                let files = [(name: "a.txt", type: "text/plain", bytes: Array("x".utf8))]
                let answer =
                    takesFiles
                    ? await desk.respond(
                        try EntryTestForm.multipart(String(path), form.fields, files: files, by: officer))
                    : try await desk.send(String(path), form.fields, by: officer)
                #expect(answer.status == .conflict, "\(route)")
                #expect(reasons.contains { answer.shows($0) }, "\(route)")
                #expect(try await Self.tables(desk) == before, "\(route)")
            }
            #expect(try await desk.version(of: at.id) == version)
            #expect(try desk.stored().count == 1, "a file that was refused does not stay")
        }
    }

    @Test func `still hears what its people say, and those who see it otherwise`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let at = try await standing(desk, officer)
            try await desk.put(at.id, into: .closedUnsubstantiated)
            let place = "/desk/cases/\(at.id)"
            let withdrawn = DeskUnderTest.consent(of: at.people[0], [("CP12_STATS", "WITHDRAWN")])
            for (path, fields) in [
                ("\(place)/consent", withdrawn), ("\(place)/dissents", [("text", "It did happen.")]),
                ("\(place)/own-notes", [("own_text", "Mine")]),
                (
                    "/desk/evidence/\(at.file)/custody",
                    [("kind", "TRANSFERRED"), ("recipient", "The archive"), ("reason", "It is closed.")]
                ),
            ] as [(String, [(String, String)])] {
                #expect(try await desk.send(path, fields, by: officer).status == .seeOther, "\(path)")
            }
            let next = ("next", "SCREENING")
            let reopening = try await desk.send(
                "\(place)/status", [("version", try await desk.version(of: at.id)), next, ("reason", "r")], by: officer)
            #expect(reopening.status == .seeOther)
            #expect(try await desk.status(of: at.id) == "CLOSED_UNSUBSTANTIATED", "until somebody else has signed")
        }
    }
}
