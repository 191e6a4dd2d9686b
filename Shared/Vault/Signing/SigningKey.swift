import CSodium

/// What a signature is for. It is signed along, so that a signature made for one thing never fits another.
package struct SigningPurpose: Sendable {
    let label: [UInt8]

    package init(_ label: StaticString) {
        self.label = [UInt8(clamping: label.utf8CodeUnitCount)] + Array(label.description.utf8)
    }

    package static let event = SigningPurpose("amparo.event.v1")
    package static let chainHead = SigningPurpose("amparo.chain-head.v1")
    static let recovery = SigningPurpose("amparo.recovery-confirmed.v1")
}

/// A service's Ed25519 key, in locked memory.
package final class SigningKey: Sendable {
    static let seedBytes = 32

    package let verificationKey: VerificationKey
    private let secret: LockedMemory

    /// A new key.
    package convenience init() throws(VaultError) {
        try self.init(seed: LockedMemory(count: Self.seedBytes) { randombytes_buf($0, Self.seedBytes) })
    }

    /// From a seed of 32 bytes. The caller wipes its own copy.
    package convenience init(seed: [UInt8]) throws(VaultError) {
        guard seed.count == Self.seedBytes else { throw .keyWrongKind }
        try self.init(seed: LockedMemory(count: Self.seedBytes) { $0.update(from: seed, count: Self.seedBytes) })
    }

    init(seed: LockedMemory) throws(VaultError) {
        guard seed.count == Self.seedBytes else { throw .keyWrongKind }
        var publicKey = [UInt8](repeating: 0, count: 32)
        secret = try LockedMemory(count: 64) { secret throws(VaultError) in
            let result = seed.withBytes { crypto_sign_seed_keypair(&publicKey, secret, $0) }
            guard result == 0 else { throw .malformed }
        }
        verificationKey = try VerificationKey(bytes: publicKey)
    }

    /// A key of its own that follows from this one, for what people outside verify in a standard's own form, where no
    /// purpose of ours can be signed along.
    package func derived(for purpose: SigningPurpose) throws(VaultError) -> SigningKey {
        let seed = try LockedMemory(count: Self.seedBytes) { seed in
            withSeed { Derivation.derive(from: $0, label: "amparo.signing-key", binding: purpose.label, into: seed) }
        }
        return try SigningKey(seed: seed)
    }

    /// 64 bytes.
    package func sign(_ message: [UInt8], for purpose: SigningPurpose) -> [UInt8] {
        signExactly(purpose.label + message)
    }

    /// Over exactly these bytes, as the standard's vectors have it. Everything of ours names a purpose.
    package func signExactly(_ message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        secret.withBytes { _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), $0) }
        return signature
    }

    /// A key to seal with that follows from this one and says nothing about it: all instances of a service make the same.
    package func derive(_ purpose: StaticString) throws(VaultError) -> DataKey {
        let label = [UInt8](purpose.description.utf8)
        return try DataKey { output throws(VaultError) in
            secret.withBytes {
                Derivation.derive(from: $0, label: "amparo.signing-key.derive", binding: label, into: output)
            }
        }
    }

    /// Lends the 32 bytes of the seed to what writes key files and recovery bundles.
    func withSeed<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        try secret.withBytes(body)  // libsodium keeps the seed in the first half
    }
}

/// Verifies what a service signed.
package struct VerificationKey: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == 32 else { throw .keyWrongKind }
        Sodium.start()
        self.bytes = bytes
    }

    package func verifies(_ signature: [UInt8], of message: [UInt8], for purpose: SigningPurpose) -> Bool {
        verifiesExactly(signature, of: purpose.label + message)
    }

    package func verifiesExactly(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        signature.count == 64 && crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}
