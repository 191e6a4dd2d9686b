import CaseModel
import Foundation
import Postgres

/// Reads the consent ledger of a case, within the transaction's compartments.
struct ReadLedger: Sendable {
    let sources: SourceFiles
    let people: ReadPeople
    let records = CaseRecords()

    func callAsFunction(
        _ id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> ConsentLedger {
        let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
        return ConsentLedger(
            people: try await people(id, sealing, in: &transaction),
            statements: try await records.all(ConsentStatement.self, of: id, sealing, in: &transaction),
            sources: try await sources.get(submissions, in: &transaction))
    }
}
