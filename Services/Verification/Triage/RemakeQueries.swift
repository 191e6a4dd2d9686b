import CaseModel
import Foundation
import Postgres

/// A submission that waits for its features.
struct QueuedLikeness: Sendable {
    let id: Int64
    let submission: SubmissionID
    let compartment: Compartment
}

/// The queue of what is compared anew, for the system's role.
enum RemakeQueries {
    /// Only one process at a time. Held until the end of the transaction; false where another one has it.
    static func lead(in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT pg_try_advisory_xact_lock(6000126) AS leads")?.get("leads") ?? false
    }

    static func next(_ limit: Int, in transaction: inout Transaction) async throws -> [QueuedLikeness] {
        try await transaction.query(
            "SELECT id, submission_id, compartment FROM likeness_queue ORDER BY id LIMIT \(limit)"
        ).compactMap { row in
            guard let compartment = Compartment(try row.get("compartment", as: String.self)) else { return nil }
            return QueuedLikeness(
                id: try row.get("id"), submission: SubmissionID(try row.get("submission_id", as: UUID.self)),
                compartment: compartment)
        }
    }

    static func done(_ queued: [QueuedLikeness], in transaction: inout Transaction) async throws {
        try await transaction.execute("DELETE FROM likeness_queue WHERE id = ANY (\(queued.map(\.id)))")
    }

    static func count(in database: Database) async throws -> Int64 {
        try await database.query("SELECT count(*) AS waiting FROM likeness_queue").first?.get("waiting") ?? 0
    }

    static func queueMissing(in database: Database) async throws -> Int {
        try await database.execute(
            """
            INSERT INTO likeness_queue (submission_id, compartment)
            SELECT id, compartment FROM submissions s
            WHERE NOT EXISTS (SELECT FROM likeness l WHERE l.submission_id = s.id AND l.edition = \(ReadFeatures.edition))
                AND NOT EXISTS (SELECT FROM likeness_queue q WHERE q.submission_id = s.id)
            ORDER BY received_at DESC
            """)
    }

    /// - Parameter old: Under what it may stand so far.
    static func replace(
        _ id: SubmissionID, _ old: [Int64], with features: LikenessFeatures, _ tokens: [Int64],
        in transaction: inout Transaction
    ) async throws {
        try await transaction.pipeline([
            """
            UPDATE likeness SET features = \(FeatureBytes.write(features)), edition = \(ReadFeatures.edition)
            WHERE submission_id = \(id.uuid)
            """,
            "DELETE FROM likeness_tokens WHERE token = ANY (\(old)) AND submission_id = \(id.uuid)",
            """
            INSERT INTO likeness_tokens (token, submission_id) SELECT unnest(\(tokens)), \(id.uuid)
            ON CONFLICT DO NOTHING
            """,
        ])
    }
}
