import Accounts
import Audit
import CaseModel
import Postgres

/// The desk's way to the database: every transaction sees the officer's compartments and nothing else, and ends with the
/// entry in the audit chain. A denial is recorded in a transaction of its own.
struct DeskDatabase: Sendable {
    let database: Database
    let audit: AuditLog

    func transaction<R: Sendable>(
        _ officer: Staff, _ entry: AuditEntry, _ body: (inout Transaction) async throws -> R
    ) async throws -> R {
        do {
            return try await database.transaction { transaction in
                try await DeskQueries.see(Array(officer.compartments), in: &transaction)
                let result = try await body(&transaction)
                try await audit.append(entry, in: &transaction)
                return result
            }
        } catch DeskFailure.notFound {
            try await audit.append(entry.denied("not-found"), to: database)
            throw DeskFailure.notFound
        }
    }
}

extension AuditAction {
    static let lookAtDesk = AuditAction("desk.look")
    static let readSubmission = AuditAction("submission.read")
    static let openCase = AuditAction("case.open")
    static let readCase = AuditAction("case.read")
    static let recordFinding = AuditAction("finding.record")
    static let decideCase = AuditAction("case.decide")
}

extension AuditEntry {
    init(_ officer: Staff, _ action: AuditAction, _ subject: AuditSubject? = nil) {
        self.init(actor: StaffID(officer.id), action: action, subject: subject)
    }

    func denied(_ reason: StaticString) -> AuditEntry {
        AuditEntry(actor: actor, action: action, subject: subject, outcome: .denied, reason: reason)
    }
}
