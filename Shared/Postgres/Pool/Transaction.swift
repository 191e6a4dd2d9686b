/// How a transaction sees and treats the data.
package enum TransactionMode: Sendable {
    case readWrite
    case readOnly
    /// One snapshot for all its statements, read only.
    case snapshot
    /// May fail with 40001, and is then to be run again.
    case serializable

    var begin: SQL {
        switch self {
        case .readWrite: "BEGIN"
        case .readOnly: "BEGIN READ ONLY"
        case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}

/// A transaction lent to a closure. It cannot be kept, and nobody else runs anything in it.
///
/// `BEGIN` travels with the first statement. After a failed statement the server refuses all others, unless it was inside a
/// `savepoint`.
package struct Transaction: ~Copyable {
    private let session: Session
    private let figures: DatabaseFigures
    private var pendingBegin: SQL?
    private var depth = 0

    private init(session: Session, figures: DatabaseFigures, begin: SQL) {
        self.session = session
        self.figures = figures
        pendingBegin = begin
    }

    package mutating func query(_ sql: SQL) async throws(PostgresError) -> [Row] {
        try await run([sql]).first?.rows ?? []
    }

    package mutating func first(_ sql: SQL) async throws(PostgresError) -> Row? {
        try await query(sql).first
    }

    /// Returns how many rows the statement changed.
    @discardableResult
    package mutating func execute(_ sql: SQL) async throws(PostgresError) -> Int {
        try await run([sql]).first?.affected ?? 0
    }

    /// Runs several statements in one round trip. The first failure is thrown with its place (`PostgresError.statement`);
    /// none behind it has been run.
    @discardableResult
    package mutating func pipeline(_ statements: [SQL]) async throws(PostgresError) -> [[Row]] {
        guard !statements.isEmpty else { return [] }
        return try await run(statements).map(\.rows)
    }

    /// Wakes whoever listens to `channel`, once the transaction is committed. Many in one transaction count as one.
    package mutating func notify(_ channel: String) async throws(PostgresError) {
        try await run(["SELECT pg_notify(\(channel), '')"])
    }

    /// Runs `body`; when it throws, what it did is undone, and the transaction can go on.
    @discardableResult
    package mutating func savepoint<R>(_ body: (inout Transaction) async throws -> R) async throws -> R {
        depth += 1
        defer { depth -= 1 }
        let name = try Identifier("s\(depth)")
        try await run(["SAVEPOINT \(identifier: name)"])
        do {
            let value = try await body(&self)
            try await run(["RELEASE \(identifier: name)"])
            return value
        } catch {
            _ = try? await session.run(
                ["ROLLBACK TO \(identifier: name)", "RELEASE \(identifier: name)"], isShielded: true)
            throw error
        }
    }

    @discardableResult
    private mutating func run(_ statements: [SQL]) async throws(PostgresError) -> [ResultTable] {
        guard let begin = pendingBegin else {
            return try await figures.timed { () throws(PostgresError) in try await session.run(statements) }
        }
        pendingBegin = nil
        do throws(PostgresError) {
            let results = try await figures.timed { () throws(PostgresError) in
                try await session.run([begin] + statements)
            }
            return Array(results.dropFirst())
        } catch {
            throw error.movedBack(by: 1)
        }
    }

    private func commit() async throws(PostgresError) {
        guard pendingBegin == nil else { return }
        do throws(PostgresError) {
            let result = try await figures.timed { () throws(PostgresError) in
                try await session.run(["COMMIT"], isShielded: true)
            }
            // The server answers so when a statement had failed.
            if result.first?.command == "ROLLBACK" { throw PostgresError(.rolledBack) }
        } catch  where error.isConnectionLost {
            throw PostgresError(.outcomeUnknown, sqlState: error.sqlState)
        }
    }

    private func rollBack() async {
        guard pendingBegin == nil else { return }
        _ = try? await session.run(["ROLLBACK"], isShielded: true)
    }

    static func run<R>(
        _ mode: TransactionMode, on session: Session, _ figures: DatabaseFigures,
        _ body: (inout Transaction) async throws -> R
    ) async throws -> R {
        var transaction = Transaction(session: session, figures: figures, begin: mode.begin)
        let value: R
        do {
            value = try await body(&transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
        try await transaction.commit()
        return value
    }
}

extension PostgresError {
    /// The same error, with its place counted from after statements that the caller does not know of.
    func movedBack(by count: Int) -> PostgresError {
        var error = self
        error.statement = statement.map { max(0, $0 - count) }
        return error
    }
}
