import CSodium

/// The library's one-time start. Everything that calls into it asks here first.
enum Sodium {
    private static let isStarted = sodium_init() >= 0

    /// Ends the process where the system has no source of randomness: nothing of the vault can work then.
    static func start() {
        precondition(isStarted, "libsodium found no source of randomness")
    }
}

/// Overwrites an array's bytes in a way that the optimiser keeps. For copies of secrets that had to be arrays.
package func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { sodium_memzero(base, $0.count) } }
    bytes = []
}

/// Compares in a time that depends on the lengths only.
package func constantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && sodium_memcmp(one, other, one.count) == 0
}
