import Foundation
import Testing
import Vault

@Suite struct DataKeyTests {
    let context = SealContext(table: "cases", column: "figures", row: UUID())
    let elsewhere = SealContext(table: "cases", column: "brief", row: UUID())

    @Test func `what a data key seals it opens, elsewhere or changed it does not`() throws {
        let key = try DataKey()
        let sealed = try key.seal([UInt8](ascii: "figures"), context: context)
        #expect(sealed.first == 3)
        #expect(try key.open(sealed, context: context) == [UInt8](ascii: "figures"))
        #expect(throws: VaultError.notAuthentic) { try key.open(sealed, context: elsewhere) }
        #expect(throws: VaultError.notAuthentic) { try DataKey().open(sealed, context: context) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x80
            #expect(throws: VaultError.self) { try key.open(changed, context: context) }
        }
        #expect(throws: VaultError.malformed) { try key.open(Array(sealed[..<30]), context: context) }
    }

    @Test func `derived keys follow from their parent and purpose alone`() throws {
        let parent = try DataKey()
        let figures = try parent.derive("figures")
        #expect(try figures.exposedBytes() == parent.derive("figures").exposedBytes())
        #expect(try figures.exposedBytes() != parent.derive("brief").exposedBytes())
        #expect(figures.exposedBytes() != parent.exposedBytes())
        let sealed = try parent.seal([1, 2, 3], context: context)
        #expect(throws: VaultError.notAuthentic) { try figures.open(sealed, context: context) }
    }

    @Test func `a wrapped key opens for its service and for no other`() throws {
        let service = try SealingKeyPair()
        let key = try DataKey()
        let shared = SharedEncapsulation(to: service.publicKey)
        for wrapped in [
            try key.wrapped(for: service.publicKey, context: context), try key.wrapped(for: shared, context: context),
        ] {
            let unwrapped = try DataKey(unwrapping: wrapped, with: service, context: context)
            #expect(unwrapped.exposedBytes() == key.exposedBytes())
            #expect(throws: VaultError.notAuthentic) {
                try DataKey(unwrapping: wrapped, with: SealingKeyPair(), context: context)
            }
            #expect(throws: VaultError.notAuthentic) {
                try DataKey(unwrapping: wrapped, with: service, context: elsewhere)
            }
        }
    }

    @Test func `a dropped key's memory is wiped`() throws {
        var key: DataKey? = try DataKey(bytes: [UInt8](repeating: 0xA5, count: 32))
        // Slots are never given back to the system, so that looking at a freed one is safe.
        let address = try #require(key).withBytes { $0 }
        #expect(Array(UnsafeBufferPointer(start: address, count: 32)) == [UInt8](repeating: 0xA5, count: 32))
        key = nil
        #expect(Array(UnsafeBufferPointer(start: address, count: 32)) != [UInt8](repeating: 0xA5, count: 32))
    }

    @Test func `an array that held a secret is emptied`() {
        var bytes = [UInt8](repeating: 7, count: 32)
        wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test func `that follows from a signing key is the same in each process that holds it, and differs by purpose`()
        throws
    {
        let seed = [UInt8](repeating: 9, count: 32)
        let context = SealContext(table: "t", column: "c", row: UUID())
        let sealed = try SigningKey(seed: seed).derive("one").seal([1, 2, 3], context: context)
        #expect(try SigningKey(seed: seed).derive("one").open(sealed, context: context) == [1, 2, 3])
        #expect(throws: VaultError.notAuthentic) {
            try SigningKey(seed: seed).derive("two").open(sealed, context: context)
        }
        #expect(throws: VaultError.notAuthentic) { try SigningKey().derive("one").open(sealed, context: context) }
    }
}
