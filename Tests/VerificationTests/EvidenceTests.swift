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

@Suite(.timeLimit(.minutes(15))) struct `Evidence at the desk` {
    static let marker = "They filmed it."

    /// A file as Intake left it, and a submission that names it.
    private func file(
        _ desk: DeskUnderTest, _ bytes: [UInt8], name: String = "video.mp4", declared: String? = "video/mp4"
    ) async throws -> (DeclaredEvidence, SubmissionReceived) {
        let intake = try BlobStore(directory: desk.house.folder.appending(path: "intake-blobs"))
        let key = try DataKey()
        let writer = try intake.writer(key: key)
        try await writer.write(bytes)
        let blob = try await writer.finish()
        let file = DeclaredEvidence(
            evidenceID: EvidenceID(blob.id), name: name, mediaType: "application/octet-stream",
            declaredType: declared, size: Int64(blob.byteCount), sha256: HexBytes(blob.sha256),
            key: KeyBytes(key.exposedBytes()))
        return (file, try desk.submission(evidence: [file]))
    }

    private func path(_ submission: SubmissionReceived, _ file: DeclaredEvidence) -> String {
        "/desk/submissions/\(submission.submissionID)/evidence/\(file.evidenceID)"
    }

    @Test func `is adopted with its submission, once, before Intake hears of it`() async throws {
        try await DeskUnderTest.open { desk in
            let bytes = Randomness.bytes(400_000)
            let (file, submission) = try await file(desk, bytes)
            let receive = try desk.receive
            for _ in 0..<2 { try await receive.take(submission, from: .intake, in: desk.system) }
            #expect(try await desk.house.count("verification", "evidence") == 1)
            #expect(try await desk.told().map(\.type) == ["submission-adopted.v1"])
            // Intake drops its name of the file; ours stays.
            try BlobStore(directory: desk.house.folder.appending(path: "intake-blobs")).remove(file.evidenceID.uuid)
            let ours = try BlobStore(directory: desk.house.folder.appending(path: "blobs"))
            let read = try await ours.read(file.evidenceID.uuid, key: DataKey(bytes: file.key.exposed))
                .reduce(into: []) { $0 += $1 }
            #expect(read == bytes)
        }
    }

    @Test func `that is missing holds up neither the text nor the alert, and follows when it comes`() async throws {
        try await DeskUnderTest.open { desk in
            let start = Date.now
            let (file, submission) = try await desk.evidence([1, 2, 3], .u1)
            let intake = try BlobStore(directory: desk.house.folder.appending(path: "intake-blobs"))
            let place = desk.house.folder.appending(path: "intake-blobs/\(file.evidenceID)")
            let sealed = try Data(contentsOf: place)
            try intake.remove(file.evidenceID.uuid)
            let receive = try desk.receive
            for _ in 0..<2 { try await receive.take(submission, from: .intake, in: desk.system) }
            #expect(try await desk.told().map(\.type) == ["alert-raised.v1"])
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/submissions/\(submission.submissionID)"))
            #expect(page.status == .ok && page.shows(file.sha256.description))
            let awaited = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
            #expect(awaited.shows("evidence-awaited"))
            let none = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)/original"))
            #expect(none.status == .conflict)

            // It is looked for from time to time, and each time somebody is told.
            let lines = Mutex([String]())
            let metrics = Metrics()
            let follow = try desk.keeping(
                logger: Logger(service: "test") { line in lines.withLock { $0.append(line) } }, metrics: metrics
            ).follow
            let later = start.addingTimeInterval(3600)
            let tooEarly = try await follow.next(at: start)
            let looked = try await follow.next(at: later)
            #expect(!tooEarly && looked)
            #expect(lines.withLock { $0.contains { $0.contains("\"error\"") && $0.contains("blob-missing") } })
            #expect(metrics.prometheusText().contains("amparo_evidence_awaited 1"))
            #expect(try await desk.custody(of: file.evidenceID).isEmpty)

            try sealed.write(to: place)
            let found = try await follow.next(at: later.addingTimeInterval(31))
            let again = try await follow.next(at: later.addingTimeInterval(90))
            #expect(found && !again)
            #expect(metrics.prometheusText().contains("amparo_evidence_awaited 0"))
            let told = try await desk.told().map(\.type)
            #expect(told.first == "alert-raised.v1" && told.last == "submission-adopted.v1")
            #expect(told.filter { $0 == "submission-adopted.v1" }.count == 1)
            #expect(try await desk.custody(of: file.evidenceID).map(\.kind) == [.received])
            let here = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
            #expect(!here.shows("evidence-awaited"))
            let original = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)/original"))
            #expect(original.status == .ok)
        }
    }

    @Test func `of what a source sent later is acknowledged only when the last has come`() async throws {
        try await DeskUnderTest.open { desk in
            let submission = try await desk.arrived()
            let (here, _) = try await desk.evidence([1])
            let (missing, _) = try await desk.evidence([2])
            let place = desk.house.folder.appending(path: "intake-blobs/\(missing.evidenceID)")
            let sealed = try Data(contentsOf: place)
            try FileManager.default.removeItem(at: place)
            let sent = try await desk.update(of: submission) { $0.evidence = [here, missing] }
            let event = SourceUpdateReceived(
                updateID: sent.updateID, submissionID: submission, mailboxID: sent.mailboxID,
                receivedAt: sent.receivedAt, urgency: sent.urgency, evidenceIDs: [here.evidenceID, missing.evidenceID],
                sealedUpdate: sent.sealedUpdate)
            let before = try await desk.told().count
            try await desk.receiveUpdate.take(event, from: .intake, in: desk.system)
            #expect(try await desk.told().count == before)
            try sealed.write(to: place)
            let follow = try desk.keeping().follow
            let found = try await follow.next(at: Date.now.addingTimeInterval(3600))
            #expect(found)
            #expect(try await desk.told().dropFirst(before).map(\.type) == ["source-update-adopted.v1"])
        }
    }

    @Test func `is listed inertly, and its original goes out byte for byte as something no program opens`() async throws
    {
        try await DeskUnderTest.open { desk in
            let bytes = Array(Self.marker.utf8) + Randomness.bytes(600_000)
            let name = "../\u{202E}gpj.<script>\"\r\nX: y\u{0}.exe"
            let (file, submission) = try await file(desk, bytes, name: name, declared: "image/<b>")
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/submissions/\(submission.submissionID)"))
            #expect(page.status == .ok)
            #expect(page.shows(file.sha256.description) && page.shows("600015") && page.shows("[U+202E]"))
            #expect(page.shows("image/&lt;b&gt;") && !page.shows("<script>") && page.shows(path(submission, file)))

            try await RunningServer.with(desk.router) { server in
                var client = server.client
                let answer = try await client.send("GET", path(submission, file), headers: ["Cookie": officer.cookie])
                #expect(answer.status == 200)
                #expect(answer.body == bytes)
                #expect(answer.headers["Content-Type"] == "application/octet-stream")
                #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
                #expect(answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'")
                #expect(answer.headers["Cache-Control"] == "no-store")
                let disposition = try #require(answer.headers["Content-Disposition"])
                let start = file.evidenceID.description.prefix(8)
                #expect(disposition == "attachment; filename=\"\(start)-gpj._script_X_y_.exe.bin\"")
            }
            let audited = try #require(try await desk.audited(1).first)
            #expect(audited == "get.desk.submissions.id.evidence.file done", "\(audited)")
        }
    }

    @Test func `is there for nobody outside the compartment, and only with its own submission`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await file(desk, [1, 2, 3])
            let (other, second) = try await self.file(desk, [4])
            for one in [submission, second] { try await desk.receive.take(one, from: .intake, in: desk.system) }
            let officer = try await desk.officer()
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(await desk.respond(try officer.get(path(submission, file))).status == .ok)
            #expect(await desk.respond(try officer.get(path(submission, other))).status == .notFound)
            #expect(await desk.respond(try officer.get(path(second, file))).status == .notFound)
            #expect(await desk.respond(try stranger.get(path(submission, file))).status == .notFound)
            let seen = try await desk.database.transaction { transaction in
                try await transaction.execute("SELECT set_config('amparo.compartments', 'UNHCR', true)")
                return try await transaction.query("SELECT 1 FROM evidence").count
            }
            #expect(seen == 0)
        }
    }

    @Test func `that was changed breaks off instead of going out`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await file(desk, Randomness.bytes(700_000))
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let officer = try await desk.officer()
            let place = desk.house.folder.appending(path: "blobs/\(file.evidenceID)")
            let whole = try Data(contentsOf: place)
            var changed = whole
            changed[500_000] ^= 1
            for wrong in [changed, whole.dropLast(5)] {
                try wrong.write(to: place)
                try await RunningServer.with(desk.router) { server in
                    await #expect(throws: RawConnection.Failure.self) {
                        var client = server.client
                        _ = try await client.send("GET", path(submission, file), headers: ["Cookie": officer.cookie])
                    }
                }
            }
            try FileManager.default.removeItem(at: place)
            #expect(await desk.respond(try officer.get(path(submission, file))).status == .conflict)
        }
    }

    @Test func `that no row names is swept, and what rows name stays`() async throws {
        try await DeskUnderTest.open { desk in
            let (_, submission) = try await file(desk, [1])
            try await desk.receive.take(submission, from: .intake, in: desk.system)
            let evidence = try EvidenceStore(settings: desk.house.settings())
            _ = try await evidence.store.writer(key: DataKey()).finish()
            let sweep = SweepEvidence(evidence: evidence, system: desk.system)
            #expect(try await sweep.sweep() == 0)
            #expect(try await sweep.sweep(now: .now.addingTimeInterval(90_000)) == 1)
            let names = try FileManager.default.contentsOfDirectory(
                atPath: desk.house.folder.appending(path: "blobs").path)
            #expect(names == submission.evidenceIDs.map(\.description))
        }
    }

    @Test(arguments: [
        ("a.png", "a.png.bin"), ("", ""), ("....", ""), ("/../..", ""), ("صورة.jpg", "jpg.bin"),
        (
            String(repeating: "a", count: 300) + ".jpeg",
            String(repeating: "a", count: 60) + "_" + String(repeating: "a", count: 14) + ".jpeg.bin"
        ),
        ("C:\\x\\y.doc", "C_x_y.doc.bin"), ("-rf .", "rf.bin"), ("CON", "CON.bin"),
    ]) func `gets an inert name`(name: String, expected: String) throws {
        let id = try #require(UUID(uuidString: "01234567-89AB-4CDE-8F01-23456789ABCD"))
        let file = DeclaredEvidence(
            evidenceID: EvidenceID(id), name: name, mediaType: "a/b", size: 1, sha256: HexBytes([]), key: KeyBytes([]))
        #expect(FileNames.inert(file) == (expected.isEmpty ? "01234567.bin" : "01234567-\(expected)"))
    }
}
