/// The first byte of every sealed value: how it was sealed. A number is never used for anything else later.
package enum Suite: UInt8, Sendable {
    /// X25519 (`crypto_box_seal` of a fresh key), then as X-Wing. For builds against libsodium before 1.0.22.
    case x25519 = 1
    /// X-Wing (ML-KEM-768 and X25519), keyed BLAKE2b, XChaCha20-Poly1305.
    case xwing = 2
    /// XChaCha20-Poly1305 under a data key.
    case dataKey = 3
    /// secretstream (XChaCha20-Poly1305) in chunks under a data key.
    case stream = 4

    init(of bytes: [UInt8]) throws(VaultError) {
        guard let first = bytes.first else { throw .malformed }
        guard let suite = Suite(rawValue: first) else { throw .unknownSuite }
        self = suite
    }
}
