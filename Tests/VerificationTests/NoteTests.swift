import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `Notes of a case` {
    private static let marker = "Marker-Bougainvillea-2093"

    private func id(_ page: Response, _ beginning: String) throws -> String {
        let text = page.text
        let start = try #require(text.range(of: "id=\"\(beginning)")?.upperBound)
        return String(text[start...].prefix(36))
    }

    @Test func `are written, revised and taken out, and their history stays`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (case_, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(case_)/notes"
            for text in ["First <note>", "Second"] {
                let written = await desk.respond(try officer.post(path, ["text": text, "section": "evidence"]))
                #expect(written.status == .seeOther)
            }
            #expect(try await desk.audited(1) == ["note.write done"])
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("First &lt;note&gt;") && page.shows("href=\"/desk/cases/\(case_)/evidence\""))
            // The newest stands first.
            let second = try id(page, "record-")
            let revised = await desk.respond(
                try officer.post(
                    "\(path)/\(second)", ["text": "Second, revised", "pinned": "yes", "version": "1"]))
            #expect(revised.status == .seeOther)
            let stale = await desk.respond(
                try officer.post("\(path)/\(second)", ["text": "Another", "version": "1"]))
            #expect(stale.status == .conflict)
            #expect(stale.shows("id=\"conflict\"") && stale.shows("Second, revised") && stale.shows("Another"))
            let silent = await desk.respond(try officer.post("\(path)/\(second)/remove", ["version": "2"]))
            #expect(silent.status == .unprocessable && silent.shows("id=\"error-reason\""))
            let removed = await desk.respond(
                try officer.post("\(path)/\(second)/remove", ["version": "2", "reason": "Said twice."]))
            #expect(removed.status == .seeOther)
            #expect(!(await desk.respond(try officer.get(path))).shows("Second"))
            #expect(await desk.respond(try officer.get("\(path)/\(second)")).status == .notFound)
            let history = await desk.respond(try officer.get("/desk/cases/\(case_)/records/\(second)"))
            #expect(history.shows("Second, revised") && history.shows("Said twice."))
        }
    }

    private static let refused: [(KeyValuePairs<String, String>, String)] = [
        (["text": " "], "text"), (["text": "x", "section": "nowhere"], "section"),
        (["text": "x", "about": "no-id"], "about"),
        (["text": "x", "about": "00000000-0000-4000-8000-000000000000"], "about"),
    ]

    @Test func `are refused with the reason where something is wrong`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (case_, _) = try await desk.opened(by: officer)
            let before = try await desk.house.count("verification", "record_versions")
            for (fields, field) in Self.refused {
                let answer = await desk.respond(try officer.post("/desk/cases/\(case_)/notes", fields))
                #expect(answer.status == .unprocessable && answer.shows("id=\"error-\(field)\""), "\(fields)")
            }
            #expect(try await desk.house.count("verification", "record_versions") == before)
        }
    }

    @Test func `that an officer keeps alone are seen by nobody else, on no page and in no table`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (case_, _) = try await desk.opened(by: officer)
            let colleague = try await desk.officer()
            let path = "/desk/cases/\(case_)/own-notes"
            #expect(await desk.respond(try officer.post(path, ["own_text": Self.marker])).status == .seeOther)
            let mine = await desk.respond(try officer.get("/desk/cases/\(case_)/notes"))
            #expect(mine.shows(Self.marker))
            let note = try id(mine, "own-note-")
            for section in CaseSection.allCases.map({ $0.path(of: case_) }) + ["\(path)/\(note)", "/desk"] {
                let page = await desk.respond(try colleague.get(section))
                #expect(!page.shows(Self.marker), "\(section)")
            }
            #expect(await desk.respond(try colleague.get("\(path)/\(note)")).status == .notFound)
            for attempt in ["\(path)/\(note)", "\(path)/\(note)/remove"] {
                let answer = await desk.respond(try colleague.post(attempt, ["own_text": "taken"]))
                #expect(answer.status == .notFound, "\(attempt)")
            }
            #expect(await desk.respond(try officer.get("\(path)/\(note)")).shows(Self.marker))
            // Not even that there is one: the database answers as if there were none.
            for (staff, seen) in [
                (officer.id.uuidString.lowercased(), 1), (colleague.id.uuidString.lowercased(), 0), ("", 0),
            ] {
                let count = try await desk.database.transaction { transaction in
                    try await transaction.execute(
                        """
                        SELECT set_config('amparo.compartments', 'OHCHR_HQ', true),
                            set_config('amparo.staff', \(staff), true)
                        """)
                    return try await transaction.first("SELECT count(*) AS n FROM own_notes")?
                        .get("n", as: Int.self)
                }
                #expect(count == seen, "\(staff)")
            }
            let lines = try await desk.house.owner.query(
                """
                SELECT concat_ws(' ', action, subject) AS line FROM verification.audit_entries
                WHERE action = 'own-note.keep' AND outcome = 'done'
                """
            ).map { try $0.get("line", as: String.self) }
            #expect(
                lines == ["own-note.keep \(officer.id.uuidString.lowercased())"], "the chain does not say of which case"
            )
        }
    }

    @Test func `that an officer keeps alone are replaced and taken away without a trace of their words`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.secondReviewer])
            let (case_, _) = try await desk.opened(by: try await desk.officer())
            let path = "/desk/cases/\(case_)/own-notes"
            _ = await desk.respond(try officer.post(path, ["own_text": "first"]))
            let note = try id(await desk.respond(try officer.get("/desk/cases/\(case_)/notes")), "own-note-")
            #expect(await desk.respond(try officer.post("\(path)/\(note)", ["own_text": " "])).status == .unprocessable)
            #expect(await desk.respond(try officer.post("\(path)/\(note)", ["own_text": "second"])).status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(case_)/notes"))
            #expect(page.shows("second") && !page.shows("first"))
            #expect(await desk.respond(try officer.post("\(path)/\(note)/remove")).status == .seeOther)
            #expect(try await desk.house.count("verification", "own_notes") == 0)
        }
    }

    @Test func `never reach the mailbox, nor leave this service in any other way`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (case_, submission) = try await desk.opened(by: officer)
            for (path, field) in [("notes", "text"), ("own-notes", "own_text")] {
                let written = await desk.respond(
                    try officer.post("/desk/cases/\(case_)/\(path)", [field: Self.marker]))
                #expect(written.status == .seeOther)
            }
            let sent = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(submission)/messages",
                    ["message": "We go on.", "message_kind": "MESSAGE", "message_language": "en"]))
            #expect(sent.status == .seeOther)
            _ = try await desk.record(DeskUnderTest.finding(), in: case_, by: officer)
            let messages = try await desk.told().filter { $0.type == MessageToSource.type }
            #expect(!messages.isEmpty)
            for event in messages {
                let text = try desk.message(event, under: DeskUnderTest.mailboxKey).text
                #expect(!text.contains(Self.marker) && !text.isEmpty)
            }
            // In clear the words stand nowhere in the database, whoever reads it.
            for table in ["record_versions", "own_notes", "outbox", "audit_entries", "messages_to_sources"] {
                let found = try await desk.house.owner.first(
                    """
                    SELECT count(*) AS n FROM verification.\(identifier: Identifier(table)) AS t
                    WHERE position(\(Self.marker) in t::text) > 0
                        OR position(encode(convert_to(\(Self.marker), 'UTF8'), 'hex') in t::text) > 0
                    """)?.get("n", as: Int.self)
                #expect(found == 0, "\(table)")
            }
        }
    }
}
