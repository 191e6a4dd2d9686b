import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault
import Web

/// Intake as its own initialiser puts it together, in a house of its own, with its writer running.
struct PublicDoorUnderTest {
    let house: TestHouse
    let router: Router
    /// As the role that Intake itself has.
    let database: Database

    static func open(
        _ more: [String: String] = [:], _ body: (PublicDoorUnderTest) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let app = try await IntakeApp(settings: house.settings(more), logger: TestHouse.quiet)
            let writer = try #require(app.services.first { $0.name == "submission-writer" })
            let pool = try #require(app.services.compactMap { $0 as? Database }.first)
            try await running(pool) {
                try await running(writer) {
                    try await body(PublicDoorUnderTest(house: house, router: app.router, database: pool))
                }
            }
        }
    }

    func get(_ path: String, _ headers: Headers = ["Accept": "text/html"]) async throws -> Response {
        await router.respond(to: try Request(.get, path, headers: headers))
    }

    /// Sends a form with the token of a page just fetched.
    func send(_ path: String, _ fields: [(String, String)]) async throws -> Response {
        let token = try #require(try await get(path).value(of: "form-token"))
        return await router.respond(to: try .form(path, [("form-token", token)] + fields))
    }

    func report(_ fields: [(String, String)], language: String = "en") async throws -> Response {
        try await send("/\(language)/report", fields)
    }

    func api(_ body: String, type: String = "application/json") async throws -> Response {
        await router.respond(
            to: try Request(.post, "/api/submissions", headers: ["Content-Type": type], body: Array(body.utf8)))
    }

    /// Rows of all tables that a submission leaves something in.
    func rows() async throws -> [Int] {
        [try await house.count("intake", "submissions"), try await house.count("intake", "outbox")]
    }

    /// What Verification reads of an event of Intake's.
    func content(_ event: ToldEvent) throws -> SubmissionContent {
        let received = try event.read(SubmissionReceived.self)
        let key = try house.keys.sealingKeyPair(of: .verification)
        let padded = try key.open(received.sealedSubmission.bytes, context: .submission(received.submissionID))
        return try EventCoding.decode(SubmissionContent.self, from: try Padding.unpad(padded))
    }

    static let minimal = [("narrative", "They came at night."), ("un_entity", "OHCHR_HQ")]
}

extension Response {
    /// The receipt code that the page shows.
    var receiptCode: String? {
        guard let start = text.range(of: "id=\"receipt-code\"")?.upperBound,
            let open = text[start...].firstIndex(of: ">")
        else { return nil }
        return text[text.index(after: open)...].split(separator: "<", maxSplits: 1).first.map(String.init)
    }
}
