import Foundation
package import ServiceRuntime
import Synchronization

/// Hears NOTIFY on a connection of its own.
///
/// A wake-up says "look again", not what happened. After a lost connection every channel is woken once the listener hears
/// again, since notifications may have been missed; still, keep a slow poll behind it.
package final class Listener: Service, Sendable {
    package let name = "listener"
    private let configuration: DatabaseConfiguration
    private let channels: [String]
    private let logger: Logger
    private let reconnects: Counter
    private let subscribers = Mutex<[Int: Subscriber]>([:])
    private let lastSubscriber = Atomic<Int>(0)

    private struct Subscriber {
        let channel: String
        let continuation: AsyncStream<Void>.Continuation
    }

    /// - Parameter channels: lower-case names as `Transaction.notify` is given them.
    package init(_ configuration: DatabaseConfiguration, channels: [String], logger: Logger, metrics: Metrics) {
        // It is silent for as long as nothing happens.
        var configuration = configuration
        configuration.application += "-listener"
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
        reconnects = metrics.counter("amparo_listener_connections_total", "Connections made to hear notifications")
    }

    /// Yields after each notification on `channel`. Several that come while nobody looks count as one; none is lost.
    package func wakeUps(on channel: String) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = lastSubscriber.wrappingAdd(1, ordering: .relaxed).newValue
            subscribers.withLock { $0[id] = Subscriber(channel: channel, continuation: continuation) }
            continuation.onTermination = { [weak self] _ in
                self?.subscribers.withLock { $0[id] = nil }
            }
        }
    }

    package func run(_ lifetime: Lifetime) async throws {
        let wake = try WakePipe()
        await withTaskGroup { group in
            group.addTask { [self] in await listen(lifetime, wake) }
            await lifetime.untilStopping()
            wake.wake()
        }
        for subscriber in subscribers.withLock({ Array($0.values) }) { subscriber.continuation.finish() }
    }

    private func listen(_ lifetime: Lifetime, _ wake: WakePipe) async {
        var attempt = 0
        while !lifetime.isStopping {
            let error = await failure(lifetime, wake)
            guard !lifetime.isStopping else { return }
            attempt = error.wasHearing ? 1 : attempt + 1
            logger.warning("Not hearing notifications", [.error: .error(error.cause), .attempt: .count(attempt)])
            // Whoever waits for a wake-up has a slow poll too: the others need not wait for this.
            lifetime.started()
            _ = await lifetime.pause(.milliseconds(min(5_000, 50 << min(attempt, 10))))
        }
    }

    /// Listens until that fails, or the service is stopped.
    private func failure(
        _ lifetime: Lifetime, _ wake: WakePipe
    ) async -> (cause: any Error, wasHearing: Bool) {
        var wasHearing = false
        do {
            let session = try await Session.open(configuration)
            wasHearing = true
            try await hear(on: session, lifetime, wake)
            return (CancellationError(), wasHearing)
        } catch {
            return (error, wasHearing)
        }
    }

    private func hear(on session: Session, _ lifetime: Lifetime, _ wake: WakePipe) async throws {
        var statements: [SQL] = []
        for channel in channels { statements.append("LISTEN \(identifier: try Identifier(channel))") }
        _ = try await session.run(statements)
        reconnects.increment()
        lifetime.started()
        wakeAll(channels)
        while !lifetime.isStopping {
            wakeAll(try await session.notifications(orWake: wake.readEnd))
        }
        await session.close()
    }

    private func wakeAll(_ channels: [String]) {
        let woken = Set(channels)
        subscribers.withLock { subscribers in
            for subscriber in subscribers.values where woken.contains(subscriber.channel) {
                subscriber.continuation.yield()
            }
        }
    }
}

/// Lets one thread end another's wait for a socket.
private final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw PostgresError(.unreachable) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        _ = Foundation.close(readEnd)
        _ = Foundation.close(writeEnd)
    }

    func wake() {
        _ = write(writeEnd, "x", 1)
    }
}
