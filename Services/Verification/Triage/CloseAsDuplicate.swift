import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// An officer closes a case that tells of the same as another: its submissions go to the other, its records stay where they
/// are, and splitting undoes it.
struct CloseAsDuplicate: Sendable {
    let desk: DeskDatabase
    let moves: CaseMoves
    let step: TakeStep

    func callAsFunction(
        _ id: CaseID, of reference: String, because reason: String, by officer: Staff, at now: Date = .now
    ) async throws -> CaseID {
        try await desk.change(.closeDuplicate, .case(id), by: officer) { transaction in
            guard let original = try await TriageQueries.caseID(reference, in: &transaction) else {
                throw TriageRefusal.caseUnknown
            }
            guard original != id else { throw TriageRefusal.isDuplicate }
            try await CaseQueries.lockInOrder([id, original], in: &transaction)
            let (row, sealing) = try await moves.files.row(id, in: &transaction)
            try row.checkIsOpen()
            guard let other = try await CaseQueries.find(original, in: &transaction) else {
                throw TriageRefusal.caseUnknown
            }
            guard other.status != .closedDuplicate else { throw TriageRefusal.isDuplicate }
            let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
            try await TriageQueries.move(submissions.map(\.id), to: original, in: &transaction)
            try await TriageQueries.setFirstReceipt(of: original, in: &transaction)
            for one in submissions {
                try await moves.journal.keep(
                    TriageStep(kind: .linked, submission: one.id, caseID: original, other: id.uuid), by: officer,
                    at: now, in: &transaction)
            }
            // What was found more urgent stays so.
            if row.urgency < other.urgency {
                try await TriageQueries.setUrgency(row.urgency, of: original, in: &transaction)
            }
            try await step(
                TakeStep.Step(next: .closedDuplicate, reason: reason), row, sealing, by: StaffID(officer.id), at: now,
                in: &transaction)
            try await TriageQueries.setDuplicate(id, of: original, in: &transaction)
            try await moves.journal.keep(
                TriageStep(kind: .duplicate, caseID: id, other: original.uuid, note: TriageNote(text: reason)),
                by: officer, at: now, in: &transaction)
            try await moves.tell(original, at: now, in: &transaction)
            return original
        }
    }
}
