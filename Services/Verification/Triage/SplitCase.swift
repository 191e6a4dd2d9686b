import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import Vault

/// An officer takes apart what was put together: a submission goes back to the desk or into a case of its own, or a case that
/// was closed as a duplicate gets its submissions back.
struct SplitCase: Sendable {
    enum Target: String, Sendable, CaseIterable {
        case desk = "DESK"
        case new = "NEW"
    }

    let desk: DeskDatabase
    let moves: CaseMoves
    let step: TakeStep
    let open: OpenCase

    /// Returns the case that it went to; nil for the desk.
    func callAsFunction(
        _ submission: SubmissionID, from id: CaseID, to target: Target, because reason: String, by officer: Staff,
        at now: Date = .now
    ) async throws -> CaseID? {
        try await desk.change(.splitCase, .case(id), by: officer) { transaction in
            let (file, _) = try await moves.files.get(id, toChange: true, in: &transaction)
            let rows = try await TriageQueries.lock([submission], in: &transaction)
            guard rows.allSatisfy({ $0.caseID == id }) else { throw TriageRefusal.notOfThisCase }
            guard file.submissions.count > 1 else { throw TriageRefusal.lastSubmission }
            try await TriageQueries.move([submission], to: nil, in: &transaction)
            try await TriageQueries.feedbackRuns(true, for: [submission], in: &transaction)
            try await TriageQueries.setFirstReceipt(of: id, in: &transaction)
            try await moves.journal.keep(
                TriageStep(kind: .split, submission: submission, caseID: id, note: TriageNote(text: reason)),
                by: officer, at: now, in: &transaction)
            try await moves.tell(id, at: now, in: &transaction)
            switch target {
            case .desk:
                try await moves.tellSources(rows, .beingRead, at: now, in: &transaction)
                return nil
            case .new:
                // Coded as the case that it comes from; the officer says what is different.
                let figures = file.figures
                let input = OpenCase.Input(
                    submission: submission, urgency: min(file.row.urgency, UrgencyDecision.own(rows)),
                    acts: figures.acts, unEntities: figures.unEntities, stateOfAct: figures.stateOfAct)
                let new = CaseID(Randomness.uuid(at: now))
                try await open.store(input, as: new, officer, now, &transaction)
                return new
            }
        }
    }

    /// A case that was closed as a duplicate of this one stands by itself again.
    func undo(
        _ duplicate: CaseID, of id: CaseID, because reason: String, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.splitCase, .case(id), by: officer) { transaction in
            try await CaseQueries.lockInOrder([id, duplicate], in: &transaction)
            let (row, sealing) = try await moves.files.row(duplicate, in: &transaction)
            guard try await CaseQueries.isDuplicate(duplicate, of: id, in: &transaction) else {
                throw TriageRefusal.notOfThisCase
            }
            let back = try await TriageQueries.moved(from: duplicate, to: id, in: &transaction)
            try await TriageQueries.move(back, to: duplicate, in: &transaction)
            try await TriageQueries.setDuplicate(duplicate, of: nil, in: &transaction)
            try await TriageQueries.setFirstReceipt(of: id, in: &transaction)
            try await TriageQueries.setFirstReceipt(of: duplicate, in: &transaction)
            // Splitting is what undoes it: no second person signs (DOMAIN.md B.6).
            try await step(
                TakeStep.Step(next: .screening, reason: reason, isSigned: true), row, sealing,
                by: StaffID(officer.id), at: now, in: &transaction)
            try await moves.journal.keep(
                TriageStep(
                    kind: .duplicateUndone, caseID: id, other: duplicate.uuid, note: TriageNote(text: reason)),
                by: officer, at: now, in: &transaction)
            try await moves.tell(id, at: now, in: &transaction)
        }
    }
}
