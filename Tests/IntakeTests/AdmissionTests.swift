import CaseModel
import Foundation
import HTTP
@testable import Intake
import Messaging
import ServiceRuntime
import Synchronization
import TestSupport
import Testing
import Vault
import Web

@Suite struct `What is let in` {
    private let start = ContinuousClock.now

    @Test func `a bucket lets a burst through, then its rate, and keeps a part for who comes first`() {
        var bucket = TokenBucket(rate: 10, burst: 20)
        let program = (0..<30).count { _ in bucket.take(keeping: 0.5, at: start) }
        #expect(program == 10)
        let form = (0..<30).count { _ in bucket.take(keeping: 0.1, at: start) }
        #expect(form == 8)
        let urgent = (0..<30).count { _ in bucket.take(keeping: nil, at: start) }
        #expect(urgent == 30, "the most urgent always")
        let later = start + .milliseconds(500)
        let after = (0..<30).count { _ in bucket.take(keeping: 0.1, at: later) }
        #expect(after == 3)
        let before = bucket.take(keeping: 0.1, at: start)
        #expect(!before, "a clock that goes back gives nothing")
        let rested = (0..<100).count { _ in bucket.take(keeping: 0, at: later + .seconds(60)) }
        #expect(rested == 20)
    }

    @Test func `a bucket without a rate has no bound`() {
        var bucket = TokenBucket(rate: 0, burst: 1)
        let taken = (0..<1000).count { _ in bucket.take(keeping: 0.9, at: start) }
        #expect(taken == 1000)
    }

    private typealias Second = (backed: Int, bare: Int, failing: Int)

    /// Seconds, and whether a flood is on after the last.
    private static let floods: [(String, [Second], Bool)] = [
        ("silence", [(0, 0, 0)], false),
        ("two loud seconds", [(0, 50, 0), (0, 50, 0)], false),
        ("three", [(0, 50, 0), (0, 50, 0), (0, 50, 0)], true),
        ("three with a pause", [(0, 50, 0), (0, 50, 0), (0, 1, 0), (0, 50, 0)], false),
        ("many people at forms", Array(repeating: (900, 3, 2), count: 10), false),
        ("many people, and programs that fail", Array(repeating: (900, 0, 60), count: 3), true),
        ("few requests, most of which fail", Array(repeating: (4, 0, 15), count: 3), true),
        ("few requests, some of which fail", Array(repeating: (15, 0, 13), count: 30), false),
        ("hardly any, all of which fail", Array(repeating: (0, 0, 5), count: 30), false),
        (
            "a flood and a short silence",
            Array(repeating: (0, 50, 0), count: 3) + Array(repeating: (0, 0, 0), count: 9), true
        ),
        (
            "a flood and a long silence",
            Array(repeating: (0, 50, 0), count: 3) + Array(repeating: (0, 0, 0), count: 10), false
        ),
        (
            "a flood that becomes half",
            Array(repeating: (0, 50, 0), count: 3) + Array(repeating: (0, 25, 0), count: 30), true
        ),
        (
            "a flood that becomes little",
            Array(repeating: (0, 50, 0), count: 3) + Array(repeating: (9, 24, 0), count: 10), false
        ),
    ]

    @Test(arguments: floods.indices) func `a flood begins and ends`(_ index: Int) {
        let (name, seconds, isOn) = Self.floods[index]
        var watch = FloodWatch(.init(rate: 50, seconds: 3, calm: 10))
        for (second, counts) in seconds.enumerated() {
            for _ in 0..<counts.backed { watch.note(.backed, second: second) }
            for _ in 0..<counts.bare { watch.note(.bare, second: second) }
            for _ in 0..<counts.failing { watch.note(.failing, second: second) }
        }
        watch.turn(to: seconds.count)
        #expect(watch.isOn == isOn, "\(name)")
    }

    @Test func `a flood ends in silence, also where nobody asks meanwhile`() {
        var watch = FloodWatch(.init(rate: 5, seconds: 1, calm: 10))
        for _ in 0..<9 { watch.note(.bare, second: 7) }
        watch.turn(to: 8)
        #expect(watch.isOn)
        watch.turn(to: 1_000_000)
        #expect(!watch.isOn)
        var off = FloodWatch(.init(rate: 0, seconds: 1, calm: 1))
        for second in 0..<9 { for _ in 0..<100 { off.note(.failing, second: second) } }
        off.turn(to: 20)
        #expect(!off.isOn, "a rate of 0: never")
    }

