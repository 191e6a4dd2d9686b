import CaseModel
import Foundation
import Postgres

/// Keeps steps that want a second signature: proposed by one person, settled by another, in the caller's transaction.
enum SignedSteps {
    static let records = CaseRecords()

    /// Puts a step before whoever may sign it.
    static func propose(
        _ step: SignedStep, in caseID: CaseID, _ sealing: CaseSealing, at now: Date, in transaction: inout Transaction
    ) async throws -> RecordID {
        let id = try await records.add(step, to: caseID, sealing, by: step.officer, at: now, in: &transaction)
        guard
            try await SignedStepQueries.insert(
                id, step.what, of: caseID, at: now, by: step.officer, in: &transaction)
        else { throw CaseRefusal.waitsAlready }
        return id
    }

    /// Ends the waiting, one way or the other.
    static func settle(
        _ stored: RecordVersion<SignedStep>, as step: SignedStep, in caseID: CaseID, _ sealing: CaseSealing,
        by person: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws {
        guard
            try await SignedStepQueries.settle(stored.id, step.state, at: now, by: person, in: &transaction)
        else { throw CaseRefusal.notWaiting }
        try await save(stored, as: step, in: caseID, sealing, by: person, at: now, in: &transaction)
    }

    static func save(
        _ stored: RecordVersion<SignedStep>, as step: SignedStep, in caseID: CaseID, _ sealing: CaseSealing,
        by person: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws {
        _ = try await records.revise(
            stored.id, seen: stored.version, to: step, in: caseID, sealing, by: person, at: now, in: &transaction)
    }

    /// Holds back somebody whose own step waits in this case: what it rests on stays as it was proposed, as far as they go.
    static func holdBackAuthor(
        _ person: StaffID, in caseID: CaseID, in transaction: inout Transaction
    ) async throws {
        let waiting = try await SignedStepQueries.waiting(in: caseID, in: &transaction)
        if waiting.contains(where: { $0.proposedBy == person }) { throw CaseRefusal.lockedWhileReviewed }
    }
}
