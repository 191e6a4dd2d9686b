import CaseModel
import Foundation
import Postgres

enum EvidenceQueries {
    /// Names files that lie here now, begins their chains of custody and has them looked after: rendered, scanned, stamped
    /// and checked when their time comes.
    static func receive(
        _ files: [EvidenceID], of submission: SubmissionID, at: Date, by: StaffID?, in transaction: inout Transaction
    ) async throws {
        try await insert(files, of: submission, in: &transaction)
        try await EvidenceStateQueries.begin(files, at: at, in: &transaction)
        try await CustodyQueries.begin(files, at: at, by: by, in: &transaction)
        try await CopyQueries.orderOfTheHouse(files, at: at, in: &transaction)
    }

    static func insert(
        _ files: [EvidenceID], of submission: SubmissionID, in transaction: inout Transaction
    ) async throws {
        guard !files.isEmpty else { return }
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

    /// The submissions that a file belongs to, within the transaction's compartments.
    static func submissions(
        with id: EvidenceID, in transaction: inout Transaction
    ) async throws -> [SubmissionRow] {
        try await transaction.query(
            """
            SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM submissions
            WHERE id IN (SELECT submission_id FROM evidence WHERE id = \(id.uuid)) ORDER BY received_at, id
            """
        ).map(SubmissionRow.init)
    }

    /// Which of these have a row. For the system's role, which sees all.
    static func named(_ ids: Set<UUID>, in database: Database) async throws -> Set<UUID> {
        let ids = Array(ids)
        return Set(
            try await database.query(
                """
                SELECT id FROM evidence WHERE id = ANY (\(ids)) UNION SELECT id FROM case_evidence WHERE id = ANY (\(ids))
                UNION SELECT id FROM evidence_copy_parts WHERE id = ANY (\(ids))
                """
            ).map { try $0.get("id", as: UUID.self) })
    }
}
