import CSodium

/// A symmetric key for one submission, case, mailbox or purpose, in locked memory.
package final class DataKey: Sendable {
    static let count = 32

    private let slot: KeySlot

    /// A new random key.
    package init() throws(VaultError) {
        slot = try KeySlot { randombytes_buf($0, Self.count) }
    }

    /// From 32 bytes that arrived inside something sealed. The caller wipes its own copy.
    package init(bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == Self.count else { throw .keyWrongKind }
        slot = try KeySlot { $0.update(from: bytes, count: Self.count) }
    }

    /// Opens a key that was wrapped for a service.
    package convenience init(
        unwrapping wrapped: [UInt8], with keyPair: SealingKeyPair, context: SealContext
    ) throws(VaultError) {
        var bytes = try keyPair.open(wrapped, context: context)
        defer { wipe(&bytes) }
        try self.init(bytes: bytes)
    }

    init(filling fill: (UnsafeMutablePointer<UInt8>) throws(VaultError) -> Void) throws(VaultError) {
        slot = try KeySlot(filling: fill)
    }

    /// Suite byte, nonce, ciphertext and tag: 41 bytes longer than the plaintext.
    package func seal(_ plaintext: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        try withSubkey("amparo.data-key.seal") { key in
            AEAD.seal(plaintext, after: [Suite.dataKey.rawValue], additional: context.bytes, key: key)
        }
    }

    package func open(_ sealed: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        guard try Suite(of: sealed) == .dataKey else { throw .unknownSuite }
        return try withSubkey("amparo.data-key.seal") { key throws(VaultError) in
            try AEAD.open(sealed, from: 1, additional: context.bytes, key: key)
        }
    }

    /// Another key that follows from this one and says nothing about it.
    package func derive(_ purpose: StaticString) throws(VaultError) -> DataKey {
        let label = [UInt8](purpose.description.utf8)
        return try DataKey { output throws(VaultError) in
            slot.withBytes {
                Derivation.derive(from: $0, label: "amparo.data-key.derive", binding: label, into: output)
            }
        }
    }

    /// This key, sealed for a service.
    package func wrapped(for recipient: SealingPublicKey, context: SealContext) throws(VaultError) -> [UInt8] {
        var bytes = exposedBytes()
        defer { wipe(&bytes) }
        return try recipient.seal(bytes, context: context)
    }

    /// The same through an encapsulation that other values share.
    package func wrapped(for recipient: SharedEncapsulation, context: SealContext) throws(VaultError) -> [UInt8] {
        var bytes = exposedBytes()
        defer { wipe(&bytes) }
        return try recipient.seal(bytes, context: context)
    }

    /// A copy outside locked memory, to travel inside something sealed. The caller wipes it.
    package func exposedBytes() -> [UInt8] {
        slot.withBytes { [UInt8](UnsafeBufferPointer(start: $0, count: Self.count)) }
    }

    /// Lends the bytes where they lie. The pointer must not outlive the call.
    package func withBytes<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        try slot.withBytes(body)
    }

    func withSubkey<R>(
        _ label: StaticString, _ body: (UnsafePointer<UInt8>) throws(VaultError) -> R
    ) throws(VaultError) -> R {
        try Derivation.withTemporaryKey { key throws(VaultError) in
            slot.withBytes { Derivation.derive(from: $0, label: label, into: key) }
            return try body(UnsafePointer(key))
        }
    }
}
