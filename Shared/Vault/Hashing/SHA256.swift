import CLibCrypto

/// SHA-256, fed piece by piece. OpenSSL's, since it uses the processor's own instructions.
package struct SHA256: ~Copyable, Sendable {
    package static let count = 32
    /// What is hashed at a time; a hash can be laid down only between two blocks.
    package static let blockBytes = 64

    private var context = SHA256_CTX()

    package init() {
        SHA256_Init(&context)
    }

    /// Takes up a hash where `state` laid it down, after `byteCount` bytes. Nil where it is none.
    package init?(state: [UInt8], byteCount: Int) {
        guard state.count == Self.count, byteCount >= 0, byteCount.isMultiple(of: Self.blockBytes) else { return nil }
        SHA256_Init(&context)
        withUnsafeMutableBytes(of: &context.h) { $0.copyBytes(from: state) }
        let bits = UInt64(byteCount) &* 8
        context.Nl = UInt32(truncatingIfNeeded: bits)
        context.Nh = UInt32(truncatingIfNeeded: bits >> 32)
    }

    /// What hashing can be taken up from later, together with the number of bytes so far; nil within a block. It tells as
    /// much of the content as a hash does.
    package var state: [UInt8]? {
        guard context.num == 0 else { return nil }
        return withUnsafeBytes(of: context.h) { Array($0) }
    }

    package mutating func update(_ bytes: [UInt8]) {
        SHA256_Update(&context, bytes, bytes.count)
    }

    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { _ = SHA256_Update(&context, $0.baseAddress, $0.count) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// The 32 bytes over everything so far. Feeding may go on.
    package func current() -> [UInt8] {
        var copy = context
        var digest = [UInt8](repeating: 0, count: Self.count)
        SHA256_Final(&digest, &copy)
        return digest
    }

    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.current()
    }
}
