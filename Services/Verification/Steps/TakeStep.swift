import CaseModel
import Foundation
import Messaging
import Postgres

/// Takes a case from one status to the next (DOMAIN.md B.6), with the reason, and tells the others.
///
/// Every feature that moves a case calls this in its own transaction, with the case's row locked. It refuses what the
/// picture does not allow and changes nothing then.
struct TakeStep: Sendable {
    let files: CaseFiles
    let outbox: Outbox
    let records = CaseRecords()

    /// What somebody asks for.
    struct Step: Sendable {
        var next: CaseStatus
        var reason: String
        var wakes = ""
        /// Somebody else has signed besides: only then is a closed case reopened.
        var isSigned = false
    }

    func callAsFunction(
        _ step: Step, _ row: CaseRow, _ sealing: CaseSealing, by officer: StaffID, at now: Date,
        in transaction: inout Transaction
    ) async throws {
        let before = try await StepQueries.before(row, in: &transaction)
        guard row.status.mayBecome(step.next, dormantSince: before),
            step.isSigned || !row.status.needsSecondSignature(to: step.next)
        else { throw DeskFailure.stepNotAllowed }
        guard try await CaseQueries.advance(row, to: step.next, by: officer, at: now, in: &transaction) else {
            throw DeskFailure.conflict
        }
        let content = StepContent(before: row.status, after: step.next, reason: step.reason, wakes: step.wakes)
        _ = try await records.add(content, to: row.id, sealing, by: officer, at: now, in: &transaction)
        let (after, _) = try await files.get(row.id, in: &transaction)
        try await outbox.append(
            CaseChanged(
                caseID: row.id, changedAt: now, urgency: after.row.urgency,
                sealedFigures: try sealing.figures(after.figures)),
            in: &transaction)
    }
}

enum StepQueries {
    /// The status that a dormant case came from; nil for any other.
    static func before(_ row: CaseRow, in transaction: inout Transaction) async throws -> CaseStatus? {
        guard row.status == .dormant else { return nil }
        return try await transaction.first(
            """
            SELECT before FROM case_steps WHERE case_id = \(row.id.uuid) AND after = \(CaseStatus.dormant.rawValue)
            ORDER BY version DESC LIMIT 1
            """
        ).map { try Code.read($0, "before") }
    }
}

extension DeskParts {
    var step: TakeStep { TakeStep(files: files, outbox: outbox) }
}
