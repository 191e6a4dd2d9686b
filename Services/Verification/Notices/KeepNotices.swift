import CaseModel
import Foundation
import Postgres

/// Puts a case's notices in line with what its records say now.
///
/// What comes with time is noted ahead, so the desk shows it when it is due and nobody has to open the case for that.
struct KeepNotices: Sendable {
    /// - Parameter occasions: All that is to be said of the kinds that go away by themselves, and withdrawals.
    func callAsFunction(
        _ occasions: [CaseNotice.Occasion], of kinds: Set<CaseNotice.Kind>, in caseID: CaseID, at now: Date,
        in transaction: inout Transaction
    ) async throws {
        let stored = try await NoticeQueries.of(caseID, in: &transaction).filter { kinds.contains($0.occasion.kind) }
        for occasion in occasions {
            let same = stored.first { $0.occasion.kind == occasion.kind && $0.occasion.about == occasion.about }
            guard let same else {
                try await NoticeQueries.raise(occasion, of: caseID, in: &transaction)
                continue
            }
            // Seen is seen; what is computed comes back when it is due anew.
            guard occasion.kind.isComputed,
                same.settledAt != nil || same.occasion.dueAt != occasion.dueAt
                    || same.occasion.forRole != occasion.forRole
            else { continue }
            try await NoticeQueries.renew(occasion, of: caseID, in: &transaction)
        }
        for notice in stored where notice.occasion.kind.isComputed && notice.settledAt == nil {
            let stands = occasions.contains {
                $0.kind == notice.occasion.kind && $0.about == notice.occasion.about
            }
            if !stands {
                _ = try await NoticeQueries.settle(notice.id, of: caseID, at: now, by: nil, in: &transaction)
            }
        }
    }
}
