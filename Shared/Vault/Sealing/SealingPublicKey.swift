import CSodium

/// Seals for one service. Whoever holds only this can put in and never take out.
package struct SealingPublicKey: Sendable, Hashable {
    let x25519: [UInt8]
    /// Empty where the key was made with a library that had no X-Wing.
    let xwing: [UInt8]

    /// The strongest suite that both this build and the key have.
    package var suite: Suite { PostQuantum.isAvailable && !xwing.isEmpty ? .xwing : .x25519 }

    /// 32 bytes of X25519, followed by 1216 of X-Wing unless the key was made without.
    package init(bytes: [UInt8]) throws(VaultError) {
        guard [32, 32 + KeyEncapsulation.xwingPublicKeyBytes].contains(bytes.count) else { throw .keyWrongKind }
        x25519 = Array(bytes[..<32])
        xwing = Array(bytes[32...])
    }

    package var bytes: [UInt8] { x25519 + xwing }

    /// Suite byte, key encapsulation, nonce, ciphertext and tag: 1161 bytes longer than the plaintext with X-Wing.
    /// Takes some 0.1 ms; where values come in floods see `SharedEncapsulation`.
    package func seal(_ plaintext: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        try Encapsulation(to: self).seal(plaintext, context: context)
    }

    /// The same with X25519 only, as an older build would have. For tests of what was sealed then.
    package func onlyClassical() throws(VaultError) -> SealingPublicKey {
        try SealingPublicKey(bytes: x25519)
    }
}
