import CaseModel
import Foundation
import HTTP
import Postgres
import ProtocolFiles
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The protocol of a case` {
    private typealias Typed = KeyValuePairs<String, String>

    private static let start: Typed = ["protocol": "FIELD_PRESENCE", "version": "0"]

    private static func note(
        _ step: String, _ event: String, evidence: String = "", reason: String = ""
    ) -> KeyValuePairs<String, String> {
        ["step": step, "event": event, "evidence": evidence, "reason": reason]
    }

    private func records(_ desk: DeskUnderTest) async throws -> Int {
        try await desk.house.count("verification", "record_versions")
    }

    private func clocks(_ desk: DeskUnderTest) async throws -> [Date] {
        try await desk.house.owner.query("SELECT due_at FROM verification.step_clocks ORDER BY place")
            .map { try $0.get("due_at") }
    }

    @Test func `is suggested from the UN entity, taken, and its steps noted`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .intakeOfficer])
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            let before = await desk.respond(try officer.get(path))
            #expect(before.shows("follows no protocol yet") && before.shows("OHCHR field presence"))
            #expect(await desk.respond(try officer.post(path, Self.start)).status == .seeOther)
            #expect(try await desk.audited(1) == ["protocol.follow done"])
            #expect(try await clocks(desk).count == 1, "one step is open, the others wait")
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("id=\"step-acknowledge\"") && page.shows("value=\"waiting\""))
            let done = await desk.respond(
                try officer.post("\(path)/steps", Self.note("acknowledge", "DONE")))
            #expect(done.status == .seeOther)
            let skipped = await desk.respond(
                try officer.post("\(path)/steps", Self.note("safety", "SKIPPED", reason: "Asked <at> once.")))
            #expect(skipped.status == .seeOther)
            let after = await desk.respond(try officer.get("\(path)?step=consent"))
            #expect(after.shows("Asked &lt;at&gt; once.") && after.shows("value=\"done\""))
            #expect(after.shows("<option value=\"consent\" selected>"))
            #expect(try await clocks(desk).count == 1)
        }
    }

    private static let refusals: [(step: String, event: String, evidence: String, reason: String, field: String)] = [
        ("consent", "DONE", "the ledger", "", "event"), ("safety", "DONE", "", "", "evidence"),
        ("safety", "SKIPPED", "", " ", "reason"), ("nowhere", "DONE", "", "", "step"),
        ("safety", "LOST", "", "", "event"), ("safety", "CLOCK_EXTENDED", "", "why", "event"),
        ("safety", "CLOCK_RESUMED", "", "", "event"), ("acknowledge", "DONE", "", "", "event"),
    ]

    @Test func `refuses what may not happen with the reason and changes nothing`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .intakeOfficer])
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            // Without a protocol there is no step to note anything of.
            let early = await desk.respond(try officer.post("\(path)/steps", Self.note("acknowledge", "DONE")))
            #expect(early.status == .unprocessable)
            #expect(try await clocks(desk).isEmpty)
            _ = await desk.respond(try officer.post(path, Self.start))
            _ = await desk.respond(try officer.post("\(path)/steps", Self.note("acknowledge", "DONE")))
            let (rows, due) = (try await records(desk), try await clocks(desk))
            for (step, event, evidence, reason, field) in Self.refusals {
                let answer = await desk.respond(
                    try officer.post("\(path)/steps", Self.note(step, event, evidence: evidence, reason: reason)))
                #expect(answer.status == .unprocessable, "\(step) \(event)")
                #expect(answer.shows("id=\"error-\(field)\""), "\(step) \(event)")
            }
            #expect(try await records(desk) == rows)
            #expect(try await clocks(desk) == due)
        }
    }

    @Test func `stops and resumes its clocks, and puts an end off by as long as it stood`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .intakeOfficer])
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            for (address, fields) in [
                (path, Self.start), ("\(path)/steps", Self.note("acknowledge", "DONE")),
                ("\(path)/steps", Self.note("safety", "CLOCK_STOPPED", reason: "The source is asked.")),
            ] { #expect(await desk.respond(try officer.post(address, fields)).status == .seeOther) }
            #expect(try await clocks(desk).isEmpty)
            #expect(await desk.respond(try officer.get(path)).shows("The clock is stopped"))
            let resumed = await desk.respond(try officer.post("\(path)/steps", Self.note("safety", "CLOCK_RESUMED")))
            #expect(resumed.status == .seeOther)
            #expect(try await clocks(desk).count == 1)
        }
    }

    @Test func `is another than the suggested one only with a reason, and moves only from what was seen`() async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            let table: [(Typed, Status)] = [
                (["protocol": "TREATY_BODY", "version": "0"], .unprocessable),
                (["protocol": "NO_SUCH", "version": "0"], .unprocessable),
                (["protocol": "TREATY_BODY", "protocol_reason": "A petition.", "version": "0"], .seeOther),
                (["protocol": "FIELD_PRESENCE", "protocol_reason": "No petition.", "version": "0"], .conflict),
                (["protocol": "FIELD_PRESENCE", "protocol_reason": " ", "version": "1"], .unprocessable),
                (["protocol": "TREATY_BODY", "protocol_reason": "Again.", "version": "1"], .unprocessable),
                (["protocol": "FIELD_PRESENCE", "protocol_reason": "No petition.", "version": "1"], .seeOther),
            ]
            for (fields, status) in table {
                #expect(await desk.respond(try officer.post(path, fields)).status == status, "\(fields)")
            }
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("value=\"FIELD_PRESENCE\" id=\"protocol-code\"") && page.shows("No petition."))
        }
    }

    @Test func `takes a step of its own, with a clock and a reason`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            _ = await desk.respond(try officer.post(path, Self.start))
            let refused: [(Typed, String)] = [
                (["title": "", "role": "CASE_OFFICER", "added_reason": "x"], "title"),
                (["title": "x", "role": "BOSS", "added_reason": "x"], "role"),
                (["title": "x", "role": "SUBMITTER", "added_reason": "x"], "role"),
                (["title": "x", "role": "CASE_OFFICER", "days": "0", "added_reason": "x"], "days"),
                (["title": "x", "role": "CASE_OFFICER", "added_reason": ""], "added_reason"),
                (["title": "x", "role": "ASG", "escalates_to": "ASG", "added_reason": "x"], "escalates_to"),
                (["title": "x", "role": "CASE_OFFICER", "after": "nowhere", "added_reason": "x"], "step"),
            ]
            let rows = try await records(desk)
            for (fields, field) in refused {
                let answer = await desk.respond(try officer.post("\(path)/added", fields))
                #expect(answer.status == .unprocessable, "\(fields)")
                if field != "step" { #expect(answer.shows("id=\"error-\(field)\""), "\(fields)") }
            }
            #expect(try await records(desk) == rows)
            let added = await desk.respond(
                try officer.post(
                    "\(path)/added",
                    [
                        "title": "Ask a <doctor>", "role": "CASE_OFFICER", "days": "5", "working_days": "yes",
                        "added_reason": "Injuries.",
                    ]))
            #expect(added.status == .seeOther)
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("id=\"step-added-1\"") && page.shows("Ask a &lt;doctor&gt;") && page.shows("Injuries."))
            #expect(try await clocks(desk).count == 2)
        }
    }

    @Test func `keeps the version that the case began with, and refuses one that says something else`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            _ = await desk.respond(try officer.post(path, Self.start))
            // As if the file said something else by now.
            try await desk.house.owner.execute(
                """
                UPDATE verification.protocol_versions
                SET definition = replace(definition, 'OHCHR field presence', 'As it was')
                """)
            #expect(await desk.respond(try officer.get(path)).shows("As it was"))
            let (other, _) = try await desk.opened(by: officer)
            let refused = await desk.respond(try officer.post("/desk/cases/\(other)/protocol", Self.start))
            #expect(refused.status == .unprocessable && refused.shows("It needs a new version"))
        }
    }

    @Test func `lists what is overdue, by its compartment and not where a case is closed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = await desk.respond(try officer.post("/desk/cases/\(id)/protocol", Self.start))
            #expect(!(await desk.respond(try officer.get("/desk/protocols"))).shows("id=\"overdue\""))
            try await desk.house.owner.execute(
                "UPDATE verification.step_clocks SET due_at = now() - interval '1 day'")
            let list = await desk.respond(try officer.get("/desk/protocols"))
            #expect(list.shows("id=\"overdue\"") && list.shows("/desk/cases/\(id)/protocol#steps"))
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(!(await desk.respond(try stranger.get("/desk/protocols"))).shows("id=\"overdue\""))
            #expect(await desk.respond(try stranger.get("/desk/cases/\(id)/protocol")).status == .notFound)
            try await desk.asOwner("UPDATE cases SET status = 'CLOSED_OUT_OF_SCOPE' WHERE id = \(id.uuid)")
            #expect(!(await desk.respond(try officer.get("/desk/protocols"))).shows("id=\"overdue\""))
            let closed = await desk.respond(
                try officer.post("/desk/cases/\(id)/protocol/steps", Self.note("acknowledge", "DONE")))
            #expect(closed.status == .conflict && closed.shows("This case is closed"))
        }
    }

    @Test func `has each step noted as done by who does it, whoever opens cases`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let intake = try await desk.officer([.intakeOfficer])
            let reviewer = try await desk.officer([.secondReviewer])
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            _ = await desk.respond(try officer.post(path, Self.start))
            // The button is for who does it.
            for (person, isShown) in [(officer, false), (intake, true)] {
                let page = await desk.respond(try person.get(path))
                #expect(page.shows("<input type=\"hidden\" name=\"event\" value=\"DONE\">") == isShown)
            }
            for (title, role) in [("Review", "SECOND_REVIEWER"), ("Visit", "HEAD_OF_PRESENCE")] {
                let added = await desk.respond(
                    try officer.post("\(path)/added", ["title": title, "role": role, "added_reason": "x"]))
                #expect(added.status == .seeOther)
            }
            let rows = try await records(desk)
            let refused: [(TestStaff, KeyValuePairs<String, String>, String)] = [
                (officer, Self.note("acknowledge", "DONE", reason: "I did."), "step"),
                (reviewer, Self.note("acknowledge", "DONE"), "step"),
                (reviewer, Self.note("acknowledge", "SKIPPED", reason: "x"), "step"),
                (officer, Self.note("added-1", "DONE", reason: "She did."), "step"),
                (officer, Self.note("added-2", "DONE"), "reason"), (reviewer, Self.note("added-2", "DONE"), "step"),
            ]
            for (person, fields, field) in refused {
                let answer = await desk.respond(try person.post("\(path)/steps", fields))
                #expect(answer.status == .unprocessable && answer.shows("id=\"error-\(field)\""), "\(fields)")
            }
            #expect(try await records(desk) == rows)
            let allowed: [(TestStaff, KeyValuePairs<String, String>)] = [
                (intake, Self.note("acknowledge", "DONE")), (reviewer, Self.note("added-1", "DONE")),
                (officer, Self.note("added-2", "DONE", reason: "She wrote so on Monday.")),
                (officer, Self.note("acknowledge", "REOPENED", reason: "It came back.")),
                (officer, Self.note("acknowledge", "SKIPPED", reason: "No mailbox.")),
            ]
            for (person, fields) in allowed {
                #expect(await desk.respond(try person.post("\(path)/steps", fields)).status == .seeOther, "\(fields)")
            }
            let form = await desk.respond(try reviewer.get(path))
            #expect(form.shows("id=\"note-step\"") && !form.shows("id=\"add-step\""))
        }
    }

    private struct Raised: Equatable {
        let about: UUID
        let due: Date
        let isSettled: Bool
    }

    private func escalations(_ desk: DeskUnderTest) async throws -> [Raised] {
        try await desk.house.owner.query(
            """
            SELECT about, due_at, settled_at IS NOT NULL AS settled FROM verification.case_notices
            WHERE kind = 'STEP_OVERDUE' ORDER BY due_at
            """
        ).map { Raised(about: try $0.get("about"), due: try $0.get("due_at"), isSettled: try $0.get("settled")) }
    }

    @Test func `raises one notice for whom a step escalates to when its clock has run out`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .intakeOfficer])
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/protocol"
            _ = await desk.respond(try officer.post(path, Self.start))
            let first = try await escalations(desk)
            let running = try await clocks(desk)
            #expect(first.count == 1 && first.map(\.due) == running)
            let early = await desk.respond(try officer.get("/desk"))
            #expect(!early.shows("STEP_OVERDUE"))
            // Another step does not say it again.
            let added: Typed = [
                "title": "x", "role": "CASE_OFFICER", "days": "900", "escalates_to": "ASG", "added_reason": "x",
            ]
            #expect(await desk.respond(try officer.post("\(path)/added", added)).status == .seeOther)
            let both = try await escalations(desk)
            #expect(both.count == 2 && both.first == first.first)
            try await desk.house.owner.execute(
                "UPDATE verification.case_notices SET due_at = now() - interval '1 day' WHERE about = \(first[0].about)"
            )
            for _ in 0..<2 {
                let late = await desk.respond(try officer.get("/desk"))
                #expect(late.shows("value=\"STEP_OVERDUE\"") && late.shows("<data value=\"CASE_OFFICER\">"))
                #expect(late.shows("href=\"\(path)\""))
            }
            #expect(try await escalations(desk).count == 2)
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(!(await desk.respond(try stranger.get("/desk"))).shows("STEP_OVERDUE"))
            // Nobody reads in the table for whom it is.
            let stored = try await desk.house.owner.query("SELECT for_role FROM verification.case_notices")
                .map { try $0.get("for_role", as: Int64?.self) }
            #expect(Set(stored).count == 2 && !stored.contains(nil))
            try await desk.asOwner("UPDATE cases SET status = 'CLOSED_OUT_OF_SCOPE' WHERE id = \(id.uuid)")
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("STEP_OVERDUE"))
            try await desk.asOwner("UPDATE cases SET status = 'SCREENING' WHERE id = \(id.uuid)")
            #expect(await desk.respond(try officer.get("/desk")).shows("STEP_OVERDUE"))
            // It goes when the step is over, and the next step brings its own.
            _ = await desk.respond(try officer.post("\(path)/steps", Self.note("acknowledge", "DONE")))
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("STEP_OVERDUE"))
            let after = try await escalations(desk)
            #expect(after.count == 3 && after.filter(\.isSettled).map(\.about) == [first[0].about])
        }
    }

    @Test func `says what is still needed and why`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/protocol"))
            for fact in ["VICTIM", "PERPETRATOR", "DATE", "CONSENT"] { #expect(page.shows("value=\"\(fact)\"")) }
            for fact in ["ACT", "UN_LINK", "PLACE", "CIRCUMSTANCES"] {
                #expect(!page.shows("<data value=\"\(fact)\""), "\(fact) is known")
            }
        }
    }
}

