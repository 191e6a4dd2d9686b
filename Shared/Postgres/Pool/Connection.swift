/// A connection lent to a closure. It cannot be kept.
package struct Connection: ~Copyable {
    private let session: Session
    private let figures: DatabaseFigures

    init(session: Session, figures: DatabaseFigures) {
        self.session = session
        self.figures = figures
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

    /// Runs `body` in a transaction on this connection.
    @discardableResult
    package mutating func transaction<R>(
        _ mode: TransactionMode = .readWrite,
        _ body: (inout Transaction) async throws -> R
    ) async throws -> R {
        try await Transaction.run(mode, on: session, figures, body)
    }

    private func run(_ statements: [SQL]) async throws(PostgresError) -> [ResultTable] {
        try await figures.timed { () throws(PostgresError) in try await session.run(statements) }
    }
}
