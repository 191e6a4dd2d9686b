import CaseModel
import Foundation

/// All private keys in one file, sealed under a key that exists only as shares.
struct RecoveryBundle {
    private static let context = SealContext(
        table: "recovery", column: "bundle", row: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

    let sealed: [UInt8]

    init(sealed: [UInt8]) {
        self.sealed = sealed
    }

    /// Reads every private key and seals them together.
    init(of files: KeyFiles, under key: DataKey) throws(VaultError) {
        var plaintext: [UInt8] = []
        defer { wipe(&plaintext) }
        plaintext.reserveCapacity(1024)  // so that growing leaves no copies behind
        for service in ServiceName.allCases {
            try files.signingKey(of: service).withSeed {
                plaintext.append(contentsOf: UnsafeBufferPointer(start: $0, count: SigningKey.seedBytes))
            }
            guard service.holdsSealingKey else { continue }
            try files.sealingKeyPair(of: service).withSecretBytes {
                plaintext.append(contentsOf: UnsafeBufferPointer(start: $0, count: SealingKeyPair.secretBytes))
            }
        }
        sealed = try key.seal(plaintext, context: Self.context)
    }

    /// The keys of every service, in the order they were written.
    func open(
        with key: DataKey
    ) throws(VaultError) -> [(service: ServiceName, signing: SigningKey, sealing: SealingKeyPair?)] {
        var plaintext = try key.open(sealed, context: Self.context)
        defer { wipe(&plaintext) }
        var keys: [(service: ServiceName, signing: SigningKey, sealing: SealingKeyPair?)] = []
        var offset = 0
        func take(_ count: Int) throws(VaultError) -> [UInt8] {
            guard plaintext.count >= offset + count else { throw .malformed }
            defer { offset += count }
            return Array(plaintext[offset..<offset + count])
        }
        for service in ServiceName.allCases {
            var seed = try take(SigningKey.seedBytes)
            defer { wipe(&seed) }
            var secret = service.holdsSealingKey ? try take(SealingKeyPair.secretBytes) : []
            defer { wipe(&secret) }
            keys.append(
                (service, try SigningKey(seed: seed), secret.isEmpty ? nil : try SealingKeyPair(secretBytes: secret)))
        }
        guard offset == plaintext.count else { throw .malformed }
        return keys
    }
}