    @Test func `the wait is what commits take, times those who stand before`() {
        var pace = CommitPace()
        #expect(pace.expected(waiting: 1000, atOnce: 100, now: start) == .zero, "nobody is being written")
        pace.began(1, at: start)
        pace.ended(1, at: start + .milliseconds(100))
        pace.began(2, at: start + .milliseconds(100))
        #expect(pace.expected(waiting: 0, atOnce: 100, now: start + .milliseconds(110)) == .milliseconds(100))
        #expect(pace.expected(waiting: 200, atOnce: 100, now: start + .milliseconds(110)) == .milliseconds(300))
        #expect(
            pace.expected(waiting: 0, atOnce: 100, now: start + .seconds(5)) >= .seconds(4), "one that hangs is seen")
        pace.ended(2, at: start + .seconds(5))
        #expect(pace.expected(waiting: 9, atOnce: 1, now: start + .seconds(5)) == .zero, "and forgotten with it")
    }

    @Test func `lanes let a few in at a time, all others after them, and refuse what is too much`() async throws {
        let lanes = LookupLanes(lanes: 2, queue: 3)
        let gate = Gate()
        let inside = Counted()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    try await lanes.run {
                        inside.add()
                        await gate.wait()
                    }
                }
            }
            #expect(await eventually { inside.count == 2 && lanes.waiting == 3 })
            let refusal = await #expect(throws: IntakeFailure.self) { try await lanes.run {} }
            #expect(refusal == .busy)
            gate.open()
            try await group.waitForAll()
        }
        #expect(inside.count == 5)
        try await lanes.run {}
    }
}

@Suite struct `Proof of work` {
    private let challenges: WorkChallenges
    private let now = Date(timeIntervalSince1970: 1_800_000_030)
    private let body = Array("{}".utf8)

    init() throws { challenges = WorkChallenges(key: try SigningKey(), bits: 8) }

    @Test func `is taken with the body it was made for, and always has the same ticket`() throws {
        let proof = Work.prove(challenges.current(now), body: body)
        let ticket = try #require(challenges.ticket(for: proof, body: body, now: now))
        #expect(challenges.ticket(for: proof, body: body, now: now.addingTimeInterval(300)) == ticket)
        #expect(challenges.ticket(for: proof, body: body + [0], now: now) == nil)
        #expect(challenges.ticket(for: proof, body: body, now: now.addingTimeInterval(700)) == nil, "it has ended")
        let other = Work.prove(challenges.current(now), body: body, from: 100_000)
        #expect(challenges.ticket(for: other, body: body, now: now) != ticket)
    }

    @Test func `is asked alike of everybody within a minute`() {
        #expect(challenges.current(now).text == challenges.current(now.addingTimeInterval(20)).text)
        #expect(challenges.current(now).text != challenges.current(now.addingTimeInterval(60)).text)
    }

    @Test func `of another key, of fewer bits or of no sense is refused`() throws {
        let other = WorkChallenges(key: try SigningKey(), bits: 8)
        let easy = WorkChallenges(key: challenges.key, bits: 1)
        let good = Work.prove(challenges.current(now), body: body)
        let bad = [
            "", ":", "..:0", "1.8.00:0", good + ":", String(good.dropFirst()), good.replacing(".8.", with: ".0."),
            good + String(repeating: "0", count: 40), String(repeating: "9", count: 300),
            Work.prove(other.current(now), body: body), Work.prove(easy.current(now), body: body, atLeast: 8),
            "99999999999999999999.8.00:1", "-1.8.00:1",
        ]
        for proof in bad { #expect(challenges.ticket(for: proof, body: body, now: now) == nil, "\(proof)") }
    }
}

/// Does the work that is asked for.
enum Work {
    static func prove(_ challenge: WorkChallenge, body: [UInt8], from first: Int = 0, atLeast bits: Int = 0) -> String {
        prove(challenge.text, max(challenge.bits, bits), body: body, from: first)
    }

    static func prove(_ challenge: String, _ bits: Int, body: [UInt8], from first: Int = 0) -> String {
        var counter = first
        while WorkChallenges.leadingZeroBits(
            of: WorkChallenges.digest(challenge: challenge, body: body, counter: String(counter))) < bits
        { counter += 1 }
        return "\(challenge):\(counter)"
    }
}

final class Counted: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}
