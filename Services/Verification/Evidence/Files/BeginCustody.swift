import CaseModel
import Foundation
import Postgres

/// Begins the chains of files that came before chains were kept: received when they were taken over.
struct BeginCustody: Sendable {
    let system: Database

    private static let atOnce = 200

    /// Returns whether there may be more.
    func next() async throws -> Bool {
        try await system.transaction { transaction in
            let rows = try await transaction.query(
                """
                SELECT id, submission_id, adopted_at FROM evidence
                WHERE NOT EXISTS (SELECT 1 FROM evidence_state WHERE evidence_state.id = evidence.id)
                ORDER BY adopted_at LIMIT \(Self.atOnce)
                """)
            for row in rows {
                try await EvidenceQueries.receive(
                    [EvidenceID(try row.get("id", as: UUID.self))],
                    of: SubmissionID(try row.get("submission_id", as: UUID.self)), at: try row.get("adopted_at"),
                    by: nil, in: &transaction)
            }
            return rows.count == Self.atOnce
        }
    }
}