@Suite struct `The protocols of the house` {
    private let lists: CodeLists

    init() throws { lists = try CodeLists.bundled() }

    private func within(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try body(folder)
    }

    private static func file(code: String = "FIELD_PRESENCE", version: Int, role: String = "CASE_OFFICER") -> String {
        """
        code: \(code)
        version: \(version)
        title: Our own
        entities: [OHCHR_HQ]
        adopted: 2026-01-01
        review: 2027-01-01
        tools: [A03]
        information: [VICTIM]
        steps:
          - { id: one, title: First, role: \(role) }
        """
    }

    @Test func `are the templates where it has none of its own`() throws {
        let library = try ProtocolLibrary(folder: nil, lists: lists)
        #expect(library.all.count == 6)
        #expect(library.suggested(for: ["NO_SUCH", "CEDAW"])?.code == "TREATY_BODY")
        #expect(library.suggested(for: []) == nil)
        #expect(library.all.allSatisfy { !$0.information.isEmpty })
    }

    @Test func `take the place of a template by a higher version, and stand beside it by another code`() throws {
        let files = ["a.yaml": Self.file(version: 2), "b.yml": Self.file(code: "OURS", version: 1), "c.txt": "no"]
        try within(files) { folder in
            let library = try ProtocolLibrary(folder: folder, lists: lists)
            #expect(library.all.count == 7)
            #expect(library.find("FIELD_PRESENCE")?.version == 2 && library.find("OURS")?.information == [.victim])
        }
    }

    @Test(arguments: [
        (["x.yaml": file(version: 2, role: "BOSS")], "x.yaml:10: There is no such code."),
        (["x.yaml": file(version: 1)], "x.yaml:1: Another file says something else"),
        (["x.yaml": "code: ["], "x.yaml:2: This is not YAML."),
        (["x.yaml": ""], "x.yaml:1: The file is empty."),
    ])
    func `stop the start with file, line and reason where one is broken`(
        files: [String: String], sentence: String
    ) throws {
        try within(files) { folder in
            let error = #expect(throws: ProtocolLibraryError.self) {
                _ = try ProtocolLibrary(folder: folder, lists: lists)
            }
            #expect(error?.sentence.hasPrefix(sentence) == true, "\(error?.sentence ?? "")")
        }
        #expect(throws: ProtocolLibraryError.self) {
            _ = try ProtocolLibrary(folder: URL(fileURLWithPath: "/no/such/folder"), lists: lists)
        }
    }
}
