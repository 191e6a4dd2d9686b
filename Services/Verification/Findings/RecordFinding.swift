import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Vault

/// An officer records one item of information, graded by source and by item (DOMAIN.md C.2).
struct RecordFinding: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let outbox: Outbox

    enum Outcome: Sendable, Equatable {
        case recorded
        /// Grade 1 without an item of an independent source that confirms it.
        case needsConfirmation
    }

    func callAsFunction(
        _ content: FindingContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Outcome {
        try await desk.change(.recordFinding, .case(caseID), by: officer) { transaction in
            let (file, sealing) = try await files.get(caseID, toChange: true, in: &transaction)
            guard content.item.mayKeepCredibility(confirming: file.findings.map(\.content.item)) else {
                return .needsConfirmation
            }
            let status = file.row.status == .screening ? CaseStatus.verifying : file.row.status
            guard status == .verifying, status == file.row.status || file.row.status.mayBecome(status) else {
                throw DeskFailure.stepNotAllowed
            }
            let id = FindingID(Randomness.uuid(at: now))
            try await CaseQueries.insertFinding(
                id, of: caseID, at: now, by: StaffID(officer.id), sealed: try sealing.seal(content, id: id),
                in: &transaction)
            guard
                try await CaseQueries.advance(
                    file.row, to: status, by: StaffID(officer.id), at: now, in: &transaction)
            else {
                throw DeskFailure.conflict
            }
            let (after, _) = try await files.get(caseID, in: &transaction)
            try await outbox.append(
                FindingRecorded(
                    findingID: id, caseID: caseID, recordedAt: now, sealedFigures: try sealing.figures(after.figures)),
                in: &transaction)
            return .recorded
        }
    }
}
