import CSodium
import Foundation
import Synchronization

/// Argon2id hashes of passwords, made apart from the threads that run Swift's tasks and only a few at a time: each takes
/// much memory and time on purpose.
package enum PasswordHash {
    /// How much work one hash is.
    package struct Strength: Sendable, Hashable {
        let operations: UInt64
        let memory: Int

        /// 64 MiB, two passes: for signing in.
        package static let interactive = Strength(operations: 2, memory: 64 << 20)
        /// 256 MiB, three passes.
        package static let moderate = Strength(operations: 3, memory: 256 << 20)
        /// 8 KiB, one pass. Protects nothing: for tests.
        package static let forTests = Strength(operations: 1, memory: 8 << 10)
    }

    /// The hash as text with its salt and strength, to be stored.
    package static func hash(
        _ password: String, strength: Strength = .interactive
    ) async throws(VaultError) -> String {
        try await thread.run { () throws(VaultError) in try compute(password, strength: strength) }
    }

    /// Whether the password fits. Where there is no hash, because nobody has that name, it costs as much and is false.
    package static func verify(
        _ password: String, against stored: String?, strength: Strength = .interactive
    ) async throws(VaultError) -> Bool {
        try await thread.run { () throws(VaultError) in
            let hash = if let stored { stored } else { try decoy(strength) }
            let fits = withNormalized(password) { bytes in
                crypto_pwhash_argon2id_str_verify(hash, bytes, UInt64(bytes.count)) == 0
            }
            return fits && stored != nil
        }
    }

    /// Whether a stored hash should be made anew because the strength asked for has changed.
    package static func isOutdated(_ stored: String, strength: Strength = .interactive) -> Bool {
        crypto_pwhash_argon2id_str_needs_rehash(stored, strength.operations, strength.memory) != 0
    }

    private static let thread = BoundedThread(label: "amparo.password-hash", limit: 64)
    private static let decoys = Mutex<[Strength: String]>([:])

    private static func decoy(_ strength: Strength) throws(VaultError) -> String {
        if let made = decoys.withLock({ $0[strength] }) { return made }
        let made = try compute("nobody has this password", strength: strength)
        decoys.withLock { $0[strength] = made }
        return made
    }

    private static func compute(_ password: String, strength: Strength) throws(VaultError) -> String {
        Sodium.start()
        var text = [CChar](repeating: 0, count: 128)
        let result = withNormalized(password) { bytes in
            crypto_pwhash_argon2id_str(&text, bytes, UInt64(bytes.count), strength.operations, strength.memory)
        }
        guard result == 0 else { throw .outOfMemory }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The same password typed on two keyboards gives the same bytes (NFKC).
    private static func withNormalized<R>(_ password: String, _ body: ([CChar]) -> R) -> R {
        var bytes = password.precomposedStringWithCompatibilityMapping.utf8.map(CChar.init(bitPattern:))
        defer { bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { sodium_memzero(base, $0.count) } } }
        return body(bytes)
    }
}
