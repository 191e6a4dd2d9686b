import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The evidence of a case` {
    private static let capture: [(String, String)] = [
        ("url", "https://example.org/post/<1>"), ("captured_at", "2026-03-05 14:07"), ("collector", "Analyst"),
        ("machine", "Kept apart"), ("network", "Tor"), ("geolocation", "The bridge in the north"),
        ("geolocation_reliability", "B"), ("geolocation_credibility", "2"),
    ]

    private static func with(_ fields: [(String, String)], _ changes: (String, String)...) -> [(String, String)] {
        fields.map { field in changes.first { $0.0 == field.0 } ?? field }
            + changes.filter { change in !fields.contains { $0.0 == change.0 } }
    }

    private func records(_ desk: DeskUnderTest, _ kind: String) async throws -> [String] {
        try await desk.house.owner.query(
            "SELECT id::text AS id FROM verification.case_records WHERE kind = \(kind) AND removed_at IS NULL"
        ).map { try $0.get("id") }
    }

    @Test func `takes files that an officer brings, hashed and sealed as all others`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/evidence"
            let bytes = Array("The court's <ruling>".utf8)
            let files = [(name: "ruling.txt", type: "text/plain", bytes: bytes)]
            for (fields, files, status): ([(String, String)], [(name: String, type: String, bytes: [UInt8])], Status)
                in [
                    ([("reason", "")], files, .unprocessable), ([("reason", "From the lawyer")], [], .unprocessable),
                    ([("reason", "From the lawyer")], files, .seeOther),
                ]
            {
                let answer = await desk.respond(try EntryTestForm.multipart(path, fields, files: files, by: officer))
                #expect(answer.status == status)
            }
            // Nothing of what was refused stays.
            #expect(try desk.stored().count == 1)
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("ruling.txt"))
            let row = try #require(try await desk.house.owner.first("SELECT id FROM verification.case_evidence"))
            let file = EvidenceID(try row.get("id", as: UUID.self))
            let original = await desk.respond(try officer.get("/desk/evidence/\(file)/original"))
            #expect(try await original.produced() == bytes)
            let text = await desk.respond(try officer.get("/desk/evidence/\(file)/text"))
            #expect(text.shows("&lt;ruling&gt;"))
            let events = try await desk.custody(of: file)
            #expect(events.map(\.kind) == [.received, .viewed, .viewed] && events[0].by?.uuid == officer.id)
            let own = await desk.respond(try officer.get("/desk/evidence/\(file)"))
            #expect(own.shows("From the lawyer"))
            let sweep = SweepEvidence(evidence: try EvidenceStore(settings: desk.house.settings()), system: desk.system)
            let removed = try await sweep.sweep(now: .now.addingTimeInterval(90_000))
            #expect(removed == 0)
            // Looked after as all others.
            let fixity = try desk.keeping().fixity
            let isChecked = try await fixity.next(at: Date.now.addingTimeInterval(90_000))
            #expect(isChecked)
            let state = try await desk.house.owner.first("SELECT check_result FROM verification.evidence_state")
            #expect(try state?.get("check_result", as: String?.self) == "INTACT")
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            for path in [path, "/desk/evidence/\(file)", "/desk/evidence/\(file)/original"] {
                #expect(await desk.respond(try stranger.get(path)).status == .notFound)
            }
            let sent = try EntryTestForm.multipart(path, [("reason", "a")], files: files, by: stranger)
            #expect(await desk.respond(sent).status == .notFound)
            #expect(try desk.stored().count == 1)
        }
    }

    @Test func `shows the files of its submissions with how they stand`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await desk.evidence([1, 2, 3], name: "film.mp4")
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let officer = try await desk.officer()
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let opened = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(submission.submissionID)/case",
                    ["urgency": "U2", "act": act, "un_entity": "OHCHR_HQ"]))
            let place = try #require(opened.headers["Location"])
            let page = await desk.respond(try officer.get("\(place)/evidence"))
            #expect(page.shows("film.mp4") && page.shows("file-\(file.evidenceID)") && !page.shows("evidence-trouble"))
            try await desk.house.owner.execute("UPDATE verification.evidence_state SET check_result = 'CHANGED'")
            let alarmed = await desk.respond(try officer.get("\(place)/evidence"))
            #expect(alarmed.shows("evidence-trouble"))
        }
    }

    @Test func `keeps web captures with their files and graded claims`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/captures"
            let files = [(name: "page.html", type: "text/html", bytes: Array("<html>".utf8))]
            for changes: (String, String) in [
                ("url", ""), ("captured_at", "yesterday"), ("captured_at", "2999-01-01 00:00"), ("collector", " "),
                ("geolocation_reliability", ""), ("geolocation_credibility", "7"), ("geolocation", ""),
            ] {
                let sent = try EntryTestForm.multipart(
                    path, Self.with(Self.capture, changes), files: files, by: officer)
                let answer = await desk.respond(sent)
                #expect(answer.status == .unprocessable, "\(changes)")
            }
            #expect(try desk.stored().isEmpty)
            let sent = try EntryTestForm.multipart(path, Self.capture, files: files, by: officer)
            #expect(await desk.respond(sent).status == .seeOther)
            #expect(try await desk.audited(1) == ["evidence.capture done"])
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/evidence"))
            #expect(page.shows("https://example.org/post/&lt;1&gt;") && page.shows("page.html") && page.shows("B2"))
            #expect(!page.shows("href=\"https://example.org"))
            let record = try #require(try await records(desk, "CAPTURE").first)
            let history = await desk.respond(try officer.get("/desk/cases/\(id)/records/\(record)"))
            #expect(history.status == .ok && history.shows("The bridge in the north"))

            // Two people at once: other fields are merged, the same field is not.
            let own = "\(path)/\(record)"
            #expect(await desk.respond(try officer.get(own)).status == .ok)
            func revise(_ version: String, _ changes: (String, String)...) async throws -> Response {
                var fields = Self.capture + [("version", version)]
                for change in changes {
                    fields = fields.map { $0.0 == change.0 ? change : $0 }
                    if !fields.contains(where: { $0.0 == change.0 }) { fields.append(change) }
                }
                return await desk.respond(
                    try .form(own, [("form-token", officer.formToken)] + fields, headers: ["Cookie": officer.cookie]))
            }
            let first = try await revise("1", ("network", "An office line"))
            let second = try await revise("1", ("note", "Gone since"))
            let third = try await revise("1", ("network", "A proxy"))
            #expect([first.status, second.status, third.status] == [.seeOther, .seeOther, .conflict])
            #expect(third.shows("id=\"conflict\"") && third.shows("An office line"))
            let after = await desk.respond(try officer.get("/desk/cases/\(id)/evidence"))
            #expect(after.shows("An office line") && after.shows("Gone since") && after.shows("page.html"))

            let none = await desk.respond(try officer.post("\(own)/remove", ["version": "3", "reason": ""]))
            let stale = await desk.respond(try officer.post("\(own)/remove", ["version": "1", "reason": "Twice"]))
            let removed = await desk.respond(try officer.post("\(own)/remove", ["version": "3", "reason": "Twice"]))
            #expect([none.status, stale.status, removed.status] == [.unprocessable, .conflict, .seeOther])
            #expect(try await records(desk, "CAPTURE").isEmpty)
        }
    }

    @Test func `keeps translations beside what they translate, and says whose and of which version`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/translations"
            let good: [(String, String)] = [
                ("of", "submission/\(submission)"), ("from", "en"), ("to", "ar"), ("text", "جاؤوا ليلا <b>"),
                ("translator", "A colleague"), ("means", "HUMAN"), ("translated_on", "2026-03-05"),
            ]
            func send(_ fields: [(String, String)], to path: String) async throws -> Response {
                await desk.respond(
                    try .form(path, [("form-token", officer.formToken)] + fields, headers: ["Cookie": officer.cookie]))
            }
            for changes: (String, String) in [
                ("of", "submission/\(UUID())"), ("of", ""), ("from", "xx"), ("to", ""), ("text", " "),
                ("translator", ""), ("means", "MAGIC"), ("means", "MACHINE_REVISED"), ("translated_on", "5 March"),
                ("translated_on", "2999-01-01"), ("translated_on", "2026-02-31"),
            ] {
                let answer = try await send(Self.with(good, changes), to: path)
                #expect(answer.status == .unprocessable, "\(changes)")
            }
            let stored = try await send(good, to: path)
            #expect(stored.status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/evidence"))
            #expect(page.shows("They came at night.") && page.shows("جاؤوا ليلا &lt;b&gt;"))
            #expect(page.shows("lang=\"ar\" dir=\"auto\"") && page.shows("A colleague"))
            #expect(!page.shows("another version"))
            let record = try #require(try await records(desk, "TRANSLATION").first)
            let own = "\(path)/\(record)"
            #expect(await desk.respond(try officer.get(own)).status == .ok)
            let revised = try await send(
                Self.with(good, ("means", "MACHINE_REVISED"), ("reviser", "A second colleague"), ("version", "1")),
                to: own)
            #expect(revised.status == .seeOther)
            let later = await desk.respond(try officer.get("/desk/cases/\(id)/evidence"))
            #expect(later.shows("A second colleague"))
            // The source's own words stand where they stood.
            let told = await desk.respond(try officer.get("/desk/submissions/\(submission)"))
            #expect(told.shows("They came at night.") && !told.shows("جاؤوا"))
        }
    }
}
