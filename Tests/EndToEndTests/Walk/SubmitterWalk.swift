import CaseModel
import Foundation
import HTTP
import TestSupport

/// Somebody who tells what happened, and comes back for the answer.
struct SubmitterWalk {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let stack: Stack
    let language: String
    private(set) var code = ""

    init(_ stack: Stack, language: String = "en") {
        self.stack = stack
        self.language = language
    }

    /// Submits the form with a marker in every field.
    mutating func report(danger: String? = nil) async throws {
        var client = stack.client(of: .intake)
        let page = try await client.get("/\(language)/report")
        let markers = stack.markers
        let words =
            language == "ar" ? "هددني شرطيان بعد عودتي من الدورة." : "Two men came to my house after the session."
        let answer = try await client.submit(
            page, to: "/\(language)/report",
            [
                "narrative": "\(words) \(markers.plant("narrative"))", "cooperation": markers.plant("cooperation"),
                "un_entity": "HRC", "happened": "2026-03-04", "place": markers.plant("place"),
                "state": "BRA", "for_whom": "SELF", "affected": markers.plant("affected"),
                "responsible": markers.plant("responsible"), "contact": markers.plant("contact"),
                "dangers": danger ?? "WITHIN_SEVEN_DAYS",
            ])
        guard answer.status == 200, let code = HTMLText.text(of: "receipt-code", in: answer.text) else {
            throw Refused(description: "\(answer.status): \(answer.text.suffix(4_000))")
        }
        take(code)
    }

    /// Goes on with a code, which is a marker however it is written.
    mutating func take(_ code: String) {
        stack.markers.keep(code: code)
        self.code = code
    }

    /// What the mailbox page says to whoever has the code.
    func comeBack(with typed: String? = nil) async throws -> HTTPAnswer {
        var client = stack.client(of: .intake)
        let page = try await client.get("/\(language)/return")
        return try await client.submit(page, to: "/\(language)/return", ["code": typed ?? code])
    }

    /// Submits as a program does, and returns the submission's id and its receipt code.
    static func post(to stack: Stack, dangers: [String] = [], acts: [String] = []) async throws -> (UUID, String) {
        struct Accepted: Decodable { let submissionID: UUID, receiptCode: String }
        let body: [String: Any] = [
            "narrative": stack.markers.plant("API narrative"), "cooperation": stack.markers.plant("API cooperation"),
            "affected": stack.markers.plant("API affected"), "language": "fr", "dangers": dangers, "acts": acts,
        ]
        var client = stack.client(of: .intake)
        let json = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
        let answer = try await client.post("/api/submissions", json: json)
        guard answer.status == 201 else { throw Refused(description: "\(answer.status): \(answer.text)") }
        let accepted = try JSONDecoder().decode(Accepted.self, from: Data(answer.body))
        stack.markers.keep(code: accepted.receiptCode)
        return (accepted.submissionID, accepted.receiptCode)
    }

    /// Submits `count` times as programs do, four at a time, least urgent, calling `meanwhile` along with it. Returns how
    /// many were accepted.
    static func burst(
        _ count: Int, to stack: Stack, meanwhile: @escaping @Sendable () async throws -> Void
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<count / 4 { _ = try await post(to: stack, dangers: ["LAW_OR_POLICY"]) }
                    return count / 4
                }
            }
            group.addTask {
                try await meanwhile()
                return 0
            }
            return try await group.reduce(0, +)
        }
    }
}
