import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

/// A partner of a house, with a token.
struct PartnerUnderTest {
    let id: UUID
    let name: String
    let token: PartnerToken

    /// Adds a partner as the operator's command does.
    static func add(
        _ kind: PartnerKind = .organization, scopes: [PartnerScope] = [.submit, .status], days: Int = 1,
        in house: TestHouse
    ) async throws -> PartnerUnderTest {
        let partner = PartnerUnderTest(id: UUID(), name: "Partner \(UUID().uuidString)", token: PartnerToken())
        try await house.owner.execute(
            """
            INSERT INTO intake.partners (id, name, kind, created_at)
            VALUES (\(partner.id), \(partner.name), \(kind.rawValue), now())
            """)
        try await partner.add(partner.token, scopes: scopes, days: days, in: house)
        return partner
    }

    func add(_ token: PartnerToken, scopes: [PartnerScope], days: Int, in house: TestHouse) async throws {
        try await house.owner.execute(
            """
            INSERT INTO intake.partner_tokens (id, partner_id, hash, last_four, scopes, created_at, expires_at)
            VALUES (\(UUID()), \(id), \(token.stored), \(token.lastFour), \(scopes.map(\.rawValue)),
                now() - interval '10 days', now() + make_interval(days => \(Int32(days))))
            """)
    }

    func request(_ path: String, _ body: [UInt8], type: String, _ more: Headers = [:]) throws -> Request {
        var headers = more
        headers["Authorization"] = "Bearer \(token.printed)"
        headers["Content-Type"] = type
        return try Request(.post, "/api/v1/submissions\(path)", headers: headers, body: body)
    }
}

/// What a bulk answer says of one item.
struct ItemLine: Decodable, Equatable {
    struct Problem: Decodable, Equatable {
        let pointer: String
        let code: String
        let detail: String
    }

    let index: Int?
    let idempotencyKey: String?
    let result: String
    let submissionID: UUID?
    let receivedAt: String?
    let receipt: String?
    let receiptCode: String?
    let errors: [Problem]?
}

extension PublicDoorUnderTest {
    func submit(_ body: String, as partner: PartnerUnderTest, _ more: Headers = [:]) async throws -> Response {
        await router.respond(to: try partner.request("", Array(body.utf8), type: "application/json", more))
    }

    func bulk(_ body: String, as partner: PartnerUnderTest) async throws -> [ItemLine] {
        let response = await router.respond(
            to: try partner.request("/bulk", Array(body.utf8), type: "application/x-ndjson"))
        try #require(response.status == .ok, "\(response.text)")
        return try await response.lines()
    }

    func status(_ keys: [String], as partner: PartnerUnderTest) async throws -> Response {
        let body = try JSONSerialization.data(withJSONObject: ["idempotencyKeys": keys])
        return await router.respond(to: try partner.request("/status", Array(body), type: "application/json"))
    }

    /// An item about somebody else with all that is asked for; `more` is put in as it stands.
    static func item(_ key: String, _ narrative: String = "They came at night.", more: String = "") -> String {
        """
        {"idempotencyKey": "\(key)", "narrative": "\(narrative)", "unEntities": ["HRC"], "forWhom": "CLIENT", \
        "consentBasis": "AGREED", "consent": {"givenBy": "The person herself", "how": "in writing", \
        "given": "2026-10-02", "language": "fr"}\(more)}
        """
    }

    static func key() -> String { UUID().uuidString }
}

extension Response {
    /// The lines of a streamed answer.
    func lines() async throws -> [ItemLine] {
        let bytes = try await produced()
        return try bytes.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(ItemLine.self, from: Data($0))
        }
    }
}
