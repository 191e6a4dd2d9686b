import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault

extension EndToEnd {
    @Test func `a file goes from a line that breaks and an Intake that is killed to an officer, byte for byte`()
        async throws
    {
        let stack = try await Stack.shared()
        let intake = stack.process(of: .intake)
        let name = stack.markers.plant("name of a file")
        let marker = stack.markers.plant("inside a file")
        let bytes = Array(marker.utf8) + Randomness.bytes(3_000_000)
        var client = stack.client(of: .intake)
        let begun = try await client.send(
            "POST", "/uploads",
            headers: [
                "Upload-Length": "\(bytes.count)",
                "Upload-Metadata": "filename \(Data("\(name).mp4".utf8).base64EncodedString())",
            ])
        let place = try #require(begun.headers["Location"])
        let token = try #require(begun.headers["Upload-Token"])

        // Killed while it receives, three times; the client asks how far it came and sends the rest.
        var offset = 0
        for _ in 0..<3 {
            let rest = Array(bytes[offset...])
            let sending = Task { [start = offset] in
                var client = stack.client(of: .intake)
                return try? await client.send("PATCH", place, headers: Self.fields(token, at: start), body: rest)
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...80)))
            try await intake.kill()
            _ = await sending.value
            try intake.start()
            try await stack.untilReady(.intake)
            let answer = try await client.send("HEAD", place, headers: ["Upload-Token": token])
            offset = try #require(answer.headers["Upload-Offset"].flatMap { Int($0) })
        }
        let last = try await client.send(
            "PATCH", place, headers: Self.fields(token, at: offset), body: Array(bytes[offset...]))
        #expect(last.status == 204)
        let digest = Data(SHA256.hash(bytes)).base64EncodedString()
        #expect(last.headers["Repr-Digest"] == "sha-256=:\(digest):")

        let page = try await client.get("/en/report")
        let sent = try await client.submit(
            page, to: "/en/report",
            ["narrative": "They filmed it.", "cooperation": "I spoke at a session.", "upload": token])
        #expect(sent.status == 200)
        let file = try #require(UUID(uuidString: String(place.dropFirst("/uploads/".count))))
        try await expectEventually("the file is adopted, and Intake has dropped it") {
            let adopted = try await stack.count("SELECT count(*) FROM verification.evidence WHERE id = \(file)")
            let left = try await stack.count("SELECT count(*) FROM intake.upload_files WHERE id = \(file)")
            return adopted == 1 && left == 0
        }
        let lower = file.uuidString.lowercased()
        #expect(!FileManager.default.fileExists(atPath: stack.folder.appending(path: "blobs/intake/\(lower)").path))

        let officer = try await StaffWalk.signIn("officer", to: stack)
        var found: HTTPAnswer?
        for submission in try await officer.waiting() where found == nil {
            let answer = try await officer.page("/desk/submissions/\(submission)/evidence/\(lower)")
            if answer.status == 200 { found = answer }
        }
        let original = try #require(found)
        #expect(original.body == bytes)
    }

    private static func fields(_ token: String, at offset: Int) -> Headers {
        [
            "Upload-Token": token, "Upload-Offset": "\(offset)",
            "Content-Type": "application/offset+octet-stream",
        ]
    }
}
