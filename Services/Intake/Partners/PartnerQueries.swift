import CaseModel
import Foundation
import Postgres

enum PartnerQueries {
    static func find(_ hash: [UInt8], at now: Date) -> SQL {
        """
        SELECT partners.id, name, kind, scopes,
            token.revoked_at IS NULL AND partners.revoked_at IS NULL AND expires_at > \(now) AS is_live
        FROM partner_tokens AS token JOIN partners ON partners.id = partner_id
        WHERE hash = \(hash)
        """
    }

    /// Takes the keys that nobody has used yet; returns whose they became. The order of the keys is the same everywhere, so
    /// that two who send the same ones do not wait for each other.
    static func claim(_ items: [PartnerItem], of partner: UUID) -> SQL {
        """
        INSERT INTO partner_items (partner_id, key_hash, content_hash, submission_id, received_at)
        SELECT \(partner), key_hash, content_hash, submission_id, received_at
        FROM unnest(
            \(items.map(\.keyHash)), \(items.map(\.contentHash)), \(items.map(\.submission.event.submissionID.uuid)),
            \(items.map(\.submission.event.receivedAt)))
            AS item (key_hash, content_hash, submission_id, received_at)
        ORDER BY key_hash
        ON CONFLICT DO NOTHING
        RETURNING submission_id
        """
    }

    static func items(_ keyHashes: [[UInt8]], of partner: UUID) -> SQL {
        """
        SELECT key_hash, content_hash, submission_id, received_at FROM partner_items
        WHERE partner_id = \(partner) AND key_hash = ANY (\(keyHashes))
        """
    }
}

/// What stands of an item that was taken.
struct TakenItem: Sendable, Equatable {
    let keyHash: [UInt8]
    let contentHash: [UInt8]
    let submissionID: SubmissionID
    let receivedAt: Date

    init(_ row: Row) throws(PostgresError) {
        keyHash = try row.get("key_hash")
        contentHash = try row.get("content_hash")
        submissionID = SubmissionID(try row.get("submission_id", as: UUID.self))
        receivedAt = try row.get("received_at")
    }

    init(_ item: PartnerItem) {
        keyHash = item.keyHash
        contentHash = item.contentHash
        submissionID = item.submission.event.submissionID
        receivedAt = item.submission.event.receivedAt
    }
}
