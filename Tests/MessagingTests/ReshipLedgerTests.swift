import Kafka
import Testing

@testable import Messaging

@Suite struct ReshipLedgerTests {
    private let place = TopicPartition(topic: "t", partition: 0)
    private let start = ContinuousClock.now

    private func next(_ ledger: inout ReshipLedger, after milliseconds: Int) -> Int64? {
        ledger.next(at: start + .milliseconds(milliseconds), patience: .milliseconds(400))?.from
    }

    @Test func `many requests for the same are one, the lowest comes first`() {
        var ledger = ReshipLedger()
        for sequence: Int64 in [9, 5, 5, 9, 7] { ledger.ask(place, from: sequence) }
        #expect([next(&ledger, after: 0), next(&ledger, after: 0), next(&ledger, after: 0)] == [5, 7, 9])
        #expect(ledger.isEmpty)
        #expect(next(&ledger, after: 0) == nil)
    }

    @Test func `what has just been answered is not answered again, for a while`() {
        var ledger = ReshipLedger()
        ledger.answer(place, 5...20, at: start)
        for sequence: Int64 in [5, 20] { ledger.ask(place, from: sequence) }
        #expect(next(&ledger, after: 400) == nil)
        ledger.ask(place, from: 21)
        #expect(next(&ledger, after: 400) == 21)
        ledger.ask(place, from: 5)
        #expect(next(&ledger, after: 401) == 5)
    }

    @Test func `it remembers no more than its limit, and nothing that is not a number of an event`() {
        var ledger = ReshipLedger()
        for sequence in 1...100 { ledger.ask(place, from: Int64(sequence)) }
        for sequence: Int64 in [0, -1, .min] { ledger.ask(TopicPartition(topic: "u", partition: 0), from: sequence) }
        var answered: [Int64] = []
        while let sequence = next(&ledger, after: 0) { answered.append(sequence) }
        #expect(answered == Array(1...Int64(ReshipLedger.limit)))
    }
}
