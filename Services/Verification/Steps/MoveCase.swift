import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// An officer takes a case to another status, with the reason. A closed case is reopened by two: what the first asks for waits
/// for the second's signature.
struct MoveCase: Sendable {
    struct Input: Sendable {
        /// The version of the case that the officer has seen.
        var version: Int
        var next: CaseStatus
        var reason: String
        /// What would wake a case that is to lie dormant; empty otherwise.
        var wakes: String
    }

    let desk: DeskDatabase
    let files: CaseFiles
    let step: TakeStep

    /// Returns whether the step was taken; else it waits for a signature.
    func callAsFunction(
        _ input: Input, on caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Bool {
        try await desk.change(.takeStep, .case(caseID), by: officer) { transaction in
            let by = StaffID(officer.id)
            let (file, sealing) = try await files.get(caseID, toChange: true, evenClosed: true, in: &transaction)
            let row = file.row
            guard row.version == input.version else { throw DeskFailure.conflict }
            try await check(input, file, &transaction)
            if row.status.needsSecondSignature(to: input.next) {
                let proposal = SignedStep(
                    what: .reopening, state: .waiting, officer: by, reason: input.reason, next: input.next,
                    proposedOn: file.assessment.versions)
                _ = try await SignedSteps.propose(proposal, in: caseID, sealing, at: now, in: &transaction)
                return false
            }
            try await step(
                TakeStep.Step(next: input.next, reason: input.reason, wakes: input.wakes), row, sealing, by: by,
                at: now, in: &transaction)
            return true
        }
    }

    private func check(_ input: Input, _ file: CaseFile, _ transaction: inout Transaction) async throws {
        let row = file.row
        let before = try await StepQueries.before(row, in: &transaction)
        guard row.status.mayBecome(input.next, dormantSince: before) else { throw DeskFailure.stepNotAllowed }
        let decided = file.record.decision?.verification
        if let refusal = StepRule.refusal(of: input.next, from: row.status, decided: decided) { throw refusal }
        // Whoever withdraws their consent does not wait for a signature.
        guard input.next != .closedConsentWithdrawn else { return }
        let waiting = try await SignedStepQueries.waiting(in: row.id, in: &transaction)
        if !waiting.isEmpty { throw CaseRefusal.waitsAlready }
    }
}
