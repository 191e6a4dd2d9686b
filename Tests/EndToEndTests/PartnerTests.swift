import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

/// What is said of an item of a bulk request.
private struct Line: Decodable {
    let result: String
    let submissionID: UUID?
    let receiptCode: String?
}

extension EndToEnd {
    @Test func `what a partner sends in bulk reaches the desk once, with its original`() async throws {
        let stack = try await Stack.shared()
        let token = try await stack.partner("House-of-cases")
        let words = (0..<3).map { stack.markers.plant("partner's narrative \($0)") }
        let items = words.map { Self.item($0, more: stack.markers.plant("who agreed")) }
        let answers = try await stack.bulk(items, token)
        #expect(answers.map(\.result) == ["accepted", "accepted", "accepted"])
        for code in answers.compactMap(\.receiptCode) { stack.markers.keep(code: code) }
        let again = try await stack.bulk(items, token)
        #expect(again.map(\.result) == ["duplicate", "duplicate", "duplicate"])
        #expect(again.map(\.submissionID) == answers.map(\.submissionID))

        let officer = try await StaffWalk.signIn("officer", to: stack)
        for (index, answer) in answers.enumerated() {
            let id = try #require(answer.submissionID).uuidString.lowercased()
            // By its own page: in the queue it may stand on a later page, or within a campaign.
            try await expectEventually("it lies on the desk") {
                try await officer.page("/desk/submissions/\(id)").status == 200
            }
            let page = try await officer.page("/desk/submissions/\(id)")
            #expect(page.text.contains(words[index]) && page.text.contains("House-of-cases"))
            let original = try await officer.page("/desk/submissions/\(id)/original")
            #expect(original.status == 200 && original.body == Array(items[index].utf8))
        }
        let mailbox = try await SubmitterWalk(stack).comeBack(with: answers[0].receiptCode)
        #expect(mailbox.status == 200)
        try await stack.amparo("partners revoke House-of-cases")
        await #expect(throws: (any Error).self) { try await stack.bulk(items, token) }
    }

    @Test func `a bulk request that Intake is killed in is taken up, and each item is stored once`() async throws {
        let stack = try await Stack.shared()
        let token = try await stack.partner("House-of-many-cases")
        let items = (0..<600).map { _ in Self.item(stack.markers.plant("partner's case"), more: "she") }
        let sending = Task { try? await stack.bulk(items, token) }
        let stored: SQL = """
            SELECT count(*) FROM intake.partner_items JOIN intake.partners ON partners.id = partner_id
            WHERE name = 'House-of-many-cases'
            """
        try await expectEventually("some are stored") { try await stack.count(stored) > 0 }
        try await stack.process(of: .intake).kill()
        _ = await sending.value
        try stack.process(of: .intake).start()
        try await stack.untilReady(.intake)
        let answers = try await stack.bulk(items, token)
        #expect(answers.count == 600)
        #expect(answers.allSatisfy { ["accepted", "duplicate"].contains($0.result) })
        #expect(Set(answers.map(\.submissionID)).count == 600)
        #expect(try await stack.count(stored) == 600)
        let ids = answers.compactMap(\.submissionID)
        try await expectEventually("all lie on the desk", within: .seconds(40)) {
            try await stack.count("SELECT count(*) FROM verification.submissions WHERE id = ANY (\(ids))") == 600
        }
        try await stack.untilQuiet()
    }

    private static func item(_ narrative: String, more: String) -> String {
        """
        {"idempotencyKey": "\(UUID().uuidString)",  "narrative": "\(narrative)", "unEntities": ["HRC"], "forWhom": "CLIENT", \
        "dangers": ["LAW_OR_POLICY"], "consentBasis": "AGREED", "consent": {"givenBy": "\(more)", "how": "in writing", \
        "given": "2026-10", "language": "fr"}}
        """
    }
}

extension Stack {
    /// Adds a partner and returns its token.
    fileprivate func partner(_ name: String) async throws -> String {
        try await amparo("partners add \(name) --kind NGO")
        let printed = try await amparo("partners token \(name)")
        guard let token = printed.split(whereSeparator: \.isWhitespace).last.map(String.init) else {
            throw Failure("no token: \(printed)")
        }
        markers.keep(token: token)
        return token
    }

    @discardableResult
    fileprivate func bulk(_ items: [String], _ token: String) async throws -> [Line] {
        var client = client(of: .intake)
        let answer = try await client.send(
            "POST", "/api/v1/submissions/bulk",
            headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/x-ndjson"],
            body: Array(items.joined(separator: "\n").utf8))
        guard answer.status == 200 else { throw Failure("bulk: \(answer.status)") }
        return try answer.body.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: Data($0))
        }
    }
}
