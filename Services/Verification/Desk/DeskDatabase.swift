import Accounts
import Audit
import CaseModel
import Postgres

/// The desk's way to the database: every transaction sees the officer's compartments and nothing else.
///
/// That somebody came to a page is recorded at the gate, before anything is served. What somebody changed is recorded
/// here, in the transaction that changes it.
struct DeskDatabase: Sendable {
    let database: Database
    let audit: AuditLog

    func read<R: Sendable>(for officer: Staff, _ body: (inout Transaction) async throws -> R) async throws -> R {
        try await database.transaction { transaction in
            try await DeskQueries.see(
                Array(officer.compartments), as: StaffID(officer.id), descriptors: officer.may(.readDescriptors),
                in: &transaction)
            return try await body(&transaction)
        }
    }

    func change<R: Sendable>(
        _ action: AuditAction, _ subject: AuditSubject, by officer: Staff,
        _ body: (inout Transaction) async throws -> R
    ) async throws -> R {
        let entry = AuditEntry(actor: StaffID(officer.id), action: action, subject: subject)
        do {
            return try await read(for: officer) { transaction in
                let result = try await body(&transaction)
                try await audit.append(entry, in: &transaction)
                return result
            }
        } catch DeskFailure.notFound {
            try await audit.append(entry.denied("not-found"), to: database)
            throw DeskFailure.notFound
        } catch let refusal as CaseRefusal {
            if let reason = refusal.denial { try await audit.append(entry.denied(reason), to: database) }
            throw refusal
        }
    }
}

extension AuditAction {
    static let openCase = AuditAction("case.open")
    static let decideCase = AuditAction("case.decide")
}
