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

    /// Waits for `duration`, or less when the service is told to stop. Returns false when it was, or when the
    /// task is cancelled: a loop around it ends then.
    package func pause(_ duration: Duration) async -> Bool {
        guard !isStopping else { return false }
        await withTaskGroup { group in
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { await self.untilStopping() }
            await group.next()
            group.cancelAll()
        }
        return !isStopping && !Task.isCancelled
    }
}
