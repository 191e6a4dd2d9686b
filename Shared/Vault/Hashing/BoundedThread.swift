import Dispatch
import Synchronization

/// Runs heavy work one piece after the other, apart from the threads that run Swift's tasks, and turns away what would
/// pile up.
package final class BoundedThread: Sendable {
    private let queue: DispatchQueue
    private let limit: Int
    private let admitted = Mutex(0)

    /// At most `limit` pieces run or wait; the next one fails with `passwordsBusy`.
    package init(label: String, limit: Int) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
        self.limit = limit
    }

    package var isFull: Bool { admitted.withLock { $0 >= limit } }

    package func run<R: Sendable>(
        _ work: @escaping @Sendable () throws(VaultError) -> R
    ) async throws(VaultError) -> R {
        let isAdmitted = admitted.withLock { admitted in
            guard admitted < limit else { return false }
            admitted += 1
            return true
        }
        guard isAdmitted else { throw .passwordsBusy }
        let result: Result<R, VaultError> = await withCheckedContinuation { continuation in
            queue.async {
                let result: Result<R, VaultError>
                do throws(VaultError) { result = .success(try work()) } catch { result = .failure(error) }
                self.admitted.withLock { $0 -= 1 }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
