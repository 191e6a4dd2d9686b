import CSodium

/// Agreeing on a key with the holder of a private key: X-Wing, or `crypto_box_seal` of a random key.
enum KeyEncapsulation {
    static let x25519CiphertextBytes = 32 + 16 + 32
    static let xwingCiphertextBytes = Int(AMPARO_XWING_CIPHERTEXT_BYTES)
    static let xwingPublicKeyBytes = Int(AMPARO_XWING_PUBLIC_KEY_BYTES)

    static func ciphertextBytes(_ suite: Suite) throws(VaultError) -> Int {
        switch suite {
        case .x25519: x25519CiphertextBytes
        case .xwing: xwingCiphertextBytes
        case .dataKey, .stream: throw .unknownSuite
        }
    }

    /// Writes the 32 bytes of the shared secret and returns the ciphertext that carries it.
    static func encapsulate(
        to key: SealingPublicKey, sharedSecret: UnsafeMutablePointer<UInt8>
    ) throws(VaultError) -> [UInt8] {
        var ciphertext = [UInt8](repeating: 0, count: try ciphertextBytes(key.suite))
        switch key.suite {
        case .xwing:
            guard amparo_xwing_encapsulate(&ciphertext, sharedSecret, key.xwing) == 0 else { throw .malformed }
        default:
            randombytes_buf(sharedSecret, 32)
            guard crypto_box_seal(&ciphertext, sharedSecret, 32, key.x25519) == 0 else { throw .malformed }
        }
        return ciphertext
    }

    /// The key that a value is sealed under: it depends on the shared secret, the suite, the ciphertext and the context.
    /// What comes first, `root`, is the same for all values of one encapsulation.
    static func deriveRoot(
        from sharedSecret: UnsafePointer<UInt8>, suite: Suite, ciphertext: [UInt8],
        into root: UnsafeMutablePointer<UInt8>
    ) {
        Derivation.derive(
            from: sharedSecret, label: "amparo.seal.root", binding: [suite.rawValue], ciphertext, into: root)
    }

    static func deriveItemKey(
        from root: UnsafePointer<UInt8>, context: SealContext, into key: UnsafeMutablePointer<UInt8>
    ) {
        Derivation.derive(from: root, label: "amparo.seal.item", binding: context.bytes, into: key)
    }
}
