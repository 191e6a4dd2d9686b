import CaseModel
import Foundation
import Messaging
import Postgres

/// Stores items of one partner in one transaction: the keys, the submissions whose key was free, and their events. An item
/// whose key was used before leaves nothing; nothing is undone for it.
struct WriteItems: Sendable {
    let database: Database
    let outbox: Outbox
    /// How long after a failure the next attempt is made; as many as there are here. The keys make each harmless.
    var pauses: [Duration] = [.milliseconds(100), .milliseconds(500), .seconds(2), .seconds(5)]

    func callAsFunction(_ items: [PartnerItem], of partner: Partner) async throws -> [ItemResult] {
        guard !items.isEmpty else { return [] }
        for pause in pauses {
            do {
                return try await write(items, partner)
            } catch is PostgresError {
                try await Task.sleep(for: pause)
            }
        }
        do {
            return try await write(items, partner)
        } catch is PostgresError {
            return items.map { _ in .unavailable }
        }
    }

    private func write(_ items: [PartnerItem], _ partner: Partner) async throws -> [ItemResult] {
        let taken = try await database.transaction { transaction in
            let claimed = try await transaction.query(PartnerQueries.claim(items, of: partner.id))
                .map { row throws(PostgresError) in try row.get("submission_id", as: UUID.self) }
            let mine = Set(claimed)
            let new = items.filter { mine.contains($0.submission.event.submissionID.uuid) }.map(\.submission)
            if !new.isEmpty {
                _ = try await transaction.pipeline([
                    SubmissionQueries.insert(new), try outbox.statement(new.map(\.entry)),
                ])
            }
            // All of them where any was there: also one that a lost answer has left, which is then this one's own.
            guard new.count < items.count else { return items.map(TakenItem.init) }
            return try await transaction.query(PartnerQueries.items(items.map(\.keyHash), of: partner.id))
                .map { row throws(PostgresError) in try TakenItem(row) }
        }
        let byKey = Dictionary(taken.map { ($0.keyHash, $0) }) { first, _ in first }
        return items.map { item in
            guard let taken = byKey[item.keyHash] else { return .unavailable }
            if taken.submissionID == item.submission.event.submissionID { return .accepted(taken, item.code) }
            guard taken.contentHash == item.contentHash else {
                return .rejected([PointedError("/idempotencyKey", .keyReused)])
            }
            return .duplicate(taken)
        }
    }
}
