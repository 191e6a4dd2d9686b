import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `A partner that sends by program` {
    @Test func `gets a signed receipt and the code, and the desk the original byte for byte`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(.specialProcedures, in: door.house)
            let body = PublicDoorUnderTest.item(
                PublicDoorUnderTest.key(), "=1+1 \\u202E<b>",
                more: #", "sourceReference":  "AL 1/2026", "other": {}"#)
            let response = try await door.submit(body, as: partner)
            #expect(response.status == .created, "\(response.text)")
            let answer = try JSONDecoder().decode(ItemLine.self, from: Data(response.bytes))
            #expect(answer.result == "accepted")
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(event.key == answer.submissionID)
            let content = try door.content(event)
            #expect(content.channel == "SP_SUBMISSION")
            #expect(content.sourceReference == "AL 1/2026")
            #expect(content.narrative == "=1+1 \u{202E}<b>")
            let delivery = try #require(content.delivery)
            #expect(Array(delivery.original) == Array(body.utf8))
            #expect(delivery.partner == partner.name)
            #expect(delivery.consent?.givenBy == "The person herself")
            #expect(delivery.consent?.given.text == "2026-10-02")
            let code = try ReceiptCode(parsing: try #require(answer.receiptCode))
            let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
            #expect(content.mailboxKey.exposed == keys.mailboxKey.exposedBytes())
            let claims = try await verified(answer.receipt, door)
            #expect(claims["submissionID"] == answer.submissionID?.uuidString.lowercased())
            #expect(claims["receivedAt"] == answer.receivedAt)
            #expect(claims["partner"] == partner.name)
            #expect(claims["sha256"] == HexBytes(SHA256.hash(Array(body.utf8))).description)
        }
    }

    @Test func `finds what it sends again recognized, with the same receipt and never the code`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let key = PublicDoorUnderTest.key()
            let first = try #require(try await door.bulk(PublicDoorUnderTest.item(key), as: partner).first)
            #expect(first.result == "accepted")
            let again = try await door.submit(PublicDoorUnderTest.item(key), as: partner)
            #expect(again.status == .ok)
            let duplicate = try JSONDecoder().decode(ItemLine.self, from: Data(again.bytes))
            #expect(duplicate.result == "duplicate")
            #expect(duplicate.receipt == first.receipt && duplicate.receivedAt == first.receivedAt)
            #expect(duplicate.submissionID == first.submissionID)
            #expect(duplicate.receiptCode == nil)
            let other = try await door.submit(PublicDoorUnderTest.item(key, "Something else."), as: partner)
            #expect(other.status == .conflict)
            #expect(other.shows(#""pointer":"/idempotencyKey""#) && other.shows(#""code":"key-reused""#))
            let line = try await door.bulk(PublicDoorUnderTest.item(key, "Something else."), as: partner).first
            #expect(line?.result == "rejected")
            #expect(line?.errors?.map(\.pointer) == ["/idempotencyKey"])
            #expect(try await door.rows() == [1, 1])
            // Another partner's keys are its own.
            let neighbour = try await PartnerUnderTest.add(in: door.house)
            #expect(try await door.submit(PublicDoorUnderTest.item(key), as: neighbour).status == .created)
            #expect(try await door.rows() == [2, 2])
        }
    }

    @Test func `gets one answer per line in order, whatever the lines are`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let keys = (0..<6).map { _ in PublicDoorUnderTest.key() }
            let lines = [
                PublicDoorUnderTest.item(keys[0]), "{", "",
                PublicDoorUnderTest.item(keys[1], more: #", "acts": ["X"]"#),
                "\"\(String(repeating: "n", count: 300_000))\"", PublicDoorUnderTest.item(keys[0]) + "\r",
                PublicDoorUnderTest.item(keys[2]), #"{"narrative": "n"}"#, PublicDoorUnderTest.item(keys[0], "Other."),
                PublicDoorUnderTest.item("short"), "[]", " \t", PublicDoorUnderTest.item(keys[3]),
            ]
            let answers = try await door.bulk(lines.joined(separator: "\n"), as: partner)
            #expect(answers.map(\.index) == (0..<11).map(Optional.some))
            let expected = [
                "accepted", "rejected", "rejected", "rejected", "duplicate", "accepted", "rejected", "rejected",
                "rejected", "rejected", "accepted",
            ]
            #expect(answers.map(\.result) == expected)
            #expect(
                answers.map { $0.errors?.first?.code } == [
                    nil, "invalid-json", "unknown", "too-large", nil, nil, "missing", "key-reused", "invalid",
                    "wrong-type", nil,
                ])
            #expect(answers.map { $0.errors?.first?.pointer }[2] == "/acts")
            #expect(answers[0].receipt == answers[4].receipt)
            #expect(try await door.rows() == [3, 3])
        }
    }

    @Test func `takes up where a broken connection left off`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let keys = (0..<150).map { _ in PublicDoorUnderTest.key() }
            let lines = keys.map { PublicDoorUnderTest.item($0) }
            let first = try await door.bulk(lines.prefix(70).joined(separator: "\n"), as: partner)
            #expect(first.allSatisfy { $0.result == "accepted" })
            struct Answer: Decodable { let items: [ItemLine] }
            let asked = try await door.status(keys, as: partner)
            #expect(asked.status == .ok)
            let known = try JSONDecoder().decode(Answer.self, from: Data(asked.bytes)).items
            #expect(known.map(\.result) == (0..<150).map { $0 < 70 ? "accepted" : "unknown" })
            #expect(known.prefix(70).map(\.receipt) == first.map(\.receipt))
            #expect(known.allSatisfy { $0.receiptCode == nil })
            let second = try await door.bulk(lines.joined(separator: "\n") + "\n", as: partner)
            #expect(second.map(\.result) == (0..<150).map { $0 < 70 ? "duplicate" : "accepted" })
            #expect(try await door.rows() == [150, 150])
            let codes = Set((first + second).compactMap(\.receiptCode))
            #expect(codes.count == 150, "each code is said once")
        }
    }

    @Test func `sends the same many times at once, and each is stored once`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let bodies = (0..<40).map { _ in PublicDoorUnderTest.item(PublicDoorUnderTest.key()) }
            let statuses = await withTaskGroup(of: Status?.self, returning: [Status?].self) { group in
                for body in bodies.shuffled() + bodies.shuffled() + bodies.shuffled() {
                    group.addTask {
                        // Sent again until there is room, as a partner would.
                        for _ in 0..<50 {
                            let status = try? await door.submit(body, as: partner).status
                            if status != .unavailable { return status }
                        }
                        return nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == .created } == 40)
            #expect(statuses.count { $0 == .ok } == 80)
            #expect(try await door.rows() == [40, 40])
            #expect(try await door.house.count("intake", "partner_items") == 40)
        }
    }

    /// Body as the item's more, and the pointers of what is missing.
    static let consents: [(String, [String])] = [
        (#"{"forWhom": "SELF"}"#, []), (#"{"forWhom": "ORGANIZATION"}"#, []), (#"{"forWhom": "LAW_OR_MEASURE"}"#, []),
        ("{}", ["/forWhom"]), (#"{"forWhom": "NOBODY"}"#, ["/forWhom"]),
        (#"{"forWhom": "RELATIVE"}"#, ["/consentBasis"]),
        (#"{"forWhom": "GROUP", "consentBasis": "X"}"#, ["/consentBasis"]),
        (#"{"forWhom": "CLIENT", "consentBasis": "AGREED"}"#, ["/consent"]),
        (#"{"forWhom": "CLIENT", "consentBasis": "REPRESENTATIVE", "consent": 7}"#, ["/consent"]),
        (
            #"{"forWhom": "CLIENT", "consentBasis": "AGREED", "consent": {}}"#,
            ["/consent/givenBy", "/consent/how", "/consent/given", "/consent/language"]
        ),
        (
            """
            {"forWhom": "OTHER_PERSON", "consentBasis": "AGREED", "consent": {"givenBy": "her", "how": "\\u0000", \
            "given": "2999", "language": "no tag"}}
            """, ["/consent/how", "/consent/given", "/consent/language"]
        ),
        (#"{"forWhom": "CLIENT", "consentBasis": "UNREACHABLE"}"#, ["/consentProof"]),
        (#"{"forWhom": "CLIENT", "consentBasis": "UNREACHABLE", "consentProof": "He is held."}"#, []),
        (#"{"forWhom": "CLIENT", "consentBasis": "NOT_ASKED", "consentProof": "Too dangerous."}"#, []),
    ]

    @Test func `says of each case about somebody else how that person agreed`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            var stored = 0
            for (more, pointers) in Self.consents {
                let start = #"{"idempotencyKey": "\#(PublicDoorUnderTest.key())", "narrative": "n", "cooperation": "c""#
                let body = start + (more == "{}" ? "}" : ", " + more.dropFirst())
                let line = try #require(try await door.bulk(body, as: partner).first)
                #expect((line.errors ?? []).map(\.pointer) == pointers, "\(more)")
                stored += pointers.isEmpty ? 1 : 0
            }
            #expect(try await door.rows() == [stored, stored])
        }
    }

    @Test func `is let in by a live token alone, and by none of the others in the same words`() async throws {
        try await PublicDoorUnderTest.open { door in
            let body = PublicDoorUnderTest.item(PublicDoorUnderTest.key())
            let partner = try await PartnerUnderTest.add(in: door.house)
            let revoked = try await PartnerUnderTest.add(in: door.house)
            let ended = try await PartnerUnderTest.add(days: -1, in: door.house)
            let banned = try await PartnerUnderTest.add(in: door.house)
            try await door.house.owner.execute(
                "UPDATE intake.partner_tokens SET revoked_at = now() WHERE partner_id = \(revoked.id)")
            try await door.house.owner.execute("UPDATE intake.partners SET revoked_at = now() WHERE id = \(banned.id)")
            let good = "Bearer \(partner.token.printed)"
            let refused = [
                "", "Bearer", "Bearer ", "Basic \(partner.token.printed)", partner.token.printed,
                "Bearer \(PartnerToken().printed)", "Bearer \(revoked.token.printed)", "Bearer \(ended.token.printed)",
                "Bearer \(banned.token.printed)", good + "0", good.uppercased(), "\(good), \(good)",
            ]
            var answers: Set<String> = []
            for line in refused {
                for path in ["", "/bulk", "/status"] {
                    let request = try Request(
                        .post, "/api/v1/submissions\(path)",
                        headers: ["Authorization": line, "Content-Type": "application/json"], body: Array(body.utf8))
                    let response = await door.router.respond(to: request)
                    #expect(response.status == .unauthorized, "\(line)")
                    #expect(response.headers["WWW-Authenticate"] == "Bearer realm=\"amparo\"")
                    answers.insert(response.text.replacing(/urn:amparo:request:[^"]*/, with: ""))
                }
            }
            #expect(answers.count == 1)
            #expect(try await door.rows() == [0, 0])
            let twice = try Request(
                .post, "/api/v1/submissions", headers: ["Authorization": good, "authorization": good])
            #expect(await door.router.respond(to: twice).status == .unauthorized)
            let asked = try Request(.post, "/api/v1/submissions?access_token=\(partner.token.printed)")
            #expect(await door.router.respond(to: asked).status == .unauthorized)
            #expect(try await door.submit(body, as: partner).status == .created)
        }
    }

    @Test func `may do what its token is for`() async throws {
        try await PublicDoorUnderTest.open { door in
            let sender = try await PartnerUnderTest.add(scopes: [.submit], in: door.house)
            let reader = try await PartnerUnderTest.add(scopes: [.status], in: door.house)
            let body = PublicDoorUnderTest.item(PublicDoorUnderTest.key())
            #expect(try await door.submit(body, as: reader).status == .forbidden)
            #expect(try await door.status([], as: sender).status == .forbidden)
            #expect(try await door.status([], as: reader).status == .ok)
            #expect(try await door.submit(body, as: sender).status == .created)
        }
    }

    @Test func `is stopped in the middle of what it sends when it is revoked`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let lines = (0..<400).map { _ in PublicDoorUnderTest.item(PublicDoorUnderTest.key()) }
            try await door.house.owner.execute(
                """
                CREATE FUNCTION intake.revoke_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN UPDATE intake.partners SET revoked_at = now(); RETURN NULL; END $$
                """)
            try await door.house.owner.execute(
                """
                CREATE TRIGGER revoke_all AFTER INSERT ON intake.partner_items EXECUTE FUNCTION intake.revoke_all()
                """)
            let response = await door.router.respond(
                to: try partner.request(
                    "/bulk", Array(lines.joined(separator: "\n").utf8), type: "application/x-ndjson"))
            #expect(response.status == .unauthorized)
            #expect(try await door.house.count("intake", "submissions") < 400)
        }
    }

    @Test func `leaves no name and no word in clear in any table`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let body = PublicDoorUnderTest.item(
                "Marker-7Q-of-somebody", "Marker-7Q", more: #", "contact": "Marker-7Q""#)
            let response = try await door.submit(body, as: partner)
            #expect(response.status == .created)
            let code = try #require(try JSONDecoder().decode(ItemLine.self, from: Data(response.bytes)).receiptCode)
            for table in ["submissions", "outbox", "partner_items", "partners", "partner_tokens"] {
                let rows = try await door.house.owner.query(
                    "SELECT t::text AS row FROM intake.\(identifier: .init(table)) AS t")
                let text = try rows.map { try $0.get("row", as: String.self) }.joined()
                #expect(!text.isEmpty && !text.contains("Marker-7Q") && !text.contains(code), "\(table)")
                #expect(!text.contains("4d61726b65722d3751") && !text.contains(partner.token.printed), "\(table)")
            }
        }
    }

    // MARK: Support

    /// The claims of a receipt whose signature holds under the door's published key.
    private func verified(_ receipt: String?, _ door: PublicDoorUnderTest) async throws -> [String: String] {
        struct Keys: Decodable {
            struct Key: Decodable { let kty: String, crv: String, kid: String, x: String, alg: String }
            let keys: [Key]
        }
        let published = try JSONDecoder().decode(Keys.self, from: Data(try await door.get("/api/v1/keys").bytes))
        let key = try #require(published.keys.first)
        #expect(key.kty == "OKP" && key.crv == "Ed25519" && key.alg == "EdDSA")
        let parts = try #require(receipt).split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let header = try JSONDecoder().decode(
            [String: String].self, from: Data(try #require(Base64URL.decode(parts[0]))))
        #expect(header == ["alg": "EdDSA", "kid": key.kid])
        let verifier = try VerificationKey(bytes: try #require(Base64URL.decode(key.x)))
        let signature = try #require(Base64URL.decode(parts[2]))
        #expect(verifier.verifiesExactly(signature, of: Array("\(parts[0]).\(parts[1])".utf8)))
        #expect(!verifier.verifiesExactly(signature, of: Array("\(parts[0]).\(parts[1])x".utf8)))
        return try JSONDecoder().decode(
            [String: String].self, from: Data(try #require(Base64URL.decode(parts[1]))))
    }
}
