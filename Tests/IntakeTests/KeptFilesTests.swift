import Blobs
import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `A file at Intake` {
    private func file(_ house: UploadHouse, _ name: String = "a") async throws -> (EvidenceID, String) {
        let response = try await house.form([.init("file", filename: name, Randomness.bytes(10))])
        let token = try #require(response.headers["Upload-Token"])
        return (try #require(try await house.files(token).last).evidenceID, token)
    }

    @Test func `goes with the session that is over, unless something names it`() async throws {
        try await UploadHouse.open { house in
            let sweep = SweepUploads(evidence: house.evidence)
            let (kept, _) = try await file(house)
            let (gone, _) = try await file(house)
            let (open, token) = try await file(house)
            let subject = UUID()
            try await house.database.execute(Evidence.claim([kept], for: [subject]))
            #expect(try await sweep.sweep() == 0)
            try await house.house.owner.execute(
                "UPDATE intake.uploads SET expires_at = now() - interval '61 minutes' WHERE lookup <> \(try #require(UploadToken(token)).keys.storedLookup)"
            )
            #expect(try await sweep.sweep() == 1)
            #expect(try await sweep.sweep() == 0)
            #expect(house.evidence.store.contains(kept.uuid) && house.evidence.store.contains(open.uuid))
            #expect(!house.evidence.store.contains(gone.uuid))
            #expect(try await house.house.count("intake", "uploads") == 2)
            // Days later, what rows name is still there, and what none names is not.
            let orphan = try house.evidence.store.writer(key: DataKey())
            _ = try await orphan.finish()
            #expect(try await sweep.sweep(now: .now.addingTimeInterval(3 * 86_400)) == 1)
            #expect(try house.names().count == 2)
        }
    }

    @Test func `is dropped when what names it has been adopted, however often that is told`() async throws {
        try await UploadHouse.open { house in
            let (one, _) = try await file(house)
            let (two, token) = try await file(house)
            let (three, _) = try await file(house)
            let submission = SubmissionID(UUID())
            let update = UpdateID(UUID())
            let subjects = [submission.uuid, update.uuid]
            try await house.database.execute(Evidence.claim([one, two], for: subjects))
            // Claimed by something, it is no longer its sender's to remove.
            #expect(try await house.evidence.remove(two, of: try #require(UploadToken(token))) == false)
            for _ in 0..<2 {
                try await DropAdoptedFiles(store: house.evidence.store).take(
                    SubmissionAdopted(submissionID: submission, mailboxID: MailboxID(UUID()), adoptedAt: .now),
                    in: house.database)
                #expect(try Set(house.names()) == Set([two.description, three.description]))
            }
            for _ in 0..<2 {
                try await DropFilesOfUpdate(store: house.evidence.store).take(
                    SourceUpdateAdopted(updateID: update, mailboxID: MailboxID(UUID()), adoptedAt: .now),
                    in: house.database)
                #expect(try house.names() == [three.description])
            }
            #expect(try await house.rows() == 1)
        }
    }

    @Test func `is named by the submission that was sent with it`() async throws {
        try await PublicDoorUnderTest.open { door in
            let token = try #require(
                await door.router.respond(to: try Request(.post, "/uploads", headers: ["Upload-Length": "0"]))
                    .headers["Upload-Token"])
            let lookup = try #require(UploadToken(token)).keys.storedLookup
            #expect(try await EvidenceQueries.exists(lookup, in: door.database))
            let evidence = try Evidence(settings: door.house.settings(), database: door.database)
            let files = try await evidence.files(of: try #require(UploadToken(token)))
            #expect(files.count == 1)
            try await door.database.execute(Evidence.claim(files.map(\.evidenceID), for: [UUID()]))
            #expect(try await evidence.files(of: try #require(UploadToken(token))) == files)
        }
    }

    /// What Intake's role must not be able to do.
    @Test func `belongs to no other session by a stroke of the pen`() async throws {
        try await UploadHouse.open { house in
            _ = try await file(house)
            for statement: SQL in [
                "UPDATE upload_files SET lookup = lookup", "UPDATE upload_files SET id = id",
                "UPDATE upload_files SET size = 0", "UPDATE uploads SET lookup = lookup", "TRUNCATE upload_files",
            ] {
                let error = await #expect(throws: PostgresError.self) { try await house.database.execute(statement) }
                #expect(error?.sqlState == "42501")
            }
        }
    }
}
