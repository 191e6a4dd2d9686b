import CaseModel
import Foundation
import Kafka
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test func `events that services ship again take no effect a second time`() async throws {
        let stack = try await Stack.shared()
        var story = try await Story(stack)
        try await story.walk()
        try await stack.untilQuiet()
        let (effects, figures) = (try await stack.effects(), try await story.officer.figures())
        let mails = try await stack.caughtMails().count
        let heads = try await stack.chainHeads()
        let seen = try await stack.consumers("amparo_consumer_handled_total")

        let (from, until) = ("2020-01-01T00:00:00Z", EventCoding.text(of: .now.addingTimeInterval(3600)))
        for service in Stack.Service.allCases {
            try await stack.amparo("events republish \(service.rawValue) --from \(from) --until \(until)")
        }
        try await expectEventually("all is shipped again") {
            let open = try await stack.asOwner { database in
                var open: Int64 = 0
                for service in Stack.Service.allCases {
                    let schema = try Identifier(service.rawValue)
                    let row = try await database.first(
                        """
                        SELECT count(*) FROM \(identifier: schema).outbox_republications
                        WHERE done_at IS NULL OR events = 0 AND requested_at > now() - interval '1 minute'
                            AND EXISTS (SELECT 1 FROM \(identifier: schema).outbox)
                        """)
                    open += try row?.get(0) ?? 1
                }
                return open
            }
            return open == 0
        }
        try await stack.untilQuiet()

        let (after, handled) = (
            try await stack.effects(), try await stack.consumers("amparo_consumer_handled_total")
        )
        #expect(after == effects)
        // Nothing but the heads of the audit chains, which come every minute and which all three services hear.
        let headsSince = try await stack.chainHeads() - heads
        #expect(handled - seen <= Double(3 * headsSince))
        let (figuresAfter, mailsAfter) = (try await story.officer.figures(), try await stack.caughtMails().count)
        #expect(figuresAfter == figures)
        #expect(mailsAfter == mails)
    }

    @Test func `records that the broker delivers twice take no effect a second time`() async throws {
        let stack = try await Stack.shared()
        _ = try await SubmitterWalk.post(to: stack)
        try await stack.untilQuiet()
        let effects = try await stack.effects()
        let heads = try await stack.chainHeads()
        let seen = try await stack.consumers("amparo_consumer_handled_total")
        let skipped = try await stack.consumers("amparo_consumer_skipped_total")

        let log = try await TopicLog.read(stack).records.filter { !$0.topic.contains("dead-letters") }
        #expect(log.contains { $0.topic == Topic.intake.name })
        try await TopicLog.produce(
            log.map {
                OutgoingRecord(
                    topic: $0.topic, partition: $0.partition, key: $0.key, value: $0.value, headers: $0.headers)
            }, to: stack)
        let arrived = log.count { $0.topic == Topic.intake.name }
        try await expectEventually("they are skipped") {
            try await stack.consumers("amparo_consumer_skipped_total") >= skipped + Double(arrived)
        }
        try await stack.untilQuiet()

        let (after, handled) = (
            try await stack.effects(), try await stack.consumers("amparo_consumer_handled_total")
        )
        #expect(after == effects)
        // Nothing but the heads of the audit chains, which come every minute and which all three services hear.
        let headsSince = try await stack.chainHeads() - heads
        #expect(handled - seen <= Double(3 * headsSince))
    }
}

extension Stack {
    /// A figure of all services' consumers together.
    func consumers(_ figure: String) async throws -> Double {
        var sum = 0.0
        for service in Service.allCases { sum += try await self.figure(figure, of: service) }
        return sum
    }

    /// How many heads of audit chains were sent.
    func chainHeads() async throws -> Int64 {
        try await asOwner { database in
            var heads: Int64 = 0
            for service in [Service.verification, .notification, .reporting] {
                let schema = try Identifier(service.rawValue)
                let row = try await database.first(
                    "SELECT count(*) FROM \(identifier: schema).outbox WHERE type = \(ChainHead.type)")
                heads += try row?.get(0) ?? 0
            }
            return heads
        }
    }

    /// What there is once nothing is under way any more: what another test began must not count as this one's.
    func effectsAtRest() async throws -> [String: Int] {
        try await untilQuiet()
        return try await effects()
    }

    /// Waits until all that was told has been shipped and read: nothing is on its way, and for half a second nothing
    /// comes.
    func untilQuiet(within deadline: Duration = .seconds(30)) async throws {
        var last: [Double] = []
        var since = ContinuousClock.now
        let isQuiet = try await eventually(within: deadline) {
            var now: [Double] = []
            for service in Service.allCases {
                for name in ["amparo_kafka_records_received_total", "amparo_kafka_records_sent_total"] {
                    now.append(try await figure(name, of: service))
                }
            }
            if now != last { (last, since) = (now, .now) }
            return since.duration(to: .now) > .milliseconds(700)
        }
        guard isQuiet else { throw Failure("the house does not come to rest") }
    }
}
