import Dispatch
import Foundation
import Testing
import Vault

@Suite struct ReceiptKeysTests {
    @Test func `the same code gives the same keys, another gives others`() throws {
        let one = try ReceiptKeys(canonicalCode: [UInt8](ascii: "ABCDEFGHJKMNPQRSTVWX"))
        let again = try ReceiptKeys(canonicalCode: [UInt8](ascii: "ABCDEFGHJKMNPQRSTVWX"))
        let other = try ReceiptKeys(canonicalCode: [UInt8](ascii: "ABCDEFGHJKMNPQRSTVWY"))
        #expect(one.lookup == again.lookup && one.storedLookup == again.storedLookup)
        #expect(one.mailboxKey.exposedBytes() == again.mailboxKey.exposedBytes())
        #expect(one.lookup != other.lookup && one.storedLookup != other.storedLookup)
        #expect(one.mailboxKey.exposedBytes() != other.mailboxKey.exposedBytes())
    }

    @Test func `lookup, stored form and mailbox key say nothing of each other`() throws {
        let keys = try ReceiptKeys(canonicalCode: [UInt8](ascii: "ABCDEFGHJKMNPQRSTVWX"))
        #expect(Set([keys.lookup, keys.storedLookup, keys.mailboxKey.exposedBytes()]).count == 3)
        #expect(ReceiptKeys.stored(lookup: keys.lookup) == keys.storedLookup)
        #expect(keys.lookup.count == 32 && keys.storedLookup.count == 32)
    }

    /// Codes on paper must open their mailboxes for years: these figures never change.
    @Test func `what follows from a code is what followed from it before`() throws {
        let keys = try ReceiptKeys(canonicalCode: [UInt8](ascii: "ABCDEFGHJKMNPQRSTVWX"))
        #expect(keys.lookup == [UInt8](hex: "c80ca77539e963d753ff2e152cf4075d9f4ff83ed7cbe71245bcc04bdd60d6c8"))
        #expect(keys.storedLookup == [UInt8](hex: "93bcb7e5f9add7b22f4fe492558144d30ab2663455d2e7edb57115d016cf9cb5"))
        #expect(
            keys.mailboxKey.exposedBytes()
                == [UInt8](hex: "618b44c5d5c5e78c08f4c6af2d4de68ad3a8bb1e3145dc26deabeb2fff45e8d1"))
    }
}

@Suite struct InterruptedHashTests {
    @Test(arguments: [0, 64, 640, 262_144, 262_144 * 5])
    func `a hash goes on from where it was laid down`(count: Int) throws {
        let bytes = Randomness.bytes(count + 100)
        var first = SHA256()
        first.update(bytes[..<count])
        let laidDown = first.state
        let state = try #require(laidDown)
        guard var second = SHA256(state: state, byteCount: count) else { throw VaultError.malformed }
        second.update(bytes[count...])
        #expect(second.current() == SHA256.hash(bytes))
        first.update([1])
        let isWithinABlock = first.state == nil
        #expect(isWithinABlock)
    }

    @Test func `a state of another size, or within a block, is none`() {
        for (count, bytes) in [(1, 64), (32, 63), (32, -64), (33, 0)] {
            let isOne = SHA256(state: [UInt8](repeating: 0, count: count), byteCount: bytes) != nil
            #expect(!isOne)
        }
    }
}

@Suite struct BlindIndexTests {
    @Test func `tokens depend on key, field and word, and are cut short`() throws {
        let key = try DataKey(bytes: [UInt8](repeating: 1, count: 32))
        let index = BlindIndexKey(key)
        let word = [UInt8](ascii: "haddad")
        #expect(index.token(word, field: "name").count == 8)
        #expect(index.token(word, field: "name") == BlindIndexKey(key).token(word, field: "name"))
        #expect(index.token(word, field: "name") != index.token(word, field: "place"))
        #expect(index.token(word, field: "name") != index.token([UInt8](ascii: "haddat"), field: "name"))
        #expect(try index.token(word, field: "name") != BlindIndexKey(DataKey()).token(word, field: "name"))
        #expect(index.token(word, field: "name", count: 4) == Array(index.token(word, field: "name").prefix(4)))
        // The border between field and word is part of the token.
        #expect(index.token([UInt8](ascii: "bc"), field: "a") != index.token([UInt8](ascii: "c"), field: "ab"))
    }
}

@Suite struct PaddingTests {
    @Test func `whatever is padded comes back, at every border and at random`() throws {
        var counts = [0, 1, 2]
        for size in Padding.sizes + [512 * 1024] { counts += [size - 2, size - 1, size, size + 1] }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 { counts.append(Int.random(in: 0..<70_000, using: &generator)) }
        for count in counts {
            // Texts that end in what padding looks like are the hard ones.
            for ending: [UInt8] in [[], [0x80], [0x80, 0, 0], [0]] where ending.count <= count {
                let bytes = Randomness.bytes(count - ending.count) + ending
                let padded = Padding.pad(bytes)
                #expect(padded.count == Padding.paddedCount(count) && padded.count > count)
                #expect(try Padding.unpad(padded) == bytes)
            }
        }
    }

