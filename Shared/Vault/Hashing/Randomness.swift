import CSodium
package import Foundation

/// Random bytes and identifiers, from the system's generator.
package enum Randomness {
    package static func bytes(_ count: Int) -> [UInt8] {
        Sodium.start()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress { randombytes_buf(base, count) }
            initialized = count
        }
    }

    /// Version 7: later ones sort after earlier ones (to a quarter of a microsecond), which keeps indexes compact. It tells
    /// when it was made.
    package static func uuid(at time: Date = .now) -> UUID {
        let microseconds = time.timeIntervalSince1970 * 1_000_000
        let milliseconds = UInt64(max(0, microseconds / 1000))
        let fraction = UInt64(max(0, microseconds - Double(milliseconds) * 1000) * 4096 / 1000) & 0xFFF
        var bytes = bytes(16)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * index)) }
        bytes[6] = 0x70 | UInt8(truncatingIfNeeded: fraction >> 8)
        bytes[7] = UInt8(truncatingIfNeeded: fraction)
        return uuid(from: bytes)
    }

    /// Version 4: tells nothing, not even when it was made.
    package static func timelessUUID() -> UUID {
        var bytes = bytes(16)
        bytes[6] = 0x40 | (bytes[6] & 0x0F)
        return uuid(from: bytes)
    }

    private static func uuid(from bytes: [UInt8]) -> UUID {
        var bytes = bytes
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
