import Synchronization

/// Names one request in logs and problem documents. Made here, never taken from the client.
package struct RequestID: Sendable, Hashable, CustomStringConvertible {
    private let number: UInt64

    private static let start = UInt64.random(in: .min ... .max)
    private static let counter = Atomic<UInt64>(0)

    package init() {
        let count = Self.counter.add(1, ordering: .relaxed).newValue
        // An odd factor maps the counter one to one onto all numbers, so that ids neither repeat nor tell the load.
        number = Self.start &+ count &* 0x9E37_79B9_7F4A_7C15
    }

    package var description: String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
