import CaseModel
import Foundation
import Postgres

/// What of a case an item of information can come from: its submissions, their files, and what their sources wrote later.
enum ItemSources {
    struct Offered: Sendable {
        let source: ItemSource
        let at: Date
    }

    static func all(in id: CaseID, _ transaction: inout Transaction) async throws -> [Offered] {
        try await transaction.query(
            """
            SELECT 'submission' AS kind, id, received_at AS at FROM submissions WHERE case_id = \(id.uuid)
            UNION ALL
            SELECT 'file', e.id, s.received_at FROM evidence e JOIN submissions s ON s.id = e.submission_id
            WHERE s.case_id = \(id.uuid)
            UNION ALL
            SELECT 'message', u.id, u.received_at FROM source_updates u JOIN submissions s ON s.id = u.submission_id
            WHERE s.case_id = \(id.uuid)
            ORDER BY at, id
            """
        ).compactMap { row in
            guard let kind = ItemSource.Kind(rawValue: try row.get("kind")) else { return nil }
            return Offered(source: ItemSource(kind, try row.get("id")), at: try row.get("at"))
        }
    }

    static func exists(_ source: ItemSource, in id: CaseID, _ transaction: inout Transaction) async throws -> Bool {
        try await all(in: id, &transaction).contains { $0.source == source }
    }
}
