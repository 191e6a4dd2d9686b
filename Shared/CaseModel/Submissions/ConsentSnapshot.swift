package import Foundation

/// What a source agreed to at a moment, as the mailbox keeps it for its holder: purposes alone, in a few bytes that are as
/// many whatever was chosen.
package struct ConsentSnapshot: Codable, Sendable, Equatable {
    package var at: Date
    /// Bit n stands for the purpose whose code begins with `CPn_`.
    private var bits: UInt64

    package init(at: Date, purposes: [String]) {
        self.at = at
        bits = purposes.compactMap(Self.number).reduce(0) { $0 | 1 << UInt64($1) }
    }

    /// Reads what `bytes` wrote; nil where it is something else.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        let numbers = [bytes[..<8], bytes[8...]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        at = Date(timeIntervalSince1970: Double(Int64(bitPattern: numbers[0])) / 1000)
        bits = numbers[1]
    }

    package var bytes: [UInt8] {
        let milliseconds = UInt64(bitPattern: Int64((at.timeIntervalSince1970 * 1000).rounded()))
        return [milliseconds, bits].flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
        }
    }

    package func contains(_ purpose: String) -> Bool {
        Self.number(purpose).map { bits & 1 << UInt64($0) != 0 } ?? false
    }

    private static func number(_ purpose: String) -> Int? {
        guard purpose.hasPrefix("CP") else { return nil }
        return Int(purpose.dropFirst(2).prefix { $0 != "_" }).flatMap { (0..<64).contains($0) ? $0 : nil }
    }
}
