import CaseModel
package import Postgres

/// The service's own hash chain. Entries can be added and read; the database gives the application no right to change or
/// remove one.
package struct AuditLog: Sendable {
    package init() {}

    /// Adds an entry in the caller's transaction, so that what was done and the record of it are one.
    ///
    /// Must be the transaction's last statement: it holds the chain's head until the commit, and others wait for it.
    package func append(_ entry: AuditEntry, in transaction: inout Transaction) async throws(PostgresError) {
        try await transaction.execute(statement(entry))
    }

    /// Adds an entry in a transaction of its own: for denials, whose transaction does not live on, and for reads whose
    /// answer must not leave before they are recorded.
    package func append(_ entry: AuditEntry, to database: Database) async throws {
        try await database.execute(statement(entry))
    }

    private func statement(_ entry: AuditEntry) -> SQL {
        """
        SELECT append_audit(
            \(entry.actor?.uuid), \(entry.action.code), \(entry.subject?.kind), \(entry.subject?.id),
            \(entry.outcome.rawValue), \(entry.reason))
        """
    }
}
