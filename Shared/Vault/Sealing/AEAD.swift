import CSodium

/// XChaCha20-Poly1305-IETF, as everything here uses it.
package enum AEAD {
    static let nonceBytes = 24
    static let tagBytes = 16

    /// `prefix`, a fresh nonce, the ciphertext and its tag, in one array.
    static func seal(
        _ plaintext: [UInt8], after prefix: [UInt8], additional: [UInt8], key: UnsafePointer<UInt8>
    ) -> [UInt8] {
        let start = prefix.count + nonceBytes
        let count = start + plaintext.count + tagBytes
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            prefix.withUnsafeBufferPointer { if let from = $0.baseAddress { base.update(from: from, count: $0.count) } }
            randombytes_buf(base + prefix.count, nonceBytes)
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                base + start, nil, plaintext, UInt64(plaintext.count), additional, UInt64(additional.count), nil,
                base + prefix.count, key)
            initialized = count
        }
    }

    /// Opens what `seal` made, reading the nonce at `offset`.
    static func open(
        _ sealed: [UInt8], from offset: Int, additional: [UInt8], key: UnsafePointer<UInt8>
    ) throws(VaultError) -> [UInt8] {
        let start = offset + nonceBytes
        guard sealed.count >= start + tagBytes else { throw .malformed }
        let count = sealed.count - start - tagBytes
        var isAuthentic = false
        let plaintext = sealed.withUnsafeBufferPointer { sealed in
            [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                guard let from = sealed.baseAddress else { return }
                // An empty array may have no address, but the library wants one even for nothing.
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { spare in
                    isAuthentic =
                        crypto_aead_xchacha20poly1305_ietf_decrypt(
                            buffer.baseAddress ?? spare.baseAddress, nil, nil, from + start, UInt64(count + tagBytes),
                            additional, UInt64(additional.count), from + offset, key) == 0
                }
                initialized = isAuthentic ? count : 0
            }
        }
        guard isAuthentic else { throw .notAuthentic }
        return plaintext
    }

    /// With a nonce that the caller chooses: for published vectors only. Nothing else may choose a nonce.
    package static func encrypt(
        _ plaintext: [UInt8], additional: [UInt8], nonce: [UInt8], key: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard nonce.count == nonceBytes, key.count == 32 else { throw .malformed }
        Sodium.start()
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagBytes)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, plaintext, UInt64(plaintext.count), additional, UInt64(additional.count), nil, nonce, key)
        return sealed
    }
}
