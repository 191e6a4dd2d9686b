import Dispatch
package import ServiceRuntime
import Synchronization

/// Serves a router on one address until told to stop, then drains.
///
/// Draining: no new connections; requests that come on open ones get 503; running handlers have
/// `HTTPLimits.drainTime`, then they are cancelled and answered for; then everything is closed.
package final class HTTPServer: Service {
    package let name: String
    private let listen: ListenAddress
    private let engine: Engine
    private let bound = Mutex<ListenAddress?>(nil)

    package init(
        name: String,
        listen: ListenAddress,
        limits: HTTPLimits = HTTPLimits(),
        router: Router,
        errors: ErrorRenderer = .problem,
        logger: Logger,
        metrics: Metrics
    ) {
        self.name = name
        self.listen = listen
        engine = Engine(router: router, limits: limits, errors: errors, logger: logger, metrics: metrics)
    }

    /// Where the server really listens, once it does: with the port that was picked where 0 was asked for.
    package var address: ListenAddress? { bound.withLock { $0 } }

    /// Open connections and running handlers.
    package var load: (connections: Int, handlers: Int) { (engine.connectionCount, engine.runningHandlers) }

    package func run(_ lifetime: Lifetime) async throws {
        let socket = try ListenSocket(listen)
        let daemon: ServerDaemon
        do {
            daemon = try ServerDaemon(engine: engine, socket: socket.descriptor)
        } catch {
            socket.close()
            throw error
        }
        let watch = startWatch()
        bound.withLock { $0 = socket.address }
        lifetime.started()
        await lifetime.untilStopping()
        daemon.quiesce()
        engine.refuse()
        await drain()
        engine.close()
        watch.cancel()
        await hangUp()
        await daemon.stop()
        socket.close()
        engine.statistics.flush()
    }

    private func drain() async {
        let end = ContinuousClock.now + engine.limits.drainTime
        // A request counts until its answer has gone out. Idle connections don't hold the server up.
        while engine.openExchanges > 0, ContinuousClock.now < end, !Task.isCancelled { await pauseBriefly() }
        guard engine.openExchanges > 0 else { return }
        engine.expireAll()
        // Time for the answers to go out and for the handlers to see that they are cancelled.
        let last = ContinuousClock.now + .milliseconds(500)
        while engine.openExchanges > 0, ContinuousClock.now < last { await pauseBriefly() }
    }

    /// Ends all connections before the library is told to stop: one that is being refused at that moment by the library
    /// itself, as no HTTP, would be answered with a response that is not there, and the process would die of it
    /// (libmicrohttpd 0.9.75, `MHD_queue_response` while shutting down).
    private func hangUp() async {
        let end = ContinuousClock.now + .seconds(2)
        while engine.connectionCount > 0, ContinuousClock.now < end {
            engine.hangUp()
            await pauseBriefly()
        }
    }

    /// Also when this task has been cancelled, unlike `Task.sleep`.
    private func pauseBriefly() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { continuation.resume() }
        }
    }

    /// On a queue of its own, so that deadlines hold even where handlers block every thread of the pool.
    private func startWatch() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "amparo.http.watch"))
        timer.schedule(deadline: .now() + .milliseconds(50), repeating: .milliseconds(50), leeway: .milliseconds(10))
        timer.setEventHandler { [engine] in engine.watch() }
        timer.resume()
        return timer
    }
}
