import Foundation
import TestSupport
import Testing

/// Feeds a reader with what grows out of good examples: the same inputs in every run, and as many as there is time for where
/// `AMPARO_FUZZ_SECONDS` says so. `AMPARO_FUZZ_SEED` begins elsewhere.
struct Fuzzer {
    /// Good examples, and what readers look out for.
    let seeds: [[UInt8]]
    let words: [[UInt8]]
    var largest = 4096
    private var random: SeededGenerator
    private let seed: UInt64
    private var pool: [[UInt8]]

    init(_ seeds: [String], words: [String] = []) {
        let environment = ProcessInfo.processInfo.environment
        seed = environment["AMPARO_FUZZ_SEED"].flatMap { UInt64($0) } ?? 5
        random = SeededGenerator(seed: seed)
        self.seeds = seeds.map { Array($0.utf8) }
        self.words = words.map { Array($0.utf8) }
        pool = self.seeds
    }

    /// Calls `check` with one input after the other, and with numbers to cut it up by. It returns false where the input
    /// breaks a promise.
    mutating func run(
        _ iterations: Int = 4000, sourceLocation: SourceLocation = #_sourceLocation,
        _ check: ([UInt8], inout SeededGenerator) throws -> Bool
    ) async rethrows {
        let seconds = ProcessInfo.processInfo.environment["AMPARO_FUZZ_SECONDS"].flatMap { Double($0) }
        let end = seconds.map { ContinuousClock.now + .seconds($0) }
        var count = 0
        while end.map({ ContinuousClock.now < $0 }) ?? (count < iterations) {
            // The threads of the pool are few, and other tests need them.
            if count % 64 == 0 { await Task.yield() }
            let input = count < seeds.count ? seeds[count] : mutated()
            count += 1
            guard try check(input, &random) else {
                let bytes = input.prefix(2048).map { String($0, radix: 16) }.joined(separator: " ")
                Issue.record(
                    "input \(count) of seed \(seed): \(String(decoding: input.prefix(2048), as: UTF8.self)) [\(bytes)]",
                    sourceLocation: sourceLocation)
                return
            }
            if count % 16 == 0, pool.count < 256 { pool.append(input) }
        }
    }

    /// Cuts into pieces of all sizes; often into single bytes.
    static func pieces(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        let most = [1, 2, 7, 64, 1024].randomElement(using: &random) ?? 1
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...most, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private mutating func mutated() -> [UInt8] {
        var bytes = pool.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes) }
        return Array(bytes.prefix(largest))
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let length = min(bytes.count - place, Int.random(in: 0...32, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: bytes.removeSubrange(place..<place + length)
        case 2: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [0], at: place)
        case 3 where length > 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
        case 5: bytes.removeSubrange(place...)
        case 6:
            let other = pool.randomElement(using: &random) ?? []
            bytes.append(contentsOf: other.suffix(Int.random(in: 0...other.count, using: &random)))
        case 7:
            let many = Int.random(in: 1...300, using: &random)
            let word = words.randomElement(using: &random) ?? [0x20]
            bytes.insert(contentsOf: (0..<many).flatMap { _ in word }, at: place)
        default:
            let odd: [UInt8] = [
                0, 0x0A, 0x0D, 0x20, 0x22, 0x25, 0x2B, 0x2D, 0x3B, 0x3D, 0x5C, 0x7F, 0x80, 0xC3, 0xED, 0xFF,
            ]
            if length > 0 { bytes[place] = odd.randomElement(using: &random) ?? 0 }
        }
    }
}
