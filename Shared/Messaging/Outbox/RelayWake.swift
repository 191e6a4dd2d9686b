import ServiceRuntime
import Synchronization

/// Tells a relay within the process that something has been appended. Many signals before the relay looks count as one.
final class RelayWake: Sendable {
    private struct State {
        var isSignalled = false
        var waiter: Gate?
    }

    private let state = Mutex(State())

    func signal() {
        let waiter = state.withLock { state in
            state.isSignalled = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.open()
    }

    /// Whether there was a signal since the last call.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isSignalled = false }
            return state.isSignalled
        }
    }

    /// Returns at the next signal, after `duration`, or when the service stops. The signal stays until it is taken.
    func wait(_ duration: Duration, _ lifetime: Lifetime) async {
        let gate = Gate()
        let isDue = state.withLock { state in
            if !state.isSignalled { state.waiter = gate }
            return state.isSignalled
        }
        guard !isDue, !lifetime.isStopping else { return }
        await withTaskGroup { group in
            group.addTask { await gate.wait() }
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { await lifetime.untilStopping() }
            await group.next()
            group.cancelAll()
        }
    }
}
