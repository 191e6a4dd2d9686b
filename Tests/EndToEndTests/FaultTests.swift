import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test func `a broker that comes back empty in a burst costs nothing`() async throws {
        let stack = try await Stack.shared()
        let broker = try #require(stack.broker)
        let before = try await stack.effectsAtRest()
        let accepted = try await SubmitterWalk.burst(60, to: stack) {
            let arrived = before["verification.submissions"] ?? 0
            try await expectEventually("the burst is under way") {
                try await stack.count("SELECT count(*) FROM verification.submissions") > arrived
            }
            try await broker.kill()
            try broker.start()
        }
        try await expectAllOnce(accepted, since: before, in: stack)
        // By the relay that notices, or because the consumer asks for what it has not seen.
        try await expectEventually("what was lost is shipped again") {
            let rewinds = try await stack.figure("amparo_outbox_rewinds_total", of: .intake)
            return try await rewinds + stack.figure("amparo_outbox_reshipped_total", of: .intake) >= 1
        }
    }

    @Test func `killing Verification at any moment of a burst loses nothing and does nothing twice`() async throws {
        let stack = try await Stack.shared()
        let before = try await stack.effectsAtRest()
        let verification = stack.process(of: .verification)
        var accepted = 0
        for _ in 0..<3 {
            let arrived = try await stack.count("SELECT count(*) FROM verification.submissions")
            accepted += try await SubmitterWalk.burst(24, to: stack) {
                // As soon as the first effect can be seen: the next ones are under way.
                try await expectEventually("the burst is under way", within: .seconds(30)) {
                    try await stack.count("SELECT count(*) FROM verification.submissions") > arrived
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...60)))
                try await verification.kill()
                try verification.start()
            }
        }
        try await stack.untilReady(.verification)
        try await expectAllOnce(accepted, since: before, in: stack)
    }

    @Test func `killing Intake in a burst keeps every submission that somebody got a receipt for`() async throws {
        let stack = try await Stack.shared()
        let intake = stack.process(of: .intake)
        let before = try await stack.count("SELECT count(*) FROM intake.submissions")
        let codes = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var codes: [String] = []
                    // Until the first that gets no answer.
                    while codes.count < 40,
                        let one = try? await SubmitterWalk.post(to: stack, dangers: ["LAW_OR_POLICY"])
                    { codes.append(one.1) }
                    return codes
                }
            }
            group.addTask {
                try await expectEventually("the burst is under way") {
                    try await stack.count("SELECT count(*) FROM intake.submissions") > before + 4
                }
                try await intake.kill()
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try intake.start()
        try await stack.untilReady(.intake)
        #expect(codes.count >= 4)
        for code in codes {
            let mailbox = try await SubmitterWalk(stack).comeBack(with: code)
            #expect(mailbox.status == 200)
        }
        try await expectEventually("every stored one lies on the desk") {
            try await stack.hasEverythingOnce(try await stack.count("SELECT count(*) FROM intake.submissions"))
        }
    }

    @Test func `the services say that PostgreSQL is gone, and recover by themselves`() async throws {
        let stack = try await Stack.shared()
        let before = try await stack.effectsAtRest()
        try await onThread { try stack.cluster.halt() }
        for service in Stack.Service.allCases {
            try await expectEventually("\(service) says that it is not ready") {
                await stack.readiness(of: service)?.status == 503
            }
            let answer = await stack.readiness(of: service)
            #expect(answer?.text.contains("database") == true)
        }
        var client = stack.client(of: .intake)
        let refused = try await client.post(
            "/api/submissions", json: #"{"narrative": "a", "unEntities": ["HRC"]}"#)
        #expect(refused.status >= 500)
        #expect(refused.headers["Content-Type"]?.hasPrefix("application/problem+json") == true)

        try await onThread { try stack.cluster.resume() }
        for service in Stack.Service.allCases { try await stack.untilReady(service) }
        let afterwards = try await stack.effects()
        #expect(afterwards == before)
        _ = try await SubmitterWalk.post(to: stack)
        try await expectAllOnce(1, since: before, in: stack)
        for service in Stack.Service.allCases { #expect(stack.process(of: service).isRunning) }
    }

    @Test func `a service that is asked to stop ends cleanly and goes on where it was`() async throws {
        let stack = try await Stack.shared()
        let before = try await stack.effectsAtRest()
        for service in Stack.Service.allCases {
            let status = try await stack.process(of: service).stop()
            #expect(status == 0, "\(service)")
        }
        for service in Stack.Service.allCases { try stack.process(of: service).start() }
        for service in Stack.Service.allCases { try await stack.untilReady(service) }
        _ = try await SubmitterWalk.post(to: stack)
        try await expectAllOnce(1, since: before, in: stack)
    }

    /// Every accepted submission has come to the desk once, and nothing of what there was before has come again.
    private func expectAllOnce(_ accepted: Int, since before: [String: Int], in stack: Stack) async throws {
        let expected = (before["intake.submissions"] ?? 0) + accepted
        try await expectEventually("all \(expected) lie on the desk once", within: .seconds(40)) {
            try await stack.hasEverythingOnce(expected)
        }
        try await stack.untilQuiet()
        var after = try await stack.effects()
        for name in ["intake.submissions", "verification.submissions", "intake.mailbox_states"] {
            #expect((after[name] ?? 0) - (before[name] ?? 0) <= accepted, "\(name)")
            after[name] = before[name]
        }
        #expect(after == before)
        let both = try await stack.hasEverythingOnce(expected)
        #expect(both)
    }
}
