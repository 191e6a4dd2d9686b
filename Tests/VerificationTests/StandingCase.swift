import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

/// A case with one record of everything, and for every route that changes something of a case a form that is good there.
struct StandingCase {
    typealias Typed = [(String, String)]

    struct Form {
        /// What the route is about; empty where it adds.
        let record: String
        let fields: Typed
    }

    let id: CaseID
    /// Another case beside it.
    let other: CaseID
    let submission: SubmissionID
    let second: SubmissionID
    let file: EvidenceID
    let people: [RecordID]
    let items: [RecordID]
    /// The newest record of each kind.
    var records: [String: String] = [:]

    /// The address of a route for this case; of `stranger`, where the records shall be another case's.
    func path(_ route: String, in stranger: CaseID? = nil) -> String {
        let record = forms[route]?.record ?? ""
        return String(route.split(separator: " ")[1]).replacing("{id}", with: "\(stranger ?? id)")
            .replacing("{file}", with: "\(file)").replacing("{record}", with: record)
            .replacing("{copy}", with: UUID().uuidString.lowercased())
    }

    var forms: [String: Form] {
        let change: Typed = [("version", "1"), ("reason", "Why.")]
        var forms: [String: Form] = [:]
        func say(_ path: String, _ record: String?, _ fields: Typed) {
            forms["POST /desk/cases/{id}/\(path)"] = Form(record: record ?? "", fields: fields)
        }
        func revisable(_ path: String, _ record: String?, _ fields: Typed) {
            say(path, nil, fields)
            say("\(path)/{record}", record, fields + [("version", "1"), ("note", "Changed.")])
            say("\(path)/{record}/remove", record, change)
        }
        revisable("people", "\(people[0])", [("display_name", "A"), ("unit", "INDIVIDUAL")])
        say("people/{record}/descriptors", "\(people[0])", [("version", "0"), ("gender", "F")])
        revisable(
            "relations", records["RELATION"],
            [("from", "\(people[0])"), ("relation", "LAWYER_OF"), ("to", "\(people[1])")])
        revisable("acts", records["ACT"], [("act", "V03"), ("date_precision", "UNKNOWN")])
        revisable("cooperation", records["COOPERATION"], [("entity", "SP"), ("tense", "PAST")])
        say("facts", nil, [("nature", "REPRISAL"), ("version", "0")])
        revisable("risk", records["RISK"], `The assessment of a risk`.fields())
        say("risk/{record}/sign", records["RISK"], [("version", "1")])
        say("risk-changes", nil, [("change", RiskChange.told[0].rawValue)])
        say("specialists", nil, [("topic", SpecialistRule.Topic.allCases[0].rawValue), ("name", "A doctor")])
        say("check-ins", nil, checkIn)
        revisable("findings", "\(items[0])", DeskUnderTest.item())
        say("findings/{record}/grade", "\(items[0])", [("reliability", "B"), ("credibility", "2"), ("version", "1")])
        say("contradictions", nil, items.map { ("items", "\($0)") } + [("claim", "ACT"), ("differs", "DATE")])
        say("contradictions/{record}", records["CONTRADICTION"], change + [("differs", "DATE"), ("state", "OPEN")])
        say("groups", nil, [("name", "the lawyer"), ("told_by", "x")])
        say("groupings", nil, [("one", "\(items[0])"), ("other", "\(items[1])"), ("answer", "CONFIRMED")])
        say("decision", nil, [("status", "V2_CREDIBLE"), ("nexus", "N1_TEMPORAL")] + change)
        revisable("notes", records["NOTE"], [("text", "A note")])
        revisable("captures", records["CAPTURE"], capture)
        revisable("translations", records["TRANSLATION"], translation)
        say("evidence", nil, [("reason", "r")])
        say("consent/step", nil, [("status", "AWAITING_CONSENT"), ("reason", "r")])
        say("protocol", nil, [("protocol", "FIELD_PRESENCE"), ("version", "0")])
        say("protocol/steps", nil, [("step", "acknowledge"), ("event", "DONE")])
        say("protocol/added", nil, [("title", "x"), ("role", "CASE_OFFICER"), ("added_reason", "x")])
        say("split", nil, [("submission", "\(second)"), ("to", "DESK"), ("reason", "r")])
        say("duplicate", nil, [("case", "\(other)"), ("reason", "r")])
        say("different", nil, [("case", "\(other)"), ("reason", "r")])
        forms["POST /desk/evidence/{file}/copies"] = Form(record: "", fields: [("kind", "PICTURE")])
        forms["POST /desk/evidence/{file}/copies/{copy}/redactions"] = Form(
            record: "",
            fields: [
                ("page_1", "1"), ("x_1", "0"), ("y_1", "0"), ("width_1", "9"), ("height_1", "9"), ("reason", "r"),
            ])
        return forms
    }

    private var translation: Typed {
        [
            ("of", "submission/\(submission)"), ("from", "en"), ("to", "ar"), ("text", "x"), ("translator", "T"),
            ("means", "HUMAN"), ("translated_on", "2026-03-05"),
        ]
    }

    private var capture: Typed {
        [("url", "https://example.org/1"), ("captured_at", "2026-03-05 14:07"), ("collector", "Analyst")]
    }

    private var checkIn: Typed {
        [
            ("submission", "\(submission)"), ("channel", "PHONE"), ("every_hours", "24"), ("from", "2090-01-01"),
            ("silence", "DANGER"), ("silence_words", "w"), ("what_to_do", "d"), ("consented", "yes"),
        ]
    }

    static func made(in desk: DeskUnderTest, by officer: TestStaff) async throws -> StandingCase {
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
        let file = try #require(
            try await desk.house.owner.first("SELECT id FROM verification.case_evidence WHERE case_id = \(id.uuid)"))
        var at = StandingCase(
            id: id, other: other, submission: SubmissionID(try first.get("id", as: UUID.self)), second: second,
            file: EvidenceID(try file.get("id", as: UUID.self)), people: people, items: items)
        for path in ["relations", "risk", "contradictions", "notes", "translations", "protocol", "captures"] {
            let route = "POST /desk/cases/{id}/\(path)"
            let form = try #require(at.forms[route])
            let answer = try await desk.send(form, to: at.path(route), files: [], by: officer)
            try #require(answer.status == .seeOther, "\(path)")
        }
        let rows = try await desk.house.owner.query(
            "SELECT kind, id::text AS id FROM verification.case_records WHERE case_id = \(id.uuid)")
        for row in rows { at.records[try row.get("kind")] = try row.get("id", as: String.self) }
        return at
    }

    /// Rows of every table that a change of a case leaves something in.
    static func rows(_ desk: DeskUnderTest) async throws -> [String: Int] {
        var rows = try await desk.rows()
        for table in [
            "triage_steps", "case_evidence", "evidence_copies", "custody_events", "check_ins", "step_clocks",
            "case_steps", "case_notices", "own_notes",
        ] {
            rows[table] = try await desk.house.count("verification", table)
        }
        return rows
    }
}

extension DeskUnderTest {
    /// Sends a form as its page would: with files where the route takes them.
    func send(
        _ form: StandingCase.Form, to path: String,
        files: [(name: String, type: String, bytes: [UInt8])] = [("a.txt", "text/plain", [120])], by staff: TestStaff
    ) async throws -> Response {
        guard ["/evidence", "/captures"].contains(where: { path.hasSuffix($0) }) else {
            return try await send(path, form.fields, by: staff)
        }
        return await respond(try EntryTestForm.multipart(path, form.fields, files: files, by: staff))
    }
}
