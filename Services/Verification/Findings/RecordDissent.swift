import Accounts
import Audit
import CaseModel
import Foundation

/// Somebody who may record findings puts down that they see it otherwise. Also while a decision waits, and
/// after it, when it has closed the case.
struct RecordDissent: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles

    func callAsFunction(
        _ text: String, about step: RecordID?, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.recordDissent, .case(caseID), by: officer) { transaction in
            let (_, sealing) = try await files.row(caseID, toChange: true, evenClosed: true, in: &transaction)
            if let step {
                let _: RecordVersion<SignedStep> = try await SignedSteps.records.get(
                    step, of: caseID, sealing, in: &transaction)
            }
            _ = try await SignedSteps.records.add(
                DissentContent(text: text, about: step), to: caseID, sealing, by: StaffID(officer.id), at: now,
                in: &transaction)
        }
    }
}
