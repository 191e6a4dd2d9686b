import Messaging
import Testing

@Suite struct PlaceDecisionTests {
    @Test(arguments: [
        (sequence: Int64(1), previous: Int64(0), last: Int64(0), PlaceDecision.handle),
        (1, 0, 1, .skip),
        (5, 4, 4, .handle),
        (5, 4, 9, .skip),
        (6, 5, 4, .hole(from: 5)),
        // After a restore: numbers begin anew, the one before is told.
        (1_000_000_000_001, 33, 33, .handle),
        (1_000_000_000_001, 33, 40, .handle),
        (1_000_000_000_001, 33, 30, .hole(from: 31)),
        (1_000_000_000_002, 1_000_000_000_001, 33, .hole(from: 34)),
    ])
    func `a number is handled, skipped or shows a hole`(
        sequence: Int64, previous: Int64, last: Int64, expected: PlaceDecision
    ) {
        #expect(PlaceDecision(sequence: sequence, previous: previous, last: last) == expected)
    }

    /// A log that loses, doubles and rewinds at random, and a source that ships again what is asked for.
    @Test(arguments: UInt64(1)...40)
    func `every number takes effect once and in order, whatever the log does`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let count = Int64.random(in: 1...300, using: &random)
        // Some numbers begin anew.
        var numbers: [(sequence: Int64, previous: Int64)] = []
        var last: Int64 = 0
        for _ in 0..<count {
            let next = Int.random(in: 0..<50, using: &random) == 0 ? last + 1_000 : last + 1
            numbers.append((next, last))
            last = next
        }
        var log = numbers
        var effects: [Int64] = []
        var place: Int64 = 0
        var rounds = 0
        while place < last, rounds < 100_000 {
            rounds += 1
            var next: [(sequence: Int64, previous: Int64)] = []
            for entry in log {
                let fate = Int.random(in: 0..<10, using: &random)
                if fate == 0 { continue }
                for _ in 0..<(fate == 1 ? 2 : 1) {
                    switch PlaceDecision(sequence: entry.sequence, previous: entry.previous, last: place) {
                    case .handle:
                        effects.append(entry.sequence)
                        place = entry.sequence
                    case .skip: break
                    case .hole(let from):
                        #expect(from == place + 1)
                        let window = Int.random(in: 1...20, using: &random)
                        next = Array(numbers.filter { $0.sequence >= from }.prefix(window))
                    }
                }
            }
            log = next.isEmpty ? numbers.suffix(Int.random(in: 1...numbers.count, using: &random)) : next
        }
        #expect(effects == numbers.map(\.sequence))
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
