import CaseModel
import Foundation
import Postgres

/// Somebody has said that they are safe: through the mailbox, or to an officer. It counts for the time that was missed last, where
/// it came soon after it, and else for the next one.
struct AnswerCheckIn: Sendable {
    func callAsFunction(
        _ row: CheckInRow, at now: Date, by officer: StaffID?, in transaction: inout Transaction
    ) async throws -> Bool {
        let last = try await CheckInQueries.occasions(of: [row.id], limit: 1, in: &transaction).first
        if let last, last.missedAt != nil, last.answeredAt == nil, row.schedule.isLate(now, missed: last.expectedAt) {
            try await CheckInQueries.answer(
                row.id, missed: last.expectedAt, at: now, by: officer, in: &transaction)
            return true
        }
        // Long before the first agreed time there is nothing to answer.
        guard let next = row.nextAt, now >= next.addingTimeInterval(-row.schedule.every) else { return false }
        guard
            try await CheckInQueries.note(
                row.id, expectedAt: next, answeredAt: now, by: officer, in: &transaction)
        else { return false }
        try await CheckInQueries.expect(row.schedule.first(after: next), row.id, in: &transaction)
        return true
    }

    /// What a source answers through the mailbox. That they are not safe is no answer: the desk sees it at once in another
    /// place, and the time goes on.
    func byMailbox(
        _ update: SourceUpdateReceived, _ content: SourceUpdate?, in transaction: inout Transaction
    ) async throws {
        guard content?.kind == .checkIn, content?.isSafe == true else { return }
        for row in try await CheckInQueries.lock(answeredBy: update.submissionID, in: &transaction) {
            _ = try await self(row, at: update.receivedAt, by: nil, in: &transaction)
        }
    }
}
