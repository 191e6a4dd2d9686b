import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test(.enabled(if: Walls.canBeBuilt, "programs cannot be walled off on this machine"))
    func `a service that is killed over a working copy leaves no program behind, and the copy is made once`()
        async throws
    {
        let stack = try await Stack.shared()
        let verification = stack.process(of: .verification)
        let file = try await Self.send(Self.slowDocument(), to: stack)
        let order: SQL = "FROM verification.evidence_copies WHERE evidence_id = \(file) AND kind = 'PICTURE'"
        let note = stack.folder.appending(path: "pids/verification")
        let service = try #require(Int(String(decoding: try Data(contentsOf: note), as: UTF8.self)))
        var programs: Set<ProcessTree.Entry> = []
        try await expectEventually("the file is being rendered", within: .seconds(60)) {
            programs = ProcessTree.descendants(of: service)
            return programs.contains { $0.name == "pdftoppm" }
        }
        #expect(programs.contains { $0.name == "bwrap" } && programs.contains { $0.name == "pdftoppm" })
        try await verification.kill()
        try await expectEventually("what it had started has ended with it") {
            ProcessTree.all().isDisjoint(with: programs)
        }
        #expect(
            try await stack.count(
                "SELECT count(*) \(order) AND state = 'WORKING' AND attempts = 1 AND sealed IS NULL") == 1)
        try verification.start()
        try await stack.untilReady(.verification)
        try await expectEventually("another worker takes it up and makes it", within: .seconds(180)) {
            try await stack.count("SELECT count(*) \(order) AND state = 'DONE'") == 1
        }
        #expect(try await stack.count("SELECT count(*) \(order) AND attempts = 2") == 1)
        #expect(try await stack.count("SELECT count(*) \(order)") == 1)
        let told: SQL =
            "SELECT count(*) FROM verification.custody_events WHERE evidence_id = \(file) AND kind = 'COPIED'"
        #expect(try await stack.count(told) == 1)
        // Every page is there, whole, as an officer gets it; nothing that has a name is half.
        #expect(
            try await stack.count(
                "SELECT count(*) FROM verification.evidence_copy_parts WHERE copy_id = (SELECT id \(order))")
                == Self.pages)
        let officer = try await StaffWalk.signIn("officer", to: stack)
        let id: UUID? = try await stack.asOwner { try await $0.query("SELECT id \(order)").first?.get("id") }
        let copy = try #require(id)
        let path = "/desk/evidence/\(file.uuidString.lowercased())/copies/\(copy.uuidString.lowercased())"
        for page in [1, Self.pages] {
            let picture = try await officer.page("\(path)/\(page)")
            #expect(picture.status == 200 && picture.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            #expect(picture.body.suffix(8).starts(with: Array("IEND".utf8)))
        }
    }

    private static let pages = 30

    /// Pages that take a moment each to draw.
    private static func slowDocument() -> [UInt8] {
        let lines = (0..<150).map { "\($0) 0 m 600 \($0 * 4) 0 \($0 * 2) \(600 - $0) 600 c S" }.joined(separator: "\n")
        let kids = (0..<pages).map { "\(4 + $0) 0 R" }.joined(separator: " ")
        var text = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        text += "2 0 obj<</Type/Pages/Count \(pages)/Kids[\(kids)]>>endobj\n"
        text += "3 0 obj<</Length \(lines.utf8.count)>>stream\n\(lines)\nendstream endobj\n"
        for page in 0..<pages {
            text += "\(4 + page) 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 3 0 R>>endobj\n"
        }
        return Array("\(text)trailer<</Root 1 0 R>>\n%%EOF\n".utf8)
    }

    /// Sends a file with a report, and returns its id when the desk has it.
    private static func send(_ bytes: [UInt8], to stack: Stack) async throws -> UUID {
        var client = stack.client(of: .intake)
        let begun = try await client.send("POST", "/uploads", headers: ["Upload-Length": "\(bytes.count)"])
        let place = try #require(begun.headers["Location"])
        let token = try #require(begun.headers["Upload-Token"])
        let sent = try await client.send(
            "PATCH", place,
            headers: [
                "Upload-Token": token, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
            ], body: bytes)
        #expect(sent.status == 204)
        let page = try await client.get("/en/report")
        let told = try await client.submit(
            page, to: "/en/report",
            ["narrative": "They wrote it down.", "cooperation": "I spoke at a session.", "upload": token])
        #expect(told.status == 200)
        let file = try #require(UUID(uuidString: String(place.dropFirst("/uploads/".count))))
        try await expectEventually("the file is on the desk") {
            try await stack.count("SELECT count(*) FROM verification.evidence WHERE id = \(file)") == 1
        }
        return file
    }
}
