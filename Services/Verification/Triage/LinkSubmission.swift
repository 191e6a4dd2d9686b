import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// An officer links submissions to a case that there is: they tell of the same. The case's first receipt becomes the earliest
/// of all; nothing is deleted, and it can be split again.
struct LinkSubmission: Sendable {
    struct Input: Sendable {
        var submission: SubmissionID
        /// Others that go the same way.
        var others: [SubmissionID] = []
        /// With all that waits of the same campaign.
        var campaign = false
        /// The case's id or number.
        var caseReference: String
        /// Why what may be about a life does not make the case so.
        var urgencyReason = ""
    }

    let desk: DeskDatabase
    let moves: CaseMoves

    func callAsFunction(_ input: Input, by officer: Staff, at now: Date = .now) async throws -> CaseID {
        try await desk.change(.linkSubmission, .submission(input.submission), by: officer) { transaction in
            guard let id = try await TriageQueries.caseID(input.caseReference, in: &transaction),
                let row = try await CaseQueries.lock(id, in: &transaction)
            else { throw TriageRefusal.caseUnknown }
            guard row.status != .closedDuplicate else { throw TriageRefusal.isDuplicate }
            var ids = [input.submission] + input.others
            if input.campaign { ids += try await TriageQueries.campaign(of: input.submission, in: &transaction) }
            let submissions = try await TriageQueries.lock(ids, in: &transaction)
            guard submissions.allSatisfy({ $0.caseID == nil }) else { throw TriageRefusal.alreadyInACase }
            try await TriageQueries.move(submissions.map(\.id), to: id, in: &transaction)
            try await TriageQueries.setFirstReceipt(of: id, in: &transaction)
            if row.status.isTerminal {
                try await TriageQueries.feedbackRuns(false, for: submissions.map(\.id), in: &transaction)
            }
            try await setUrgency(row, submissions, input.urgencyReason, officer, now, &transaction)
            for one in submissions {
                try await moves.journal.keep(
                    TriageStep(kind: .linked, submission: one.id, caseID: id), by: officer, at: now, in: &transaction)
            }
            try await moves.tell(id, at: now, in: &transaction)
            try await moves.tellSources(submissions, .inVerification, at: now, in: &transaction)
            return id
        }
    }

    private func setUrgency(
        _ row: CaseRow, _ submissions: [SubmissionRow], _ reason: String, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        let urgency = UrgencyDecision.joining(row.urgency, submissions, reason: reason)
        let isOverruled = UrgencyDecision.own(submissions).pagesAPerson && urgency != .u1
        guard urgency != row.urgency || isOverruled else { return }
        try await TriageQueries.setUrgency(urgency, of: row.id, in: &transaction)
        let note = TriageNote(
            text: reason, before: isOverruled ? Urgency.u1.rawValue : row.urgency.rawValue, after: urgency.rawValue)
        try await moves.journal.keep(
            TriageStep(kind: .urgency, caseID: row.id, note: note), by: officer, at: now, in: &transaction)
    }
}
