import CSodium

/// Keys from keys: keyed BLAKE2b over a label and what is to be bound. The label's length goes in too, so that no two
/// uses can meet.
enum Derivation {
    /// Writes 32 bytes to `output`.
    static func derive(
        from key: UnsafePointer<UInt8>, label: StaticString, binding parts: [UInt8]...,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        var message = [UInt8(clamping: label.utf8CodeUnitCount)]
        message.reserveCapacity(1 + label.utf8CodeUnitCount + parts.reduce(0) { $0 + $1.count })
        label.withUTF8Buffer { message.append(contentsOf: $0) }
        for part in parts { message.append(contentsOf: part) }
        crypto_generichash(output, 32, message, UInt64(message.count), key, 32)
    }

    /// Lends 32 bytes on the stack and wipes them. For a key that lives for one operation.
    static func withTemporaryKey<R>(
        _ body: (UnsafeMutablePointer<UInt8>) throws(VaultError) -> R
    ) throws(VaultError) -> R {
        let result: Result<R, VaultError> = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
            guard let base = buffer.baseAddress else { return .failure(.outOfMemory) }
            defer { sodium_memzero(base, 32) }
            do throws(VaultError) { return .success(try body(base)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
