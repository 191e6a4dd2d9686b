import CSodium

/// BLAKE2b, plain, keyed or with a personalization.
package enum BLAKE2b {
    /// 16 to 64 bytes. `key` is empty or 16 to 64 bytes long.
    package static func hash(_ bytes: [UInt8], key: [UInt8] = [], count: Int = 32) throws(VaultError) -> [UInt8] {
        guard (16...64).contains(count), key.isEmpty || (16...64).contains(key.count) else { throw .malformed }
        Sodium.start()
        var digest = [UInt8](repeating: 0, count: count)
        crypto_generichash(&digest, count, bytes, UInt64(bytes.count), key.isEmpty ? nil : key, key.count)
        return digest
    }

    /// Writes 32 bytes to `output`. `personalization`: 16 bytes of ASCII at most, filled up with zeros.
    static func personalized(
        _ bytes: [UInt8], as personalization: StaticString, into output: UnsafeMutablePointer<UInt8>
    ) {
        Sodium.start()
        var personal = Array(personalization.description.utf8.prefix(16))
        personal += [UInt8](repeating: 0, count: 16 - personal.count)
        crypto_generichash_blake2b_salt_personal(output, 32, bytes, UInt64(bytes.count), nil, 0, nil, personal)
    }

    static func personalized(_ bytes: [UInt8], as personalization: StaticString) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        personalized(bytes, as: personalization, into: &output)
        return output
    }
}
