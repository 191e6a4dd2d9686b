package import ServiceRuntime
import Synchronization

/// A pool of connections to one database, as one role. It lends a connection to one task alone.
///
/// Connections are opened when they are needed, and a broken one is replaced: after a restart of the server the pool goes
/// on by itself.
package final class Database: Service, Sendable {
    private struct Pool {
        var state: PoolState
        var sessions: [PoolState.Slot: Session] = [:]
        var waiters: [PoolState.Waiter: CheckedContinuation<Outcome, Never>] = [:]
        var lastWaiter = 0
    }

    private typealias Outcome = Result<PoolState.Grant, PostgresError>

    package let name = "database"
    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let pool: Mutex<Pool>
    private let figures: DatabaseFigures
    private let drained = Gate()

    package init(_ configuration: DatabaseConfiguration, logger: Logger, metrics: Metrics) {
        self.configuration = configuration
        self.logger = logger
        figures = DatabaseFigures(metrics)
        pool = Mutex(Pool(state: PoolState(limit: configuration.connections)))
    }

    // MARK: What callers use

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// Nothing is retried: `PostgresError.isRetriable` says whether running it again can help.
    @discardableResult
    package func transaction<R>(
        _ mode: TransactionMode = .readWrite,
        _ body: (inout Transaction) async throws -> R
    ) async throws -> R {
        try await lending { session in
            try await Transaction.run(mode, on: session, figures, body)
        }
    }

    /// Runs one statement by itself.
    package func query(_ sql: SQL) async throws(PostgresError) -> [Row] {
        try await single(sql).rows
    }

    /// Runs one statement by itself and returns its first row.
    package func first(_ sql: SQL) async throws(PostgresError) -> Row? {
        try await single(sql).rows.first
    }

    /// Runs one statement by itself; returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) async throws(PostgresError) -> Int {
        try await single(sql).affected
    }

    /// Runs statements in one transaction and one round trip, committed when it returns: for what needs no answer of one
    /// statement to make the next. The first failure is thrown with its place (`PostgresError.statement`), and none has
    /// taken effect then.
    @discardableResult
    package func pipeline(_ statements: [SQL]) async throws(PostgresError) -> [[Row]] {
        guard !statements.isEmpty else { return [] }
        do {
            return try await lending { session in
                try await figures.timed { () throws(PostgresError) in try await session.run(statements) }
            }.map(\.rows)
        } catch let error as PostgresError where error.kind == .connectionLost {
            // The commit is part of what was sent.
            throw PostgresError(.outcomeUnknown, sqlState: error.sqlState)
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.cancelled)
        }
    }

    /// Lends a connection for longer than a transaction: for session locks, or what cannot run in a transaction. It is put
    /// back into the state of a new one afterwards.
    package func withConnection<R>(_ body: (inout Connection) async throws -> R) async throws -> R {
        try await lending { session in
            var connection = Connection(session: session, figures: figures)
            do {
                let value = try await body(&connection)
                try await session.reset()
                return value
            } catch {
                await session.close()
                throw error
            }
        }
    }

    /// For `/ready`: asks the server for an answer.
    package func healthCheck() -> Health.Check {
        { [self] in
            do throws(PostgresError) {
                _ = try await query("SELECT 1")
                return nil
            } catch {
                return error.code
            }
        }
    }

    // MARK: Life

    package func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        await lifetime.untilStopping()
        await close()
    }

    /// Refuses from now on, and returns when all connections have come back and are closed.
    package func close() async {
        let (closing, refused, isDrained) = pool.withLock { pool in
            let (slots, waiters) = pool.state.close()
            return (
                slots.compactMap { pool.sessions.removeValue(forKey: $0) },
                waiters.compactMap { pool.waiters.removeValue(forKey: $0) },
                pool.state.isDrained
            )
        }
        for waiter in refused { waiter.resume(returning: .failure(PostgresError(.poolClosed))) }
        for session in closing { await session.close() }
        if isDrained { drained.open() }
        await drained.wait()
    }

    // MARK: Lending

    private func single(_ sql: SQL) async throws(PostgresError) -> ResultTable {
        do {
            return try await lending { session in
                let results = try await figures.timed { () throws(PostgresError) in try await session.run([sql]) }
                guard let result = results.first else { throw PostgresError(.connectionLost) }
                return result
            }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.cancelled)
        }
    }

    private func lending<R>(_ body: (Session) async throws -> R) async throws -> R {
        let (slot, session) = try await borrow()
        do {
            let value = try await body(session)
            giveBack(slot, session)
            return value
        } catch {
            giveBack(slot, session)
            throw error
        }
    }

    private func borrow() async throws(PostgresError) -> (PoolState.Slot, Session) {
        guard !Task.isCancelled else { throw PostgresError(.cancelled) }
        let grant: PoolState.Grant
        switch pool.withLock({ $0.state.requestNow() }) {
        case .granted(let immediate): grant = immediate
        case .refused: throw PostgresError(.poolClosed)
        case .wait, nil: grant = try await figures.timedWait { () throws(PostgresError) in try await waitForGrant() }
        }
        let borrowed = try await connection(grant)
        showUse()
        return borrowed
    }

    private func connection(_ grant: PoolState.Grant) async throws(PostgresError) -> (PoolState.Slot, Session) {
        switch grant {
        case .open(let slot):
            return (slot, try await open(slot))
        case .use(let slot):
            guard let session = pool.withLock({ $0.sessions[slot] }) else { return (slot, try await open(slot)) }
            // Nothing is asked for on an idle connection: what the server says is good-bye.
            if session.hasNews {
                await session.close()
                return (slot, try await open(slot))
            }
            return (slot, session)
        }
    }

    private func open(_ slot: PoolState.Slot) async throws(PostgresError) -> Session {
        do {
            let session = try await Session.open(configuration)
            pool.withLock { $0.sessions[slot] = session }
            return session
        } catch {
            logger.warning("The database cannot be reached", [.error: .error(error)])
            dispose(slot, isUsable: false)
            throw error
        }
    }

    private func giveBack(_ slot: PoolState.Slot, _ session: Session) {
        dispose(slot, isUsable: session.isIdle)
        showUse()
    }

    private func dispose(_ slot: PoolState.Slot, isUsable: Bool) {
        let (closing, waiter, grant, isDrained) = pool.withLock { pool in
            let disposal = pool.state.giveBack(slot, isUsable: isUsable)
            let closing = disposal.closes ? pool.sessions.removeValue(forKey: slot) : nil
            let waiter = disposal.next.flatMap { pool.waiters.removeValue(forKey: $0.waiter) }
            return (closing, waiter, disposal.next?.grant, pool.state.isDrained)
        }
        if let waiter, let grant { waiter.resume(returning: .success(grant)) }
        if let closing { Task { await closing.close() } }
        if isDrained { drained.open() }
    }

    private func showUse() {
        let (lent, open) = pool.withLock { ($0.state.lent, $0.state.open) }
        figures.show(inUse: lent, open: open)
    }

    // MARK: Waiting

    private func waitForGrant() async throws(PostgresError) -> PoolState.Grant {
        let waiter = pool.withLock { pool in
            pool.lastWaiter += 1
            return pool.lastWaiter
        }
        let alarm = Task { [configuration] in
            guard (try? await Task.sleep(for: configuration.poolTimeout)) != nil else { return }
            withdraw(waiter, PostgresError(.poolTimeout))
        }
        defer { alarm.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in enqueue(waiter, continuation) }
        } onCancel: {
            withdraw(waiter, PostgresError(.cancelled))
        }
        return try outcome.get()
    }

    private func enqueue(_ waiter: PoolState.Waiter, _ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome: Outcome? = pool.withLock { pool in
            if Task.isCancelled { return .failure(PostgresError(.cancelled)) }
            switch pool.state.request(waiter) {
            case .granted(let grant): return .success(grant)
            case .refused: return .failure(PostgresError(.poolClosed))
            case .wait:
                pool.waiters[waiter] = continuation
                return nil
            }
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    private func withdraw(_ waiter: PoolState.Waiter, _ reason: PostgresError) {
        let continuation = pool.withLock { pool in
            pool.state.withdraw(waiter) ? pool.waiters.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(returning: .failure(reason))
    }
}
