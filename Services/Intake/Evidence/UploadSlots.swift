import Synchronization

/// Bounds how many files a process receives at the same time, and with them its memory.
final class UploadSlots: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// Runs `body` with a slot; throws `EvidenceFailure.busy` at once where none is free.
    func with<R>(_ body: () async throws -> R) async throws -> R {
        let isTaken = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isTaken else { throw EvidenceFailure.busy }
        defer { free.withLock { $0 += 1 } }
        return try await body()
    }
}
