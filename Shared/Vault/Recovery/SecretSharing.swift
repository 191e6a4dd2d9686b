import CGFShare
import CSodium
import Synchronization

/// Shamir's sharing of a data key through libgfshare.
package enum SecretSharing {
    /// Splits `key` so that any `threshold` of `total` shares give it back and fewer say nothing.
    package static func split(_ key: DataKey, threshold: Int, total: Int) throws(VaultError) -> [RecoveryShare] {
        guard (2...16).contains(threshold), (threshold...16).contains(total) else { throw .sharesInvalidThreshold }
        var numbers = (1...UInt8(total)).map(\.self)
        takeRandomness()
        guard
            let context = gfshare_ctx_init_enc(&numbers, UInt32(total), UInt8(threshold), UInt32(DataKey.count))
        else { throw .outOfMemory }
        defer { gfshare_ctx_free(context) }
        key.withBytes { gfshare_ctx_enc_setsecret(context, UnsafeMutablePointer(mutating: $0)) }
        let set = setName(of: key)
        return numbers.indices.map { index in
            var value = [UInt8](repeating: 0, count: DataKey.count)
            gfshare_ctx_enc_getshare(context, UInt8(index), &value)
            return RecoveryShare(
                number: numbers[index], threshold: UInt8(threshold), total: UInt8(total), set: set, value: value)
        }
    }

    /// Gives the key back. More shares than needed must agree too.
    package static func combine(_ shares: [RecoveryShare]) throws(VaultError) -> DataKey {
        guard let first = shares.first else { throw .sharesTooFew }
        let belongTogether = shares.allSatisfy { $0.set == first.set && $0.threshold == first.threshold }
        guard belongTogether, Set(shares.map(\.number)).count == shares.count, shares.allSatisfy({ $0.number > 0 })
        else { throw .sharesDoNotMatch }
        guard shares.count >= Int(first.threshold) else { throw .sharesTooFew }
        // The library fills with randomness what it frees, here too
        takeRandomness()
        var numbers = shares.map(\.number)
        guard let context = gfshare_ctx_init_dec(&numbers, UInt32(shares.count), UInt32(DataKey.count)) else {
            throw .outOfMemory
        }
        defer { gfshare_ctx_free(context) }
        for (index, share) in shares.enumerated() {
            var value = share.value
            gfshare_ctx_dec_giveshare(context, UInt8(index), &value)
            wipe(&value)
        }
        let key = try DataKey { gfshare_ctx_dec_extract(context, $0) }
        guard setName(of: key) == first.set else { throw .sharesDoNotMatch }
        return key
    }

    private static func setName(of key: DataKey) -> [UInt8] {
        var bytes = key.exposedBytes()
        defer { wipe(&bytes) }
        return Array(BLAKE2b.personalized(bytes, as: "amparo.share-set").prefix(4))
    }

    private static let isRandomnessTaken: Void = amparo_gfshare_take_randomness_from { buffer, count in
        if let buffer { randombytes_buf(buffer, Int(count)) }
    }

    private static func takeRandomness() {
        Sodium.start()
        isRandomnessTaken
    }
}
