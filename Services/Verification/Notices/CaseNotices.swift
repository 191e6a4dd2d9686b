import CaseModel
import Foundation
import Postgres

/// Computes a case's notices from its records and keeps them: whoever changes something on which consent or risk rests calls
/// it in the same transaction.
struct CaseNotices: Sendable {
    let ledger: ReadLedger
    let records = CaseRecords()

    /// Returns the ledger that it read.
    @discardableResult func refresh(
        _ id: CaseID, _ sealing: CaseSealing, at now: Date, in transaction: inout Transaction
    ) async throws -> ConsentLedger {
        let ledger = try await ledger(id, sealing, in: &transaction)
        let risks = try await RiskFile.read(id, sealing, in: &transaction)
        try await KeepNotices()(
            ledger.occasions(at: now) + risks.occasions(ledger, at: now),
            of: [.consentToRenew, .consentWithdrawn, .riskToReassess], in: id, at: now, in: &transaction)
        return ledger
    }
}
