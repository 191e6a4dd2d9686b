import Synchronization

/// Something that lives as long as the process: a pool, a relay, a consumer, a server.
package protocol Service: Sendable {
    /// A short constant name for logs.
    var name: String { get }

    /// Runs until told to stop. Calls `lifetime.started()` once when it serves, and returns soon after
    /// `lifetime.untilStopping()` has returned. A service that returns or throws earlier ends the process.
    func run(_ lifetime: Lifetime) async throws
}

/// What a running service is told, and tells, about its life.
package final class Lifetime: Sendable {
    private let startedGate = Gate()
    private let stoppingGate = Gate()

    package init() {}

    /// Says that the service serves now; the next one may start.
    package func started() { startedGate.open() }

    /// True from the moment the service has been told to stop.
    package var isStopping: Bool { stoppingGate.isOpen }

    /// Tells the service to stop. Also used by tests.
    package func stop() { stoppingGate.open() }

    /// Returns when the service has been told to stop, or when the task is cancelled.
    package func untilStopping() async { await stoppingGate.wait() }

    /// Returns when the service has said that it serves.
    package func untilStarted() async { await startedGate.wait() }

    /// Waits for `duration`, or less when the service is told to stop. Returns false when it was.
    package func pause(_ duration: Duration) async -> Bool {
        guard !isStopping else { return false }
        await withTaskGroup { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { await self.untilStopping() }
            await group.next()
            group.cancelAll()
        }
        return !isStopping
    }
}

/// A door that opens once; whoever waits at it goes through then. A cancelled wait ends too.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextID = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var isOpen: Bool { state.withLock { $0.isOpen } }

    package func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    package func wait() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesThrough = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if goesThrough { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
