import CaseModel
import Foundation
import HTTP
@testable import Intake
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A program that submits` {
    struct Problem: Decodable {
        let type: String
        let status: Int
        let title: String
        let errors: [ItemLine.Problem]?
    }

    @Test func `gets the receipt as JSON, with the security fields of every answer`() async throws {
        try await PublicDoorUnderTest.open { door in
            let response = try await door.api(
                #"{"narrative": "n", "cooperation": "c", "acts": [], "language": "fa", "unknown": {"to": "us"}}"#)
            #expect(response.status == .created)
            #expect(response.headers["Content-Type"] == "application/json")
            #expect(response.headers["Cache-Control"] == "no-store")
            #expect(response.headers["Location"] == nil)
            let answer = try #require(
                try JSONSerialization.jsonObject(with: Data(response.bytes)) as? [String: String])
            _ = try ReceiptCode(parsing: try #require(answer["receiptCode"]))
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(answer["submissionID"] == event.key.uuidString.lowercased())
            #expect(try door.content(event).language == "fa")
        }
    }

    /// Body, status, and the pointers named with their codes.
    static let refused: [(String, Status, [String])] = [
        ("", .badRequest, [" invalid-json"]), ("{", .badRequest, [" invalid-json"]),
        ("[]", .badRequest, [" wrong-type"]), ("null", .badRequest, [" wrong-type"]),
        ("{} {}", .badRequest, [" invalid-json"]), ("\u{FEFF}{}", .badRequest, [" invalid-json"]),
        (#"{"narrative": "n",}"#, .badRequest, [" invalid-json"]),
        (#"{"narrative": 'n'}"#, .badRequest, ["/narrative invalid-json"]),
        (#"{"narrative": 01}"#, .badRequest, ["/narrative invalid-json"]),
        (#"{"narrative": NaN}"#, .badRequest, ["/narrative invalid-json"]),
        ("{\"narrative\": \"a\nb\"}", .badRequest, ["/narrative invalid-json"]),
        (#"{"narrative": "n", "narrative": "m"}"#, .badRequest, ["/narrative duplicate-name"]),
        (#"{"narrative": "n", "narr\u0061tive": "m"}"#, .badRequest, ["/narrative duplicate-name"]),
        (#"{"other": {"a": [1, {"b/~": "\ud800"}]}}"#, .badRequest, ["/other/a/1/b~1~0 not-unicode"]),
        (#"{"narrative": "\udc00\ud800"}"#, .badRequest, ["/narrative not-unicode"]),
        (String(repeating: "[", count: 100_000), .badRequest, [String(repeating: "/0", count: 17) + " too-deep"]),
        ("[\(String(repeating: "0,", count: 20_000))0]", .badRequest, ["/9999 too-many-values"]),
        (
            "{\"a\": \(String(repeating: "9", count: 100_000))}", .unprocessable,
            ["/narrative missing", "/cooperation missing"]
        ),
        (#"{"narrative": 7}"#, .unprocessable, ["/narrative wrong-type"]),
        (#"{"narrative": 1e999999999}"#, .unprocessable, ["/narrative wrong-type"]),
        (#"{"checkIns": "true", "narrative": {}}"#, .unprocessable, ["/checkIns wrong-type", "/narrative wrong-type"]),
        (#"{"narrative": "n", "acts": "KILLING"}"#, .unprocessable, ["/acts wrong-type"]),
        (#"{"narrative": "n", "dangers": ["MISSING", 1]}"#, .unprocessable, ["/dangers/1 wrong-type"]),
        ("{}", .unprocessable, ["/narrative missing", "/cooperation missing"]),
        (
            #"{"narrative": null, "acts": null, "checkIns": null}"#, .unprocessable,
            ["/narrative missing", "/cooperation missing"]
        ),
        (#"{"narrative": " "}"#, .unprocessable, ["/narrative missing", "/cooperation missing"]),
        (#"{"narrative": "n", "unEntities": ["NOWHERE"]}"#, .unprocessable, ["/unEntities unknown"]),
        (#"{"narrative": "n\u0000", "cooperation": "c"}"#, .unprocessable, ["/narrative not-allowed"]),
        ("{\"narrative\": \"\(String(repeating: "n", count: 300_000))\"}", .contentTooLarge, []),
    ]

    @Test func `is told in a problem document what is wrong, and nothing is stored`() async throws {
        try await PublicDoorUnderTest.open { door in
            for (body, status, errors) in Self.refused {
                let problem = try await problem(door, body, status)
                #expect((problem.errors ?? []).map { "\($0.pointer) \($0.code)" } == errors, "\(body.prefix(60))")
            }
            var broken = Array(#"{"narrative": "..", "cooperation": "c"}"#.utf8)
            for bytes: [UInt8] in [[0xC3, 0x28], [0xED, 0xA0], [0xC0, 0x80], [0xFF, 0xFE]] {
                broken.replaceSubrange(15..<17, with: bytes)
                let request = try Request(
                    .post, "/api/submissions", headers: ["Content-Type": "application/json"], body: broken)
                let response = await door.router.respond(to: request)
                #expect(response.status == .badRequest && response.shows(#""code":"not-unicode""#))
            }
            for type in [
                "text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx",
            ] {
                #expect(try await door.api("{}", type: type).status == .unsupportedMediaType)
            }
            #expect(try await door.rows() == [0, 0])
        }
    }

    /// What is put into an otherwise right submission, and what is told of it. Every field stands here.
    static let fields: [(String, String)] = {
        let texts: [(String, Int)] = [
            ("narrative", 20_000), ("cooperation", 4000), ("happenedInWords", 500), ("place", 500),
            ("affected", 2000), ("responsible", 2000), ("toldTo", 2000), ("consentProof", 2000),
            ("consentConditions", 500), ("contact", 500), ("contactTimes", 500), ("sourceReference", 200),
        ]
        let codes = [
            "unLink", "cooperationTense", "event", "placePrecision", "stateOfAct", "forWhom", "consentBasis", "gender",
            "ageBand", "contactWish",
        ]
        let lists = [
            "unEntities", "cooperationLimbs", "cooperationActivities", "acts", "dangers", "purposes", "anonymity",
            "situations",
        ]
        var all: [(String, String)] = []
        /// Puts a value into a field: `problem` is the code that it gets, nothing where it is taken.
        func put(_ name: String, _ value: String, _ problem: String = "", at place: String = "") {
            all.append(("\"\(name)\": \(value)", problem.isEmpty ? "" : "/\(name)\(place) \(problem)"))
        }
        for (name, limit) in texts {
            put(name, "\"" + String(repeating: "\u{1F600}", count: limit + 1) + "\"", "too-long")
            put(name, "\"" + String(repeating: "ش", count: limit) + "\"")
            put(name, #""a\u0007b""#, "not-allowed")
            put(name, #""a\ufffeb""#, "not-allowed")
            put(name, #""\u202ea\u2066 <b> =1+1 {x} %s ${y}""#)
            put(name, "[]", "wrong-type")
        }
        for name in codes {
            put(name, #""NO_SUCH""#, "unknown")
            put(name, #"" ""#, "unknown")
            put(name, "true", "wrong-type")
            put(name, #""""#)
        }
        for name in lists {
            put(name, #"["NO_SUCH"]"#, "unknown")
            put(name, #"[""]"#, "unknown")
            put(name, "{}", "wrong-type")
            put(name, "[null]", "wrong-type", at: "/0")
            put(name, "[" + Array(repeating: #""A""#, count: 51).joined(separator: ",") + "]", "too-many")
        }
        for name in ["happened", "cooperated"] {
            for date in ["soon", "2025-02-30", "99999999999999999999", "1066"] { put(name, "\"\(date)\"", "invalid") }
            put(name, #""٢٠٢٥-٠٢""#)
            put(name, "2025", "wrong-type")
        }
        for name in ["cooperatedApproximately", "happenedApproximately", "checkIns"] {
            put(name, "1", "wrong-type")
            put(name, "true")
        }
        let long = Array(repeating: "abcdefgh", count: 9).joined(separator: "-")
        put("happened", #""2999""#, "in-future")
        put("cooperated", #""2999""#)
        for tag in ["not a tag", "", long] { put("language", "\"\(tag)\"", "invalid") }
        put("pageLanguage", "\"\(long)\"", "invalid")
        all.append((#""contactWish": "CONTACT_ME""#, "/contact missing"))
        return all
    }()

    @Test func `finds each field's limits, its codes and its type said by a pointer`() async throws {
        try await PublicDoorUnderTest.open { door in
            var stored = 0
            for (field, error) in Self.fields {
                let name = field.split(separator: "\"").first.map(String.init) ?? ""
                let rest = ["narrative": "n", "cooperation": "c", "language": "en"].filter { $0.key != name }
                let body = "{\(rest.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")), \(field)}"
                guard !error.isEmpty else {
                    #expect(try await door.api(body).status == .created, "\(field.prefix(80))")
                    stored += 1
                    continue
                }
                let problem = try await problem(door, body, .unprocessable)
                #expect((problem.errors ?? []).map { "\($0.pointer) \($0.code)" } == [error], "\(field.prefix(80))")
            }
            #expect(try await door.rows() == [stored, stored])
            let tested = Set(Self.fields.compactMap { $0.0.split(separator: "\"").first.map(String.init) })
            #expect(tested == Set(SubmissionFields.all.keys))
        }
    }

    @Test func `reads what is wrong in the language it asks for`() async throws {
        try await PublicDoorUnderTest.open { door in
            let request = try Request(
                .post, "/api/submissions",
                headers: ["Content-Type": "application/json", "Accept-Language": "fr, ar;q=0.5"],
                body: Array("{}".utf8))
            let response = await door.router.respond(to: request)
            #expect(response.status == .unprocessable)
            #expect(["fr", "ar", "en"].contains(response.headers["Content-Language"] ?? ""))
        }
    }

    private func problem(_ door: PublicDoorUnderTest, _ body: String, _ status: Status) async throws -> Problem {
        let response = try await door.api(body)
        #expect(response.status == status, "\(body.prefix(60))")
        #expect(response.headers["Content-Type"] == "application/problem+json", "\(body.prefix(60))")
        let problem = try JSONDecoder().decode(Problem.self, from: Data(response.bytes))
        #expect(problem.status == status.rawValue)
        #expect(problem.type.hasPrefix("urn:amparo:problem:"))
        #expect(
            problem.errors?.contains { $0.detail.isEmpty || $0.detail.hasPrefix("api.") } != true, "\(body.prefix(60))")
        return problem
    }
}
