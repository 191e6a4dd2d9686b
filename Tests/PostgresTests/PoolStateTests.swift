import Testing

@testable import Postgres

struct PoolStateTests {
    @Test func `a full pool serves waiters in the order they came`() {
        var state = PoolState(limit: 1)
        #expect(state.request(1) == .granted(.open(1)))
        #expect(state.request(2) == .wait)
        #expect(state.request(3) == .wait)
        #expect(state.giveBack(1, isUsable: true).next == .init(waiter: 2, grant: .use(1)))
        let broken = state.giveBack(1, isUsable: false)
        #expect(broken == .init(closes: true, next: .init(waiter: 3, grant: .open(1))))
    }

    @Test func `a waiter who left is not served`() {
        var state = PoolState(limit: 1)
        _ = state.request(1)
        _ = state.request(2)
        let withdrawals = [state.withdraw(2), state.withdraw(2)]
        #expect(withdrawals == [true, false])
        #expect(state.giveBack(1, isUsable: true).next == nil)
    }

    @Test func `a closed pool refuses and closes what comes back`() {
        var state = PoolState(limit: 2)
        _ = state.request(1)
        let closing = state.close()
        #expect(closing.slots.isEmpty && closing.waiters.isEmpty && !state.isDrained)
        #expect(state.request(2) == .refused)
        let disposal = state.giveBack(1, isUsable: true)
        #expect(disposal.closes)
        #expect(state.isDrained)
    }

    @Test(arguments: 0..<50) func `no sequence lends one connection twice`(seed: UInt64) {
        var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let limit = Int.random(in: 1...4, using: &random)
        var state = PoolState(limit: limit)
        var lent: Set<Int> = []
        var waiting: [Int] = []
        func take(_ grant: PoolState.Grant) {
            switch grant {
            case .open(let slot), .use(let slot):
                let isFree = lent.insert(slot).inserted
                #expect(isFree)
            }
        }
        for waiter in 0..<400 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                switch state.request(waiter) {
                case .granted(let grant): take(grant)
                case .wait: waiting.append(waiter)
                case .refused: Issue.record("An open pool refused")
                }
            case 2, 3:
                guard let slot = lent.sorted().randomElement(using: &random) else { continue }
                lent.remove(slot)
                guard let next = state.giveBack(slot, isUsable: .random(using: &random)).next else { continue }
                #expect(next.waiter == waiting.removeFirst())
                take(next.grant)
            default:
                guard let gone = waiting.randomElement(using: &random) else { continue }
                let wasWaiting = state.withdraw(gone)
                #expect(wasWaiting)
                waiting.removeAll { $0 == gone }
            }
            #expect(lent.count <= limit && state.lent == lent.count && state.waiting == waiting.count)
            #expect(waiting.isEmpty || lent.count == limit)
        }
    }
}

/// The same numbers for the same seed, so that a failure can be repeated.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
