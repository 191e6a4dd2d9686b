import CSodium

/// Memory for a long-lived key: between guard pages, kept out of swap and core dumps, read-only once filled, wiped when
/// the last owner is gone. Costs four pages; for keys that come by the thousand see `KeySlot`.
final class LockedMemory: @unchecked Sendable {  // immutable after init, enforced by mprotect
    private let base: UnsafeMutableRawPointer
    let count: Int

    init(count: Int, filling fill: (UnsafeMutablePointer<UInt8>) throws(VaultError) -> Void) throws(VaultError) {
        Sodium.start()
        guard let base = sodium_malloc(count) else { throw .outOfMemory }
        do {
            try fill(base.assumingMemoryBound(to: UInt8.self))
        } catch {
            sodium_free(base)
            throw error
        }
        sodium_mprotect_readonly(base)
        self.base = base
        self.count = count
    }

    deinit { sodium_free(base) }

    /// Lends the bytes. The pointer must not outlive the call.
    func withBytes<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(UnsafePointer(base.assumingMemoryBound(to: UInt8.self)))
    }
}
