import CaseModel
import Foundation
@testable import Intake
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `Writing many submissions` {
    @Test func `stores each of five hundred once with its event, in few transactions`() async throws {
        try await withWriter { house, database, writer in
            let all = try (0..<500).map { _ in try submission() }
            try await running(writer) {
                try await withThrowingTaskGroup { group in
                    for one in all { group.addTask { try await writer.write(one) } }
                    try await group.waitForAll()
                }
            }
            let ids = Set(all.map(\.event.submissionID.uuid))
            let stored = try await house.owner.query("SELECT id, xmin::text AS xmin FROM intake.submissions")
            #expect(Set(try stored.map { try $0.get("id", as: UUID.self) }) == ids)
            #expect(stored.count == 500)
            let told = try await house.told(by: .intake)
            #expect(told.count == 500)
            #expect(Set(told.map(\.key)) == ids)
            #expect(Set(told.map(\.id)) == Set(all.map(\.entry.id)))
            let transactions = Set(try stored.map { try $0.get("xmin", as: String.self) }).count
            #expect(transactions <= 50, "\(transactions) transactions for 500 submissions")
        }
    }

    @Test func `does not let one that cannot be stored take its neighbours with it`() async throws {
        try await withWriter { house, _, writer in
            let bad = try submission(channel: "no such channel")
            let twin = try submission()
            let good = try (0..<30).map { _ in try submission() }
            let failures = try await running(writer) {
                await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                    for one in good + [bad, twin] + good.prefix(1) {
                        group.addTask { (try? await writer.write(one)) == nil }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
            }
            #expect(failures == 2, "the one that does not fit, and the second of the same id")
            #expect(try await house.count("intake", "submissions") == 31)
            #expect(try await house.count("intake", "outbox") == 31)
        }
    }

    @Test func `refuses at once what goes beyond its capacity, and takes the rest`() async throws {
        try await withWriter(capacity: 5) { house, _, writer in
            // Nobody writes yet: five wait, the sixth is refused.
            let all = try (0..<6).map { _ in try submission() }
            let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
                for one in all { group.addTask { (try? await writer.write(one)) != nil } }
                var outcomes = [await group.next() ?? true]
                let lifetime = Lifetime()
                let work = Task { try await writer.run(lifetime) }
                for await outcome in group { outcomes.append(outcome) }
                lifetime.stop()
                _ = await work.result
                return outcomes
            }
            #expect(outcomes.first == false, "the first answer is the refusal")
            #expect(outcomes.count { $0 } == 5)
            #expect(try await house.count("intake", "submissions") == 5)
        }
    }

    @Test func `finishes what waits before it stops, and takes nothing afterwards`() async throws {
        try await withWriter { house, _, writer in
            let waiting = try submission()
            let answer = Task { try await writer.write(waiting) }
            try await running(writer) {}
            let late = try submission()
            await #expect(throws: IntakeFailure.busy) { try await writer.write(late) }
            // Written where it was in the queue before the stop, refused otherwise: never left without an answer.
            let isStored = (try? await answer.value) != nil
            #expect(try await house.count("intake", "submissions") == (isStored ? 1 : 0))
        }
    }

    // MARK: Support

    private func withWriter(
        capacity: Int = 2048, _ body: (TestHouse, Database, SubmissionWriter) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_intake_app", connections: 3)
            let writer = SubmissionWriter(
                database: database, outbox: try house.outbox(of: .intake), capacity: capacity,
                patience: .seconds(90))
            try await body(house, database, writer)
            await database.close()
        }
    }

    private func submission(channel: String = "WEB_FORM") throws -> SealedSubmission {
        let id = SubmissionID(Randomness.uuid())
        let event = SubmissionReceived(
            submissionID: id, mailboxID: MailboxID(UUID()), receivedAt: .now, urgency: .u3,
            sealedSubmission: SealedPart(Randomness.bytes(64)))
        return SealedSubmission(
            event: event, entry: try OutboxEntry(event, key: id.uuid, id: Randomness.uuid()), channel: channel,
            language: "en", lookup: Randomness.bytes(32), consent: Randomness.bytes(57))
    }
}
