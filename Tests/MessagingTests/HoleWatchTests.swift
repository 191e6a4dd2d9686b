import Kafka
import Testing

@testable import Messaging

@Suite struct HoleWatchTests {
    private let key = SequencePlace(source: "intake", topicPartition: TopicPartition(topic: "t", partition: 0))
    private let start = ContinuousClock.now

    private func asks(_ watch: inout HoleWatch, after milliseconds: Int) -> [Int64] {
        watch.due(at: start + .milliseconds(milliseconds)).map(\.from)
    }

    @Test func `it hesitates, asks, and asks again at growing intervals`() {
        var watch = HoleWatch()
        watch.note(key, BatchPlan.Place(last: 4, known: 9), at: start)
        var askedAt: [Int] = []
        for time in stride(from: 0, through: 120_000, by: 50) where !asks(&watch, after: time).isEmpty {
            askedAt.append(time)
        }
        #expect(askedAt == [100, 1_100, 3_100, 7_100, 15_100, 31_100, 61_100, 91_100])
    }

    @Test func `what comes begins it anew, what is complete ends it`() {
        var watch = HoleWatch()
        watch.note(key, BatchPlan.Place(last: 4, known: 9), at: start)
        #expect(asks(&watch, after: 100) == [5])
        watch.note(key, BatchPlan.Place(last: 6, known: 9), at: start + .milliseconds(300))
        #expect(asks(&watch, after: 350) == [])
        #expect(asks(&watch, after: 400) == [7])
        // The same place again changes nothing.
        watch.note(key, BatchPlan.Place(last: 6, known: 12), at: start + .milliseconds(500))
        #expect(asks(&watch, after: 1_399) == [])
        #expect(asks(&watch, after: 1_400) == [7])
        watch.note(key, BatchPlan.Place(last: 12, known: 12), at: start + .milliseconds(1_500))
        #expect(watch.isEmpty)
        #expect(asks(&watch, after: 100_000) == [])
    }

    @Test func `places that are given up are forgotten`() {
        let other = SequencePlace(source: "intake", topicPartition: TopicPartition(topic: "t", partition: 1))
        var watch = HoleWatch()
        watch.note(key, BatchPlan.Place(last: 0, known: 1), at: start)
        watch.note(other, BatchPlan.Place(last: 7, known: 8), at: start)
        watch.keep { $0 == other }
        #expect(watch.count == 1)
        #expect(asks(&watch, after: 200) == [8])
    }
}
