import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault
import Web

@Suite(.timeLimit(.minutes(15))) struct `In a surge` {
    private static let flooded = [
        "AMPARO_FLOOD_RATE": "5", "AMPARO_FLOOD_SECONDS": "1", "AMPARO_FLOOD_CALM_SECONDS": "3600",
        "AMPARO_WORK_BITS": "8",
    ]
    private static let told = #"{"narrative": "n", "cooperation": "c"}"#

    @Test func `the most urgent pass all others and are never refused before them`() async throws {
        var queue = SubmissionQueue(capacity: 4)
        let others = try (0..<4).map { _ in try Self.waiting(.u3) }
        for one in others { guard case .waits = queue.enter(one) else { throw Unexpected() } }
        guard case .refused = queue.enter(try Self.waiting(.u2)) else { throw Unexpected() }
        let urgent = try (0..<4).map { _ in try Self.waiting(.u1) }
        for (index, one) in urgent.enumerated() {
            guard case .displaces(let other) = queue.enter(one) else { throw Unexpected() }
            #expect(other === others[3 - index], "the last that came makes room")
        }
        guard case .refused = queue.enter(try Self.waiting(.u1)) else { throw Unexpected() }
        #expect(queue.next(3).map(ObjectIdentifier.init) == urgent.prefix(3).map(ObjectIdentifier.init))
        let late = try Self.waiting(.u4)
        let last = try Self.waiting(.u1)
        guard case .waits = queue.enter(late), case .waits = queue.enter(last) else { throw Unexpected() }
        #expect(queue.next(9).map(ObjectIdentifier.init) == [urgent[3], last, late].map(ObjectIdentifier.init))
        #expect(queue.count == 0)
    }

    @Test func `programs that show nothing are asked for work, and let in with it, once`() async throws {
        try await PublicDoorUnderTest.open(Self.flooded) { door in
            let refusal = try await Self.floodUntilRefused(door)
            #expect(refusal.status == .tooManyRequests)
            #expect(refusal.headers["Content-Type"] == "application/problem+json")
            #expect(refusal.headers["Retry-After"] == "1")
            let problem = try JSONDecoder().decode(Problem.self, from: Data(refusal.bytes))
            #expect(problem.code == "work-required" && problem.work.bits == 8)
            let body = Array(Self.told.utf8)
            let proof = Work.prove(problem.work.challenge, problem.work.bits, body: body)
            #expect(try await Self.post(door, ["Amparo-Work": proof]).status == .created)
            let again = try await Self.post(door, ["Amparo-Work": proof])
            #expect(again.status == .conflict)
            #expect(again.shows("already-sent"))
            let other = try await Self.post(door, ["Amparo-Work": proof], #"{"narrative": "m", "cooperation": "c"}"#)
            #expect(other.status == .tooManyRequests && other.shows("work-not-proved"))
        }
    }

    @Test func `people at a form are asked for nothing, nor programs that bring a form's token`() async throws {
        try await PublicDoorUnderTest.open(Self.flooded) { door in
            _ = try await Self.floodUntilRefused(door)
            #expect(try await door.report(PublicDoorUnderTest.minimal).status == .ok)
            let token = try #require(try await door.get("/en/report").value(of: "form-token"))
            #expect(try await Self.post(door, ["Amparo-Form-Token": token]).status == .created)
            #expect(try await Self.post(door, ["Amparo-Form-Token": token]).status == .conflict)
            #expect(try await Self.post(door, ["Amparo-Form-Token": "forged"]).status == .forbidden)
        }
    }

    @Test func `no work is asked for while nothing is on, and what fails makes a flood too`() async throws {
        try await PublicDoorUnderTest.open(Self.flooded) { door in
            let first = try await Self.post(door)
            #expect(first.status == .created)
            let isFlooded = try await eventually {
                for _ in 0..<20 {
                    let forged = try Request.form("/en/report", [("form-token", "forged"), ("narrative", "n")])
                    _ = await door.router.respond(to: forged)
                }
                return try await Self.post(door).status == .tooManyRequests
            }
            #expect(isFlooded)
        }
    }

    @Test func `programs that show nothing are sent away first, the most urgent never`() async throws {
        let limits = ["AMPARO_ADMISSION_RATE": "1", "AMPARO_ADMISSION_BURST": "10", "AMPARO_FLOOD_RATE": "0"]
        try await PublicDoorUnderTest.open(limits) { door in
            let begin = ContinuousClock.now
            var taken = 0
            while try await Self.post(door).status == .created { taken += 1 }
            let more = Int(begin.duration(to: .now).components.seconds) + 1
            #expect((5...5 + more).contains(taken), "half is left to others: \(taken)")
            let refusal = try await Self.post(door)
            #expect(refusal.status == .unavailable && refusal.shows("\"challenge\""))
            #expect(try await door.report(PublicDoorUnderTest.minimal).status == .ok)
            // Until nothing is left to people either.
            var forms = 0
            var last = try await door.report(PublicDoorUnderTest.minimal)
            while last.status == .ok, forms < 20 {
                forms += 1
                last = try await door.report(PublicDoorUnderTest.minimal)
            }
            #expect(last.status == .unavailable && last.shows("They came at night."))
            let urgent = PublicDoorUnderTest.minimal + [("dangers", "THREAT_TO_LIFE")]
            for _ in 0..<5 {
                let response = try await door.report(urgent)
                #expect(response.status == .ok)
            }
        }
    }

    @Test func `a threat to life is taken in while everything hostile comes at once`() async throws {
        var settings = Self.flooded
        settings["AMPARO_ADMISSION_RATE"] = "20"
        settings["AMPARO_ADMISSION_BURST"] = "20"
        try await PublicDoorUnderTest.open(settings) { door in
            let wrongCode = "00000-00000-00000-00000-0"
            let returning = try #require(try await door.get("/en/return").value(of: "form-token"))
            let hostile: [@Sendable () throws -> Request] = [
                { try .form("/en/report", [("form-token", "forged"), ("narrative", "They will kill us.")]) },
                {
                    try Request(
                        .post, "/api/submissions", headers: ["Content-Type": "application/json"],
                        body: Array(Self.told.utf8))
                },
                { try .form("/en/return", [("form-token", returning), ("code", wrongCode)]) },
                {
                    try Request(
                        .post, "/en/report", headers: ["Content-Type": "multipart/form-data; boundary=x"],
                        body: Array("--x\r\nnoise".utf8))
                },
            ]
            let router = door.router
            let refused = Counted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in hostile {
                    group.addTask {
                        while !Task.isCancelled {
                            let response = await router.respond(to: try request())
                            if response.status == .tooManyRequests { refused.add() }
                            await Task.yield()
                        }
                    }
                }
                var accepted = 0
                let end = ContinuousClock.now + .seconds(60)
                while accepted < 5 || refused.count == 0, ContinuousClock.now < end {
                    let urgent = try await door.report(
                        PublicDoorUnderTest.minimal + [("dangers", "THREAT_TO_LIFE")])
                    #expect(urgent.status == .ok)
                    accepted += 1
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(refused.count > 0, "programs are asked for work meanwhile")
        }
    }

    // MARK: Support

    private struct Unexpected: Error {}

    private struct Problem: Decodable {
        struct Work: Decodable {
            let challenge: String
            let bits: Int
        }

        let code: String
        let work: Work
    }

    private static func post(
        _ door: PublicDoorUnderTest, _ headers: Headers = [:], _ body: String = told
    ) async throws -> Response {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return await door.router.respond(
            to: try Request(.post, "/api/submissions", headers: headers, body: Array(body.utf8)))
    }

    private static func floodUntilRefused(_ door: PublicDoorUnderTest) async throws -> Response {
        var refusal = try await post(door)
        let isRefused = try await eventually {
            for _ in 0..<10 where refusal.status == .created { refusal = try await post(door) }
            return refusal.status != .created
        }
        #expect(isRefused)
        return refusal
    }

    private static func waiting(_ urgency: Urgency) throws -> WaitingSubmission {
        WaitingSubmission(try `A form that is sent twice`.submission(nil, urgency: urgency), answer: nil)
    }
}
