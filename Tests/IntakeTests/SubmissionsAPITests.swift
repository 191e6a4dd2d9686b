import CaseModel
import Foundation
import HTTP
@testable import Intake
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A program that submits` {
    struct Problem: Decodable {
        let type: String
        let status: Int
        let title: String
        let errors: [String: String]?
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

    /// Body, status, and the fields named.
    static let refused: [(String, Status, Set<String>)] = [
        ("", .badRequest, []), ("{", .badRequest, []), ("[]", .badRequest, []), ("null", .badRequest, []),
        (#"{"narrative": 7}"#, .badRequest, []), (#"{"narrative": "n", "acts": "KILLING"}"#, .badRequest, []),
        (#"{"narrative": "n", "dangers": [1]}"#, .badRequest, []),
        ("\u{FEFF}{", .badRequest, []), (String(repeating: "[", count: 100_000), .badRequest, []),
        ("{}", .unprocessable, ["narrative", "cooperation"]),
        (#"{"narrative": " "}"#, .unprocessable, ["narrative", "cooperation"]),
        (#"{"narrative": "n", "unEntities": ["NOWHERE"]}"#, .unprocessable, ["unEntities"]),
        (#"{"narrative": "n", "cooperation": "c", "stateOfAct": "XX"}"#, .unprocessable, ["stateOfAct"]),
        (#"{"narrative": "n", "cooperation": "c", "forWhom": "X"}"#, .unprocessable, ["forWhom"]),
        (#"{"narrative": "n", "cooperation": "c", "contactWish": "X"}"#, .unprocessable, ["contactWish"]),
        (#"{"narrative": "n", "cooperation": "c", "contactWish": "CONTACT_ME"}"#, .unprocessable, ["contact"]),
        (#"{"narrative": "n", "cooperation": "c", "acts": ["X"]}"#, .unprocessable, ["acts"]),
        (#"{"narrative": "n", "cooperation": "c", "happened": "2999"}"#, .unprocessable, ["happened"]),
        (#"{"narrative": "n", "cooperation": "c", "language": "not a tag"}"#, .unprocessable, ["language"]),
        (#"{"narrative": "n\u0000", "cooperation": "c"}"#, .unprocessable, ["narrative"]),
        ("{\"narrative\": \"\(String(repeating: "n", count: 300_000))\"}", .contentTooLarge, []),
    ]

    @Test func `is told in a problem document what is wrong, and nothing is stored`() async throws {
        try await PublicDoorUnderTest.open { door in
            for (body, status, fields) in Self.refused {
                let response = try await door.api(body)
                #expect(response.status == status, "\(body.prefix(60))")
                #expect(response.headers["Content-Type"] == "application/problem+json", "\(body.prefix(60))")
                let problem = try JSONDecoder().decode(Problem.self, from: Data(response.bytes))
                #expect(problem.status == status.rawValue)
                #expect(problem.type.hasPrefix("urn:amparo:problem:"))
                #expect(Set((problem.errors ?? [:]).keys) == fields, "\(body.prefix(60))")
            }
            #expect(try await door.api("{}", type: "text/plain").status == .unsupportedMediaType)
            #expect(try await door.rows() == [0, 0])
        }
    }
}