    @Test func `only a few sizes are ever seen`() {
        let seen = Set(stride(from: 0, to: 256 * 1024, by: 97).map(Padding.paddedCount))
        #expect(seen == Set(Padding.sizes))
        #expect(Padding.paddedCount(256 * 1024) == 512 * 1024)
    }

    @Test(arguments: [0, 0x01, 0xFF] as [UInt8])
    func `what was not padded is refused`(filler: UInt8) {
        for count in [0, 1, 1024, 4096] {
            #expect(throws: VaultError.malformed) { try Padding.unpad([UInt8](repeating: filler, count: count)) }
        }
    }

    @Test func `a padded text of a size that padding never gives is refused`() {
        var bytes = [UInt8](repeating: 0, count: 2048)
        bytes[0] = 0x80
        #expect(throws: VaultError.malformed) { try Padding.unpad(bytes) }
    }
}

@Suite struct RandomnessTests {
    @Test func `identifiers of version 7 sort by time and tell their version`() {
        let start = Date(timeIntervalSince1970: 1_770_000_000)
        let ids = (0..<1000).map { Randomness.uuid(at: start.addingTimeInterval(Double($0) / 1000)).uuidString }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 1000)
        #expect(ids.allSatisfy { Array($0)[14] == "7" && "89AB".contains(Array($0)[19]) })
        // Milliseconds since 1970, as RFC 9562 has it.
        #expect(ids[0].hasPrefix("019C1C38-A400"))
    }

    @Test func `identifiers of version 4 tell their version and differ`() {
        let ids = (0..<100).map { _ in Randomness.timelessUUID().uuidString }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { Array($0)[14] == "4" && "89AB".contains(Array($0)[19]) })
    }

    @Test func `random bytes come in the length asked for and differ`() {
        #expect(Randomness.bytes(0).isEmpty)
        #expect(Randomness.bytes(33).count == 33)
        #expect(Randomness.bytes(32) != Randomness.bytes(32))
    }
}

@Suite struct ComparisonTests {
    @Test func `only equal bytes are equal`() {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(constantTimeEquals(bytes, [1, 2, 3]))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals(bytes, [1, 2, 4]))
        #expect(!constantTimeEquals(bytes, [1, 2]))
    }
}

@Suite struct SigningTests {
    @Test func `a signature fits its message, purpose and key only`() throws {
        let key = try SigningKey()
        let signature = key.sign([1, 2, 3], for: .event)
        #expect(key.verificationKey.verifies(signature, of: [1, 2, 3], for: .event))
        #expect(!key.verificationKey.verifies(signature, of: [1, 2, 4], for: .event))
        #expect(!key.verificationKey.verifies(signature, of: [1, 2, 3], for: .chainHead))
        #expect(try !SigningKey().verificationKey.verifies(signature, of: [1, 2, 3], for: .event))
        #expect(!key.verificationKey.verifies(Array(signature.dropLast()), of: [1, 2, 3], for: .event))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 0x10
            #expect(!key.verificationKey.verifies(changed, of: [1, 2, 3], for: .event))
        }
    }
}

@Suite struct PasswordHashTests {
    @Test func `a password fits its own hash, however it was typed`() async throws {
        let hash = try await PasswordHash.hash("café №5", strength: .forTests)
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(try await PasswordHash.verify("cafe\u{301} №5", against: hash))
        #expect(try await !PasswordHash.verify("cafe №5", against: hash))
        #expect(try await PasswordHash.hash("café №5", strength: .forTests) != hash)
    }

    @Test func `nobody's password never fits`() async throws {
        #expect(try await !PasswordHash.verify("nobody has this password", against: nil, strength: .forTests))
        #expect(try await !PasswordHash.verify("x", against: "not a hash", strength: .forTests))
    }

    @Test func `a hash made with less work is outdated`() async throws {
        let hash = try await PasswordHash.hash("x", strength: .forTests)
        #expect(PasswordHash.isOutdated(hash, strength: .interactive))
        #expect(!PasswordHash.isOutdated(hash, strength: .forTests))
    }

    @Test func `a flood is turned away instead of piling up`() async throws {
        let thread = BoundedThread(label: "test", limit: 2)
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try await thread.run { () throws(VaultError) in gate.wait() } } }
            #expect(try await eventually { thread.isFull })
            await #expect(throws: VaultError.passwordsBusy) { try await thread.run { () throws(VaultError) in } }
            for _ in 0..<2 { gate.signal() }
            try await group.waitForAll()
        }
        #expect(try await thread.run { () throws(VaultError) in 7 } == 7)
    }

    private func eventually(_ condition: () -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(10)
        while !condition() {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(2))
        }
        return true
    }
}
