import CSodium

/// Hides how long a text is: everything is filled up to one of a few sizes before it is sealed (ISO/IEC 7816-4: one byte
/// 0x80, then zeros).
package enum Padding {
    /// Beyond the largest, multiples of it.
    package static let sizes = [1, 4, 16, 64, 256].map { $0 * 1024 }

    /// The size that `count` bytes are filled up to; at least one byte is always added.
    package static func paddedCount(_ count: Int) -> Int {
        let largest = sizes[sizes.count - 1]
        return sizes.first { $0 > count } ?? (count / largest + 1) * largest
    }

    package static func pad(_ bytes: [UInt8]) -> [UInt8] {
        let count = paddedCount(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            base.update(repeating: 0, count: count)
            bytes.withUnsafeBufferPointer { if let from = $0.baseAddress { base.update(from: from, count: $0.count) } }
            base[bytes.count] = 0x80
            initialized = count
        }
    }

    package static func unpad(_ bytes: [UInt8]) throws(VaultError) -> [UInt8] {
        var count = 0
        let block = min(bytes.count, sizes[sizes.count - 1])
        guard block > 0, paddedCount(bytes.count - 1) == bytes.count,
            sodium_unpad(&count, bytes, bytes.count, block) == 0
        else { throw .malformed }
        return Array(bytes[..<count])
    }
}
