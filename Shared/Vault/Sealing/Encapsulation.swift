/// One shared secret with a recipient and the ciphertext that carries it. Each value gets a key of its own from it.
struct Encapsulation: Sendable {
    private let header: [UInt8]
    private let root: KeySlot

    init(to key: SealingPublicKey) throws(VaultError) {
        Sodium.start()
        let suite = key.suite
        var header: [UInt8] = []
        root = try KeySlot { root throws(VaultError) in
            try Derivation.withTemporaryKey { sharedSecret throws(VaultError) in
                let ciphertext = try KeyEncapsulation.encapsulate(to: key, sharedSecret: sharedSecret)
                KeyEncapsulation.deriveRoot(from: sharedSecret, suite: suite, ciphertext: ciphertext, into: root)
                header = [suite.rawValue] + ciphertext
            }
        }
        self.header = header
    }

    func seal(_ plaintext: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        try Derivation.withTemporaryKey { key throws(VaultError) in
            root.withBytes { KeyEncapsulation.deriveItemKey(from: $0, context: context, into: key) }
            return AEAD.seal(plaintext, after: header, additional: context.bytes, key: key)
        }
    }
}
