import CSodium

/// X-Wing by itself, with what it depends on given: for published vectors only.
package enum XWing {
    package static func publicKey(seed: [UInt8]) throws(VaultError) -> [UInt8] {
        guard seed.count == 32 else { throw .malformed }
        var publicKey = [UInt8](repeating: 0, count: KeyEncapsulation.xwingPublicKeyBytes)
        guard amparo_xwing_public_key(&publicKey, seed) == 0 else { throw .postQuantumUnavailable }
        return publicKey
    }

    package static func encapsulate(
        to publicKey: [UInt8], seed: [UInt8]
    ) throws(VaultError) -> (ciphertext: [UInt8], sharedSecret: [UInt8]) {
        guard publicKey.count == KeyEncapsulation.xwingPublicKeyBytes, seed.count == 64 else { throw .malformed }
        var ciphertext = [UInt8](repeating: 0, count: KeyEncapsulation.xwingCiphertextBytes)
        var sharedSecret = [UInt8](repeating: 0, count: 32)
        guard amparo_xwing_encapsulate_from(&ciphertext, &sharedSecret, publicKey, seed) == 0 else {
            throw .postQuantumUnavailable
        }
        return (ciphertext, sharedSecret)
    }

    package static func decapsulate(_ ciphertext: [UInt8], seed: [UInt8]) throws(VaultError) -> [UInt8] {
        guard ciphertext.count == KeyEncapsulation.xwingCiphertextBytes, seed.count == 32 else { throw .malformed }
        var sharedSecret = [UInt8](repeating: 0, count: 32)
        guard amparo_xwing_decapsulate(&sharedSecret, ciphertext, seed) == 0 else { throw .postQuantumUnavailable }
        return sharedSecret
    }
}
