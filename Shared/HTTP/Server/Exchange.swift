import CMicrohttpd
import ServiceRuntime
import Synchronization

/// One request and its answer, between the library's thread and the handler's task.
///
/// The library calls `receive` on its thread. The connection is suspended while a task has to do something first; the
/// task's end, the reader's demand, the deadline or the end of the server resume it, and the library calls again.
// Sendable: everything that changes is under `state`; the handle is used only while `state` has it.
final class Exchange: @unchecked Sendable {
    enum Stage {
        /// The header fields have not all come.
        case headers
        /// The body is taken whole.
        case gathering
        /// The handler runs and has not asked for the body yet.
        case offering
        /// The handler runs; the body comes to it.
        case streaming
        /// The handler runs; the body, if any, is complete.
        case running
        /// The answer stands; the rest of the body is thrown away.
        case discarding
        /// The library has the answer.
        case queued
        /// The connection is to be closed.
        case cut
    }

    struct State {
        /// Nil once the library is done with the request.
        var handle: OpaquePointer?
        var stage = Stage.headers
        var isSuspended = false
        var answer: Response?
        var task: Task<Void, Never>?
        var request: Request?
        var match: RouteTree.Match?
        var method: Method?
        var gathered: [UInt8] = []
        var bodyLimit = 0
        var received = 0
        var pipe: BodyPipe?
        var writer: ResponseWriter?
        /// The answer has been sent past the library.
        var isSentPast = false
    }

    let engine: Engine
    let connection: Connection
    let begun = MonotonicClock.now
    let target: [UInt8]
    private var state = State()
    private let lock = Mutex(())

    init(engine: Engine, connection: Connection, target: [UInt8], handle: OpaquePointer) {
        self.engine = engine
        self.connection = connection
        self.target = target
        state.handle = handle
    }

    /// Runs `body` alone with the state.
    func withState<R>(_ body: (inout State) throws -> R) rethrows -> R {
        try lock.withLock { _ in try body(&state) }
    }

    /// The header fields have come.
    var hasBegun: Bool { withState { $0.stage != .headers } }

    /// How fast its client sends; nil where nothing is waited for from there, or not for longer than `time`.
    func pace(at now: UInt64, after time: UInt64) -> Double? {
        guard now > begun &+ time else { return nil }
        return withState { state in
            switch state.stage {
            case .headers: return 0
            case .gathering, .streaming, .discarding:
                return state.isSuspended ? nil : Double(state.received) / (Double(now &- begun) / 1e9)
            case .offering, .running, .queued, .cut: return nil
            }
        }
    }

    /// The library is done with the request.
    func completed() {
        let (route, status, pipe, writer) = withState { state in
            state.handle = nil
            state.isSuspended = false
            // Before its answer stands, a handler whose client is gone has nobody to work for.
            if state.answer == nil { state.task?.cancel() }
            state.task = nil
            return (state.match?.route, state.answer?.status.rawValue ?? 499, state.pipe, state.writer)
        }
        pipe?.end(failing: HTTPError.truncatedBody)
        writer?.close()
        let time = MonotonicClock.now &- begun
        engine.statistics.record(route: route, status: status, nanoseconds: time)
        if engine.logger.writes(.debug) { log(route: route, status: status, nanoseconds: time) }
    }

    private func log(route: Int?, status: Int, nanoseconds: UInt64) {
        let (method, request) = withState { ($0.method, $0.request) }
        let pattern = route.map { engine.router.entries[$0].description.pattern.filter { $0 != "{" && $0 != "}" } }
        engine.logger.debug(
            "Answered",
            [
                .method: .code(method?.rawValue ?? "none"), .route: .code(pattern ?? "unmatched"),
                .status: .count(status), .duration: .duration(.nanoseconds(Int64(clamping: nanoseconds))),
                .request: .code(request?.id.description ?? "none"),
            ])
    }
}

extension LogKey {
    static let method = LogKey("method")
    static let route = LogKey("route")
    static let request = LogKey("request_id")
}
