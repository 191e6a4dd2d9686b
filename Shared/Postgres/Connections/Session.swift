import CLibPQ
import Foundation
import Synchronization

/// One connection to the server, on a thread of its own.
///
/// An actor lets another task in wherever it awaits; each method here runs through without awaiting, and the pool lends a
/// session to one task alone, so that nobody comes between the statements of a transaction.
actor Session {
    private nonisolated let thread: ConnectionThread
    private nonisolated let canceller = Canceller()
    private nonisolated let socket = Atomic<Int32>(-1)
    private nonisolated let idle = Atomic<Bool>(false)
    private let limits: Limits
    private var handle: ConnectionHandle?
    private var cache: StatementCache

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    struct Limits: Sendable {
        /// How long the server may be silent before the connection counts as lost; nil for no limit.
        var silence: Duration?
        var cachedStatements: Int
    }

    private init(limits: Limits) {
        thread = ConnectionThread()
        self.limits = limits
        cache = StatementCache(limit: limits.cachedStatements)
    }

    deinit { thread.stop() }

    /// Connects.
    static func open(_ configuration: DatabaseConfiguration) async throws(PostgresError) -> Session {
        let session = Session(limits: configuration.limits)
        try await session.connect(configuration)
        return session
    }

    private func connect(_ configuration: DatabaseConfiguration) throws(PostgresError) {
        let handle = try ConnectionHandle(
            configuration.connectionParameters, deadline: .now + configuration.connectTimeout)
        canceller.connected(handle.raw)
        socket.store(handle.socket, ordering: .relaxed)
        self.handle = handle
        noteState()
    }

    /// Closes the connection at once.
    func close() {
        socket.store(-1, ordering: .relaxed)
        handle = nil
        noteState()
    }

    /// Whether the last statement left the connection open and outside a transaction.
    nonisolated var isIdle: Bool { idle.load(ordering: .acquiring) }

    private func noteState() {
        let isIdle = handle.map { $0.isUsable && PQtransactionStatus($0.raw) == PQTRANS_IDLE } ?? false
        idle.store(isIdle, ordering: .releasing)
    }

    /// Whether the server has sent something unasked, as it does when it shuts down. Costs one system call.
    nonisolated var hasNews: Bool {
        var descriptor = pollfd(fd: socket.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0)
        return descriptor.fd < 0 || poll(&descriptor, 1, 0) != 0
    }

    // MARK: Statements

    /// Runs statements in one round trip. Outside a transaction they are one by themselves: all or none takes effect.
    ///
    /// A cancelled task cancels the running statement. `isShielded` is for what must be heard to its end.
    nonisolated func run(
        _ statements: [SQL], isShielded: Bool = false
    ) async throws(PostgresError) -> [ResultTable] {
        if isShielded { return try await perform(statements, ticket: canceller.issueTicket()).get() }
        guard !Task.isCancelled else { throw PostgresError(.cancelled) }
        let ticket = canceller.issueTicket()
        let outcome = await withTaskCancellationHandler {
            await perform(statements, ticket: ticket)
        } onCancel: {
            canceller.cancel(ticket)
        }
        return try outcome.get()
    }

    private func perform(_ statements: [SQL], ticket: Int) -> Result<[ResultTable], PostgresError> {
        defer { noteState() }
        return Result { () throws(PostgresError) in
            guard canceller.begin(ticket) else { throw PostgresError(.cancelled) }
            do throws(PostgresError) {
                let results = try performOnce(statements)
                if canceller.end(ticket) { absorbLateCancellation() }
                return results
            } catch {
                let wasCancelled = canceller.end(ticket)
                if wasCancelled, error.sqlState == "57014" {
                    throw PostgresError(.cancelled, sqlState: error.sqlState, statement: error.statement)
                }
                if wasCancelled { absorbLateCancellation() }
                throw error
            }
        }
    }

    /// Runs them again once where a plan had become stale and nothing else can have been lost.
    private func performOnce(_ statements: [SQL]) throws(PostgresError) -> [ResultTable] {
        let handle = try usableHandle()
        let wasIdle = PQtransactionStatus(handle.raw) == PQTRANS_IDLE
        var pipeline = Pipeline(handle: handle, silence: limits.silence)
        do throws(PostgresError) {
            return try pipeline.run(statements, cache: &cache)
        } catch  where error.kind == .stalePlan && wasIdle {
            if PQtransactionStatus(handle.raw) != PQTRANS_IDLE { try script("ROLLBACK") }
            return try pipeline.run(statements, cache: &cache)
        }
    }

    /// Runs text with the simple protocol: several statements, no parameters, no results.
    func script(_ text: String) throws(PostgresError) {
        defer { noteState() }
        let handle = try usableHandle()
        guard PQsendQuery(handle.raw, text) == 1 else { throw PostgresError(.connectionLost) }
        try handle.flush(until: deadline)
        var failure: PostgresError?
        while let result = try handle.nextResult(until: deadline) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_FATAL_ERROR, failure == nil {
                failure = handle.failure(result, statement: nil)
            }
        }
        if let failure { throw failure }
    }

    /// Puts the connection back into the state of a new one.
    func reset() throws(PostgresError) {
        cache.forgetAll()
        try script("DISCARD ALL")
    }

    var isInTransaction: Bool { handle.map { PQtransactionStatus($0.raw) == PQTRANS_INTRANS } ?? false }

    /// A request to cancel reached the server when the statement had ended: let it hit a statement that does nothing.
    private func absorbLateCancellation() {
        try? script("SELECT")
    }

    private func usableHandle() throws(PostgresError) -> ConnectionHandle {
        guard let handle, handle.isUsable else { throw PostgresError(.connectionLost) }
        return handle
    }

    private var deadline: ContinuousClock.Instant? { limits.silence.map { .now + $0 } }

    // MARK: Notifications

    /// Waits until notifications have come, or `wake` (a pipe's end) can be read. Returns their channels.
    func notifications(orWake wake: Int32) throws(PostgresError) -> [String] {
        let handle = try usableHandle()
        var channels: [String] = []
        while true {
            guard PQconsumeInput(handle.raw) == 1 else { throw PostgresError(.connectionLost) }
            while let notification = PQnotifies(handle.raw) {
                channels.append(String(cString: notification.pointee.relname))
                PQfreemem(notification)
            }
            if !channels.isEmpty { return channels }
            var descriptors = [
                pollfd(fd: handle.socket, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&descriptors, 2, -1)
            if descriptors[1].revents != 0 { return [] }
        }
    }
}
