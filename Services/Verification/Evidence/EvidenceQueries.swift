import CaseModel
import Foundation
import Postgres

enum EvidenceQueries {
    static func insert(
        _ files: [EvidenceID], of submission: SubmissionID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO evidence (id, submission_id) SELECT unnest(\(files.map(\.uuid))), \(submission.uuid)
            ON CONFLICT DO NOTHING
            """)
    }

    /// Whether a file of this submission lies here, within the transaction's compartments.
    static func exists(
        _ id: EvidenceID, of submission: SubmissionID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.first(
            "SELECT 1 FROM evidence WHERE id = \(id.uuid) AND submission_id = \(submission.uuid)") != nil
    }

    /// Which of these have a row. For the system's role, which sees all.
    static func named(_ ids: Set<UUID>, in database: Database) async throws -> Set<UUID> {
        Set(
            try await database.query("SELECT DISTINCT id FROM evidence WHERE id = ANY (\(Array(ids)))")
                .map { try $0.get("id", as: UUID.self) })
    }
}
