import CaseModel
import Foundation
import HTTP
@testable import Intake
import Messaging
import Postgres
import TestSupport
import Testing
import Vault
import Web

@Suite(.timeLimit(.minutes(15))) struct `A form that is sent twice` {
    @Test func `is stored once, and whoever sent it is told and keeps the text`() async throws {
        try await PublicDoorUnderTest.open { door in
            let token = try #require(try await door.get("/en/report").value(of: "form-token"))
            let fields = [("form-token", token)] + PublicDoorUnderTest.minimal
            let first = await door.router.respond(to: try .form("/en/report", fields))
            #expect(first.receiptCode != nil)
            let second = await door.router.respond(to: try .form("/en/report", fields))
            #expect(second.status == .conflict)
            #expect(second.receiptCode == nil)
            #expect(second.shows("They came at night."))
            #expect(second.shows("was already sent"))
            #expect(try await door.rows() == [1, 1])
            // What stands there can be sent as something new.
            let fresh = try #require(second.value(of: "form-token"))
            #expect(fresh != token)
            let again = [("form-token", fresh)] + PublicDoorUnderTest.minimal
            let third = await door.router.respond(to: try .form("/en/report", again))
            #expect(third.receiptCode != nil)
            #expect(try await door.rows() == [2, 2])
        }
    }

    @Test func `is told at once too where both come at the same time`() async throws {
        try await PublicDoorUnderTest.open { door in
            let token = try #require(try await door.get("/en/report").value(of: "form-token"))
            let fields = [("form-token", token)] + PublicDoorUnderTest.minimal
            let router = door.router
            let statuses = try await withThrowingTaskGroup(of: Status.self) { group in
                for _ in 0..<12 {
                    group.addTask { await router.respond(to: try .form("/en/report", fields)).status }
                }
                return try await group.reduce(into: [Status]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == .ok } == 1)
            #expect(statuses.count { $0 == .conflict } == 11)
            #expect(try await door.rows() == [1, 1])
        }
    }

    @Test func `is noticed by every instance, and takes no neighbour with it`() async throws {
        try await withWriters { house, one, other in
            let ticket = try Self.ticket()
            let before = try Self.submission(ticket)
            #expect(try await one.write(before) == .stored)
            #expect(one.knows(ticket) && !other.knows(ticket))
            // They wait for one transaction: the twin of what is stored, two of the same new ticket, and ten others.
            let twice = try Self.ticket()
            var all = try [Self.submission(ticket), Self.submission(twice), Self.submission(twice)]
            all += try (0..<5).map { _ in try Self.submission(Self.ticket()) }
            all += try (0..<5).map { _ in try Self.submission(nil) }
            let outcomes = try await withThrowingTaskGroup(of: Written.self) { group in
                for submission in all { group.addTask { try await other.write(submission) } }
                return try await group.reduce(into: [Written]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .alreadySent } == 2)
            #expect(outcomes.count { $0 == .stored } == 11)
            #expect(try await house.count("intake", "submissions") == 12)
            #expect(try await house.count("intake", "outbox") == 12)
            #expect(other.knows(ticket) && other.knows(twice))
        }
    }

    @Test func `after the answer was lost is told that it has arrived`() async throws {
        try await withWriters(patience: .milliseconds(300)) { house, one, other in
            let ticket = try Self.ticket()
            let submission = try Self.submission(ticket)
            try await house.owner.transaction { transaction in
                try await transaction.execute("LOCK TABLE intake.submissions IN ACCESS EXCLUSIVE MODE")
                let unsure = await #expect(throws: IntakeFailure.self) { _ = try await one.write(submission) }
                #expect(unsure == .outcomeUnknown)
            }
            let twin = try Self.submission(ticket)
            #expect(await eventually(within: .seconds(60)) { one.knows(ticket) })
            #expect(try await other.write(twin) == .alreadySent)
            #expect(try await house.count("intake", "submissions") == 1)
        }
    }

    @Test func `gets the form back with the same token while the database says nothing`() async throws {
        try await PublicDoorUnderTest.open { door in
            let token = try #require(try await door.get("/en/report").value(of: "form-token"))
            let fields = [("form-token", token)] + PublicDoorUnderTest.minimal
            try await door.house.owner.execute("REVOKE INSERT ON intake.used_tickets FROM amparo_intake_app")
            let response = await door.router.respond(to: try .form("/en/report", fields))
            #expect(response.status == .unavailable)
            #expect(response.value(of: "form-token") == token)
            try await door.house.owner.execute("GRANT INSERT ON intake.used_tickets TO amparo_intake_app")
            let again = await door.router.respond(to: try .form("/en/report", fields))
            #expect(again.receiptCode != nil)
            #expect(try await door.rows() == [1, 1])
        }
    }

    @Test func `is forgotten when its ticket has ended`() async throws {
        try await PublicDoorUnderTest.open { door in
            try await door.house.owner.execute(
                """
                INSERT INTO intake.used_tickets VALUES (now() - interval '2 hours', gen_random_uuid()),
                    (now() - interval '10 minutes', gen_random_uuid()), (now() + interval '1 day', gen_random_uuid())
                """)
            let row = try await door.database.first(SubmissionQueries.sweepTickets)
            #expect(try row?.get("swept", as: Int.self) == 1)
            #expect(try await door.house.count("intake", "used_tickets") == 2)
        }
    }

    // MARK: Support

    static func ticket() throws -> FormTicket {
        try #require(
            FormTicket(nonce: Randomness.bytes(16), until: Date.now.addingTimeInterval(3600).timeIntervalSince1970))
    }

    static func submission(_ ticket: FormTicket?, urgency: Urgency = .u3) throws -> SealedSubmission {
        let id = SubmissionID(Randomness.uuid())
        let event = SubmissionReceived(
            submissionID: id, mailboxID: MailboxID(UUID()), receivedAt: .now, urgency: urgency,
            sealedSubmission: SealedPart(Randomness.bytes(64)))
        return SealedSubmission(
            event: event, entry: try OutboxEntry(event, key: id.uuid, id: Randomness.uuid()), channel: "WEB_FORM",
            language: "en", lookup: Randomness.bytes(32), consent: Randomness.bytes(64), ticket: ticket)
    }

    /// Two instances' writers.
    private func withWriters(
        patience: Duration = .seconds(90), _ body: (TestHouse, SubmissionWriter, SubmissionWriter) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_intake_app", connections: 3)
            let outbox = try house.outbox(of: .intake)
            let one = SubmissionWriter(database: database, outbox: outbox, writers: 1, patience: patience)
            let other = SubmissionWriter(database: database, outbox: outbox, writers: 1, patience: .seconds(90))
            try await running(one) { try await running(other) { try await body(house, one, other) } }
            await database.close()
        }
    }
}
