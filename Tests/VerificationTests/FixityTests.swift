import Blobs
import CaseModel
import Foundation
import HTTP
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The periodic check of files` {
    private func result(_ file: DeclaredEvidence, _ desk: DeskUnderTest) async throws -> String? {
        try await desk.house.owner.first(
            "SELECT check_result FROM verification.evidence_state WHERE id = \(file.evidenceID.uuid)")?
            .get("check_result")
    }

    @Test func `reads every file once in so many days`() async throws {
        try await DeskUnderTest.open { desk in
            var files: [DeclaredEvidence] = []
            for size in [0, 1, 700_000] { files.append(try await desk.evidenceHere(Randomness.bytes(size))) }
            let fixity = try desk.keeping(["AMPARO_FIXITY_DAYS": "10"]).fixity
            let start = Date.now.addingTimeInterval(90_000)
            var checked = 0
            while try await fixity.next(at: start) { checked += 1 }
            #expect(checked == 3)
            for file in files {
                let found = try await result(file, desk)
                #expect(found == "INTACT")
                let kinds = try await desk.custody(of: file.evidenceID).map(\.kind)
                #expect(kinds == [.received, .checked])
            }
            let tooEarly = try await fixity.next(at: start.addingTimeInterval(9.9 * 86_400))
            let again = try await fixity.next(at: start.addingTimeInterval(10.1 * 86_400))
            #expect(!tooEarly && again)
        }
    }

    @Test func `raises an alarm where a byte has flipped, a file is gone or cannot be opened`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await desk.evidence(Randomness.bytes(700_000))
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let officer = try await desk.officer()
            let place = desk.house.folder.appending(path: "blobs/\(file.evidenceID)")
            let whole = try Data(contentsOf: place)
            let lines = Mutex([String]())
            let metrics = Metrics()
            let fixity = try desk.keeping(
                logger: Logger(service: "test") { line in lines.withLock { $0.append(line) } }, metrics: metrics
            ).fixity
            var now = Date.now
            var flipped = whole
            flipped[500_000] ^= 1
            for (wrong, expected): (Data?, String) in [
                (flipped, "CHANGED"), (whole.dropLast(5), "CHANGED"), (nil, "MISSING"), (whole, "INTACT"),
            ] {
                // What is wrong is looked at again after a day.
                now = now.addingTimeInterval(90_000)
                if let wrong { try Data(wrong).write(to: place) } else { try FileManager.default.removeItem(at: place) }
                lines.withLock { $0 = [] }
                let isChecked = try await fixity.next(at: now)
                #expect(isChecked)
                let found = try await result(file, desk)
                #expect(found == expected)
                let isWrong = expected != "INTACT"
                #expect(lines.withLock { $0.contains { $0.contains("\"level\":\"error\"") } } == isWrong)
                #expect(metrics.prometheusText().contains("amparo_evidence_fixity_failures \(isWrong ? 1 : 0)"))
                let page = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
                #expect(page.shows("evidence-alarm") == isWrong)
                let front = await desk.respond(try officer.get("/desk"))
                #expect(front.shows("evidence-trouble") == isWrong)
            }
            let notes = try await desk.custody(of: file.evidenceID).compactMap(\.sealed).map {
                try FileSealing(file).note($0, of: file.evidenceID).result
            }
            #expect(notes == ["CHANGED", "CHANGED", "MISSING", "INTACT"])
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            let hidden = await desk.respond(try stranger.get("/desk"))
            #expect(!hidden.shows("evidence-trouble"))
        }
    }

    @Test func `tells of a file whose descriptor cannot be opened any more`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1])
            try await desk.house.owner.execute("UPDATE verification.submissions SET sealed = '\\x00'")
            let fixity = try desk.keeping().fixity
            let isChecked = try await fixity.next(at: Date.now.addingTimeInterval(90_000))
            #expect(isChecked)
            let found = try await result(file, desk)
            #expect(found == "UNREADABLE")
        }
    }

    @Test(.enabled(if: Walls.canBeBuilt, "programs cannot be walled off on this machine"))
    func `raises the same alarm for a working copy and for a redaction, on the case too`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await desk.evidence(try await MadeFiles.photo(), type: "image/jpeg")
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let officer = try await desk.officer()
            let id = try await desk.opened(submission.submissionID, by: officer)
            let metrics = Metrics()
            let keeping = try desk.keeping(metrics: metrics)
            while try await keeping.copies.next() {}
            let path = "/desk/evidence/\(file.evidenceID)"
            let source = try await desk.copy(.picture, of: file.evidenceID)
            let asked = await desk.respond(
                try officer.post(
                    "\(path)/copies/\(source.id)/redactions",
                    ["x_1": "10", "y_1": "10", "width_1": "20", "height_1": "20", "reason": "A child's face"]))
            #expect(asked.status == .seeOther)
            while try await keeping.copies.next() {}
            var now = Date.now
            for kind in [CopyKind.picture, .redacted] {
                let copy = try await desk.copy(kind, of: file.evidenceID)
                let record = try FileSealing(file).record(try #require(copy.sealed), of: copy.id)
                let part = try #require(record.parts.first).id.uuidString.lowercased()
                let place = desk.house.folder.appending(path: "blobs/\(part)")
                let whole = try Data(contentsOf: place)
                var flipped = whole
                flipped[whole.count / 2] ^= 1
                for (bytes, expected): (Data?, String) in [
                    (flipped, "CHANGED"), (nil, "MISSING"), (whole.dropLast(), "CHANGED"), (whole, "INTACT"),
                ] {
                    // What is wrong is looked at again after a day.
                    now = now.addingTimeInterval(90_000)
                    if let bytes { try bytes.write(to: place) } else { try FileManager.default.removeItem(at: place) }
                    let isChecked = try await keeping.fixity.next(at: now)
                    #expect(isChecked)
                    let found = try await desk.copy(kind, of: file.evidenceID)
                    #expect(found.check?.rawValue == expected && found.checkedAt != nil)
                    #expect(try await result(file, desk) == "INTACT")
                    let isWrong = expected != "INTACT"
                    #expect(metrics.prometheusText().contains("amparo_evidence_fixity_failures \(isWrong ? 1 : 0)"))
                    for (page, sign) in [
                        (path, "evidence-copy-alarm"), ("/desk", "evidence-trouble"),
                        ("/desk/cases/\(id)", "evidence-trouble"), ("/desk/cases/\(id)/evidence", "evidence-trouble"),
                    ] {
                        let shown = await desk.respond(try officer.get(page))
                        #expect(shown.status == .ok && shown.shows(sign) == isWrong, "\(page) \(expected)")
                    }
                }
                let notes = try await desk.custody(of: file.evidenceID).filter { $0.kind == .checked }
                    .compactMap(\.sealed).map { try FileSealing(file).note($0, of: file.evidenceID) }
                #expect(
                    notes.filter { $0.copy == copy.id.uuid }.map(\.result) == [
                        "CHANGED", "MISSING", "CHANGED", "INTACT",
                    ])
                now = now.addingTimeInterval(30 * 90_000)
            }
            #expect(CustodyChain.firstBreak(try await desk.custody(of: file.evidenceID)) == nil)
        }
    }
}
