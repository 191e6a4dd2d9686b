import Foundation
import Kafka
import Testing

@testable import Messaging

@Suite struct BatchPlanTests {
    private let topicPartition = TopicPartition(topic: "t", partition: 2)
    private var key: SequencePlace { SequencePlace(source: "intake", topicPartition: topicPartition) }

    private enum What { case event, unknown, head, refused(RefusalReason) }

    /// An arrival with these headers of ours; of the event with number 0 nothing can be read.
    private func arrival(
        _ sequence: Int64, previous: Int64? = nil, _ what: What = .event, isRepublished: Bool = false
    ) -> Arrival {
        var headers: [(name: String, value: [UInt8])] = [
            ("ce_id", UUID().uuidString.lowercased()), ("ce_source", "intake"), ("ce_type", "counted.v1"),
            ("ce_subject", UUID().uuidString.lowercased()), ("ce_time", "2026-01-01T00:00:00.000Z"),
        ].map { ($0, Array($1.utf8)) }
        let content: Arrival.Content
        switch what {
        case .event: content = .event("payload", handler: 0)
        case .unknown: content = .unknownType
        case .head:
            content = .head(sequence)
            headers.append((EventHeader.head, WireText.bytes(of: sequence)))
        case .refused(let reason): content = .refused(reason)
        }
        if case .head = what {} else { headers.append((EventHeader.sequence, WireText.bytes(of: sequence))) }
        if let previous { headers.append((EventHeader.previous, WireText.bytes(of: previous))) }
        if isRepublished { headers.append((EventHeader.republished, Array("true".utf8))) }
        let record = IncomingRecord(
            topic: topicPartition.topic, partition: topicPartition.partition, offset: 0, key: [], value: [],
            headers: headers, timestamp: -1)
        return Arrival(record: record, envelope: EventEnvelope(record), content: content)
    }

    private func plan(_ arrivals: [Arrival], last: Int64 = 0, known: Int64? = nil) -> BatchPlan {
        BatchPlan(arrivals, places: [key: BatchPlan.Place(last: last, known: known ?? last)])
    }

    @Test func `what follows is handled, what came before is skipped, what lies behind a hole waits`() {
        let plan = plan([3, 4, 5, 5, 6, 9, 10, 7, 8].map { arrival($0) }, last: 4)
        #expect(plan.steps == [.handle(2), .handle(4), .handle(7), .handle(8)])
        #expect(plan.places[key] == BatchPlan.Place(last: 8, known: 10))
        #expect(plan.skipped == 3)
        #expect(plan.moved == [key])
    }

    @Test func `a number whose predecessor is lower is stepped to`() {
        let plan = plan([arrival(1_000_001, previous: 4), arrival(1_000_002)], last: 5)
        #expect(plan.steps == [.handle(0), .handle(1)])
        #expect(plan.places[key]?.last == 1_000_002)
    }

    @Test func `types that nobody listens to move the place, refused ones too, forged ones do not`() {
        let plan = plan([
            arrival(1, .unknown), arrival(2, .refused(.undecodable)), arrival(3, .refused(.signatureWrong)),
            arrival(3, .refused(.signatureMissing)), arrival(3),
        ])
        #expect(
            plan.steps == [
                .park(1, .undecodable), .park(2, .signatureWrong), .park(3, .signatureMissing), .handle(4),
            ])
        #expect(plan.unknownTypes == 1)
        #expect(plan.places[key] == BatchPlan.Place(last: 3, known: 3))
    }

    @Test func `a word of the source opens a hole, and closes what somebody else has invented`() {
        #expect(plan([arrival(9, .head)], last: 4).places[key] == BatchPlan.Place(last: 4, known: 9))
        #expect(plan([arrival(6, .head)], last: 4, known: 900).places[key] == BatchPlan.Place(last: 4, known: 6))
        let behind = plan([arrival(2, .head)], last: 4)
        #expect(behind.places[key] == BatchPlan.Place(last: 4, known: 4))
        #expect(behind.moved.isEmpty)
    }

    @Test func `what an operator republishes has no say over the place`() {
        let plan = plan([arrival(900, isRepublished: true)], last: 4)
        #expect(plan.steps == [.handle(0)])
        #expect(plan.moved.isEmpty)
    }

    @Test func `headers that are not those of an event are put aside`() {
        let arrivals = [arrival(0), arrival(-4), arrival(5, previous: 5), arrival(5, previous: 7)]
        #expect(arrivals.allSatisfy { $0.envelope == nil })
        #expect(plan(arrivals).steps == (0..<4).map { .park($0, .headersMissing) })
    }
}
