import ServiceRuntime

/// Why the migrations were not applied; `set` and `number` say which one, in words of the program.
package struct MigrationError: CodedError, CustomStringConvertible {
    package enum Problem: String, Sendable {
        case unreadable = "unreadable"
        /// A file is not named `NNNN_what.sql`, or a number is missing or twice there.
        case badName = "bad-name"
        /// A file differs from what was applied under its number.
        case changed = "changed"
        /// The database has a migration that this program does not know: it is newer.
        case unknown = "unknown"
        /// A file contains BEGIN, COMMIT or ROLLBACK; each is run in a transaction of its own.
        case endsTransaction = "ends-transaction"
        case failed = "failed"
    }

    package let problem: Problem
    package let set: String
    package let number: Int?
    /// The five characters of SQLSTATE, where the server refused it.
    package let sqlState: String?

    init(_ problem: Problem, set: String, number: Int? = nil, sqlState: String? = nil) {
        self.problem = problem
        self.set = set
        self.number = number
        self.sqlState = sqlState
    }

    package var code: String {
        var code = "migration-\(problem.rawValue)-\(set)"
        if let number { code += "-\(number)" }
        if let sqlState { code += "-\(sqlState)" }
        return code
    }

    package var description: String { code }
}
