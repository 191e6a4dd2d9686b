import CSodium

/// Opens what was sealed for a service. Holds an X-Wing seed and an X25519 key, so that values sealed before the library
/// had X-Wing stay readable.
package final class SealingKeyPair: Sendable {
    static let secretBytes = 64

    package let publicKey: SealingPublicKey
    private let secret: LockedMemory

    /// A new key pair.
    package convenience init() throws(VaultError) {
        try self.init(secret: LockedMemory(count: Self.secretBytes) { randombytes_buf($0, Self.secretBytes) })
    }

    /// From 32 bytes of X-Wing seed and 32 of X25519 secret key. The caller wipes its own copy.
    package convenience init(secretBytes: [UInt8]) throws(VaultError) {
        guard secretBytes.count == Self.secretBytes else { throw .keyWrongKind }
        try self.init(
            secret: LockedMemory(count: Self.secretBytes) { $0.update(from: secretBytes, count: Self.secretBytes) })
    }

    init(secret: LockedMemory) throws(VaultError) {
        guard secret.count == Self.secretBytes else { throw .keyWrongKind }
        self.secret = secret
        publicKey = try secret.withBytes { secret throws(VaultError) in
            var xwing: [UInt8] = []
            if PostQuantum.isAvailable {
                xwing = [UInt8](repeating: 0, count: KeyEncapsulation.xwingPublicKeyBytes)
                guard amparo_xwing_public_key(&xwing, secret) == 0 else { throw .malformed }
            }
            var x25519 = [UInt8](repeating: 0, count: 32)
            guard crypto_scalarmult_base(&x25519, secret + 32) == 0 else { throw .malformed }
            return try SealingPublicKey(bytes: x25519 + xwing)
        }
    }

    /// Opens a value of any public-key suite, sealed singly or through a `SharedEncapsulation`.
    package func open(_ sealed: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        let suite = try Suite(of: sealed)
        let end = 1 + (try KeyEncapsulation.ciphertextBytes(suite))
        guard sealed.count >= end + AEAD.nonceBytes + AEAD.tagBytes else { throw .malformed }
        let ciphertext = Array(sealed[1..<end])
        return try Derivation.withTemporaryKey { sharedSecret throws(VaultError) in
            try decapsulate(ciphertext, suite: suite, into: sharedSecret)
            return try Derivation.withTemporaryKey { root throws(VaultError) in
                KeyEncapsulation.deriveRoot(from: sharedSecret, suite: suite, ciphertext: ciphertext, into: root)
                return try Derivation.withTemporaryKey { key throws(VaultError) in
                    KeyEncapsulation.deriveItemKey(from: root, context: context, into: key)
                    return try AEAD.open(sealed, from: end, additional: context.bytes, key: key)
                }
            }
        }
    }

    private func decapsulate(
        _ ciphertext: [UInt8], suite: Suite, into sharedSecret: UnsafeMutablePointer<UInt8>
    ) throws(VaultError) {
        if suite == .xwing, !PostQuantum.isAvailable { throw .postQuantumUnavailable }
        let isOpened = secret.withBytes { secret in
            switch suite {
            case .xwing: amparo_xwing_decapsulate(sharedSecret, ciphertext, secret) == 0
            default:
                crypto_box_seal_open(
                    sharedSecret, ciphertext, UInt64(ciphertext.count), publicKey.x25519, secret + 32) == 0
            }
        }
        guard isOpened else { throw .notAuthentic }
    }

    /// Lends the secret bytes to what writes key files and recovery bundles.
    func withSecretBytes<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        try secret.withBytes(body)
    }
}
