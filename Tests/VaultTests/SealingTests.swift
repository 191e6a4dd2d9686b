import Foundation
import Testing
import Vault

@Suite struct SealingTests {
    static let row = UUID()
    static let context = SealContext(table: "submissions", column: "narrative", row: row)
    static let plaintext = [UInt8](ascii: "They came to my office the day after the session.")

    let keys: SealingKeyPair

    init() throws { keys = try SealingKeyPair() }

    /// A public key for each suite that this build has.
    private func publicKeys() throws -> [SealingPublicKey] {
        PostQuantum.isAvailable ? [keys.publicKey, try keys.publicKey.onlyClassical()] : [keys.publicKey]
    }

    @Test func `what is sealed opens, in every suite, empty or long`() throws {
        for key in try publicKeys() {
            for count in [0, 1, 47, 100_000] {
                let plaintext = Randomness.bytes(count)
                let sealed = try key.seal(plaintext, context: Self.context)
                #expect(sealed.first == key.suite.rawValue)
                #expect(try keys.open(sealed, context: Self.context) == plaintext)
            }
        }
    }

    @Test(.enabled(if: PostQuantum.isAvailable))
    func `a full key pair seals with X-Wing, and its old values stay readable`() throws {
        #expect(keys.publicKey.suite == .xwing)
        let old = try keys.publicKey.onlyClassical().seal(Self.plaintext, context: Self.context)
        #expect(old.first == 1)
        #expect(try keys.open(old, context: Self.context) == Self.plaintext)
    }

    @Test func `the same text sealed twice looks different`() throws {
        let key = keys.publicKey
        #expect(
            try key.seal(Self.plaintext, context: Self.context) != key.seal(Self.plaintext, context: Self.context))
    }

    @Test func `a change of any byte is noticed`() throws {
        for key in try publicKeys() {
            let sealed = try key.seal(Self.plaintext, context: Self.context)
            for index in sealed.indices {
                var changed = sealed
                changed[index] ^= 0x01
                #expect(throws: VaultError.self) { try keys.open(changed, context: Self.context) }
            }
        }
    }

    @Test func `a value cut short anywhere is refused`() throws {
        let sealed = try keys.publicKey.seal(Self.plaintext, context: Self.context)
        for count in sealed.indices {
            #expect(throws: VaultError.self) { try keys.open(Array(sealed[..<count]), context: Self.context) }
        }
    }

    @Test(arguments: [
        SealContext(table: "submission", column: "narrative", row: row),
        SealContext(table: "submissions", column: "contact", row: row),
        SealContext(table: "submissions", column: "narrative", row: UUID()),
        SealContext(table: "submissionsn", column: "arrative", row: row),
    ])
    func `a value does not open in another table, column or row`(elsewhere: SealContext) throws {
        for key in try publicKeys() {
            let sealed = try key.seal(Self.plaintext, context: Self.context)
            #expect(throws: VaultError.notAuthentic) { try keys.open(sealed, context: elsewhere) }
        }
    }

    @Test func `another service's key does not open it`() throws {
        let other = try SealingKeyPair()
        for key in try publicKeys() {
            let sealed = try key.seal(Self.plaintext, context: Self.context)
            #expect(throws: VaultError.notAuthentic) { try other.open(sealed, context: Self.context) }
        }
    }

    @Test func `an unknown suite is a typed error, and so is one of data keys`() throws {
        for suite: UInt8 in [0, 3, 4, 5, 99, 255] {
            var sealed = try keys.publicKey.seal(Self.plaintext, context: Self.context)
            sealed[0] = suite
            #expect(throws: VaultError.unknownSuite) { try keys.open(sealed, context: Self.context) }
        }
        #expect(throws: VaultError.malformed) { try keys.open([], context: Self.context) }
    }

    @Test func `a key pair made again from its secret opens the old values`() throws {
        let secret = Randomness.bytes(64)
        let sealed = try SealingKeyPair(secretBytes: secret).publicKey.seal(Self.plaintext, context: Self.context)
        #expect(try SealingKeyPair(secretBytes: secret).open(sealed, context: Self.context) == Self.plaintext)
        #expect(throws: VaultError.keyWrongKind) { try SealingKeyPair(secretBytes: Array(secret[1...])) }
    }
}
