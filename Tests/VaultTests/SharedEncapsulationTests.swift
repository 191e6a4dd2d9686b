import Foundation
import Testing
import Vault

@Suite struct SharedEncapsulationTests {
    let keys: SealingKeyPair

    init() throws { keys = try SealingKeyPair() }

    private func context(_ row: UUID = UUID()) -> SealContext {
        SealContext(table: "submissions", column: "narrative", row: row)
    }

    @Test func `values of one interval share the encapsulation and each opens alone`() throws {
        let shared = SharedEncapsulation(to: keys.publicKey, lifetime: .seconds(60))
        let items = (0..<20).map { (context: context(), plaintext: [UInt8](ascii: "submission \($0)")) }
        let sealed = try items.map { try shared.seal($0.plaintext, context: $0.context) }
        #expect(shared.count == 1)
        for (item, sealed) in zip(items, sealed) {
            #expect(try keys.open(sealed, context: item.context) == item.plaintext)
        }
        #expect(throws: VaultError.notAuthentic) { try keys.open(sealed[0], context: items[1].context) }
    }

    @Test func `a limit on count brings a fresh encapsulation`() throws {
        let shared = SharedEncapsulation(to: keys.publicKey, lifetime: .seconds(60), limit: 3)
        for _ in 0..<7 { _ = try shared.seal([1], context: context()) }
        #expect(shared.count == 3)
    }

    @Test func `a limit on age brings a fresh encapsulation`() throws {
        let shared = SharedEncapsulation(to: keys.publicKey, lifetime: .zero)
        for _ in 0..<3 { _ = try shared.seal([1], context: context()) }
        #expect(shared.count == 3)
    }

    @Test func `many tasks at once get values that all open`() async throws {
        let shared = SharedEncapsulation(to: keys.publicKey, lifetime: .milliseconds(1), limit: 16)
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    let context = self.context()
                    let sealed = try shared.seal([UInt8](ascii: "\(number)"), context: context)
                    #expect(try self.keys.open(sealed, context: context) == [UInt8](ascii: "\(number)"))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `the cost of an item with and without sharing, for the reader`() throws {
        let narrative = Randomness.bytes(2048)
        let shared = SharedEncapsulation(to: keys.publicKey)
        let count = 500
        let alone = try ContinuousClock().measure {
            for _ in 0..<count { _ = try keys.publicKey.seal(narrative, context: context()) }
        }
        let together = try ContinuousClock().measure {
            for _ in 0..<count { _ = try shared.seal(narrative, context: context()) }
        }
        let microseconds = { (total: Duration) in Int(total / .microseconds(count)) }
        print(
            "sealing 2 KiB: \(microseconds(alone)) µs an item alone, \(microseconds(together)) µs with a shared encapsulation"
        )
    }
}
