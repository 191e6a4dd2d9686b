import CSodium
import Synchronization

/// 32 bytes of locked memory for a data key. Many share a locked page, since a page of its own for each submission's key
/// would cost more system calls than the sealing does. Wiped before the slot is lent again.
final class KeySlot: @unchecked Sendable {  // written only while it is made
    static let count = 32

    private let base: UnsafeMutablePointer<UInt8>

    init(filling fill: (UnsafeMutablePointer<UInt8>) throws(VaultError) -> Void) throws(VaultError) {
        base = try Slab.take()
        do {
            try fill(base)
        } catch {
            Slab.give(base)
            throw error
        }
    }

    deinit { Slab.give(base) }

    func withBytes<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(UnsafePointer(base))
    }
}

/// The locked pages that slots are cut from. They are never given back to the system.
private enum Slab {
    private static let slotsPerSlab = 512

    private struct Free: @unchecked Sendable {  // pointers into slabs that live as long as the process
        var slots: [UnsafeMutablePointer<UInt8>] = []
    }

    private static let free = Mutex(Free())

    static func take() throws(VaultError) -> UnsafeMutablePointer<UInt8> {
        Sodium.start()
        let slot: UnsafeMutablePointer<UInt8>? = free.withLock { free in
            if free.slots.isEmpty { free.slots = newSlab() }
            return free.slots.popLast()
        }
        guard let slot else { throw .outOfMemory }
        return slot
    }

    static func give(_ slot: UnsafeMutablePointer<UInt8>) {
        sodium_memzero(slot, KeySlot.count)
        free.withLock { $0.slots.append(slot) }
    }

    private static func newSlab() -> [UnsafeMutablePointer<UInt8>] {
        guard let slab = sodium_allocarray(slotsPerSlab, KeySlot.count) else { return [] }
        sodium_memzero(slab, slotsPerSlab * KeySlot.count)
        return (0..<slotsPerSlab).map { (slab + $0 * KeySlot.count).assumingMemoryBound(to: UInt8.self) }
    }
}
