import ServiceRuntime

/// What went wrong with a statement or a connection.
///
/// It carries codes and the name of a constraint, never the server's text: PostgreSQL puts the offending values into its
/// messages.
package struct PostgresError: CodedError, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The server refused the statement; `sqlState` says why.
        case server = "server"
        /// No connection could be made, or not in time.
        case unreachable = "unreachable"
        /// The connection broke, or the server did not answer in time. A statement outside a transaction may have taken
        /// effect.
        case connectionLost = "connection-lost"
        /// The connection broke while the transaction was being committed: nobody knows whether it was.
        case outcomeUnknown = "outcome-unknown"
        /// A statement had failed before and its error was swallowed, so that the commit rolled back.
        case rolledBack = "rolled-back"
        /// All connections were lent for longer than the caller may wait.
        case poolTimeout = "pool-timeout"
        /// The pool has been closed.
        case poolClosed = "pool-closed"
        /// The task was cancelled.
        case cancelled = "cancelled"
        /// A plan prepared earlier no longer fits the tables. The transaction can be run again.
        case stalePlan = "stale-plan"
        /// A text contains U+0000, or a date lies beyond what PostgreSQL can hold.
        case unencodable = "unencodable"
        case noSuchColumn = "no-such-column"
        case unexpectedNull = "unexpected-null"
        case unexpectedType = "unexpected-type"
        case unreadableValue = "unreadable-value"
        /// A name that cannot be an identifier: other than lower-case letters, digits and `_`, or longer than 63.
        case invalidIdentifier = "invalid-identifier"
    }

    package let kind: Kind
    /// The five characters of SQLSTATE, where the server gave them.
    package let sqlState: String?
    /// The name of the violated constraint, where there is one.
    package let constraint: String?
    /// The place of the failed statement in its pipeline, counted from 0.
    package internal(set) var statement: Int?

    init(_ kind: Kind, sqlState: String? = nil, constraint: String? = nil, statement: Int? = nil) {
        self.kind = kind
        self.sqlState = sqlState
        self.constraint = constraint
        self.statement = statement
    }

    package var code: String {
        if kind == .server, let sqlState { "postgres-\(sqlState)" } else { "postgres-\(kind.rawValue)" }
    }

    package var description: String { code }

    /// Whether the same transaction may succeed when it is run again. False where nobody knows if it took effect
    /// (`outcomeUnknown`): only a caller whose work is idempotent may go on there.
    package var isRetriable: Bool {
        switch kind {
        case .unreachable, .connectionLost, .poolTimeout, .stalePlan: true
        case .server: sqlState.map(Self.isTransient) ?? false
        default: false
        }
    }

    /// Whether the connection is gone, and with it all that was not committed.
    package var isConnectionLost: Bool {
        switch kind {
        case .unreachable, .connectionLost, .outcomeUnknown: true
        case .server: sqlState.map { $0.hasPrefix("08") || $0.hasPrefix("57P0") } ?? false
        default: false
        }
    }

    package var isUniqueViolation: Bool { sqlState == "23505" }

    private static func isTransient(_ state: String) -> Bool {
        switch state {
        case "40001", "40P01", "55P03", "53300": true
        default: state.hasPrefix("08") || state.hasPrefix("57P0")
        }
    }
}
