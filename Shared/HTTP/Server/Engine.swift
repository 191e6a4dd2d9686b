import ServiceRuntime
import Synchronization

/// What all requests of one server share.
final class Engine: Sendable {
    let router: Router
    let limits: HTTPLimits
    let errors: ErrorRenderer
    let logger: Logger
    let statistics: RequestStatistics
    let pace: HandlerPace
    let headerTime: UInt64
    let idleTime: UInt64
    private let crowdedTime: UInt64
    /// So many connections leave room for others.
    private let roomy: Int
    private let connections = Mutex<[ObjectIdentifier: Connection]>([:])
    private let running = Atomic<Int>(0)
    private let refusing = Atomic<Bool>(false)
    private let closing = Atomic<Bool>(false)
    private let nextFlush = Atomic<UInt64>(0)

    init(router: Router, limits: HTTPLimits, errors: ErrorRenderer, logger: Logger, metrics: Metrics) {
        self.router = router
        self.limits = limits
        self.errors = errors
        self.logger = logger
        headerTime = limits.headerTime.nanoseconds
        idleTime = limits.idleTime.nanoseconds
        crowdedTime = limits.crowdedTime.nanoseconds
        roomy = limits.connections - limits.connections / 4
        pace = HandlerPace(routes: router.routes.count)
        statistics = RequestStatistics(router.routes, metrics: metrics)
    }

    /// New requests are answered with 503.
    var isRefusing: Bool { refusing.load(ordering: .acquiring) }
    /// Nothing may be suspended any more.
    var isClosing: Bool { closing.load(ordering: .sequentiallyConsistent) }
    var runningHandlers: Int { running.load(ordering: .acquiring) }
    /// Requests that have come, at least their header fields, and whose answers have not gone out.
    var openExchanges: Int { all.count { $0.exchange?.hasBegun ?? false } }
    var connectionCount: Int { connections.withLock { $0.count } }

    func add(_ connection: Connection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    func remove(_ connection: Connection) {
        connections.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    func handlerStarted() { running.add(1, ordering: .relaxed) }
    func handlerEnded() { running.subtract(1, ordering: .releasing) }

    func refuse() { refusing.store(true, ordering: .releasing) }

    /// Cancels every handler and answers for it.
    func expireAll() {
        for connection in all { connection.exchange?.expire(because: HTTPError.stopping) }
    }

    /// From here on the library finds no connection suspended.
    func close() {
        closing.store(true, ordering: .sequentiallyConsistent)
        for connection in all { connection.exchange?.close() }
    }

    /// Makes the library see the end of every connection.
    func hangUp() {
        for connection in all { connection.shutDown() }
    }

    /// Looks for what is overdue, and every second hands the figures on.
    func watch() {
        let now = MonotonicClock.now
        if now > nextFlush.load(ordering: .relaxed) {
            nextFlush.store(now &+ 1_000_000_000, ordering: .relaxed)
            statistics.flush()
        }
        if connectionCount > roomy { makeRoom(at: now) }
        for connection in all where connection.isOverdue(at: now) {
            if let exchange = connection.exchange {
                exchange.expire(because: HTTPError.deadlineExceeded)
            } else {
                connection.shutDown()
            }
        }
    }

    /// Where connections run out, those go whose clients are slowest: who sends a byte now and then must not hold the place
    /// of somebody in need.
    private func makeRoom(at now: UInt64) {
        let all = all
        let excess = all.count - roomy
        guard excess > 0 else { return }
        let slow = all.compactMap { connection in
            connection.pace(at: now, after: crowdedTime).map { (pace: $0, connection: connection) }
        }
        for one in slow.sorted(by: { $0.pace < $1.pace }).prefix(excess) {
            if let exchange = one.connection.exchange {
                exchange.expire(because: HTTPError.bodyTooSlow)
            } else {
                one.connection.shutDown()
            }
        }
    }

    /// Runs the handler; whatever it throws becomes an answer here.
    func respond(to request: Request, by match: RouteTree.Match) async -> Response {
        do {
            return try await router.entries[match.route].handler(request, match.parameters)
        } catch {
            return response(to: error, request: request)
        }
    }

    func response(to error: any Error, request: Request?) -> Response {
        let failure = ErrorRenderer.failure(for: error)
        if failure.status.rawValue >= 500, !(error is any HTTPFailure) {
            logger.error("A request failed", [.error: .error(error)])
        }
        return errors.response(to: failure, request: request)
    }

    private var all: [Connection] { connections.withLock { Array($0.values) } }
}
