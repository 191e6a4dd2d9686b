import CaseModel
import Foundation
import Postgres

enum HandoverQueries {
    static func insert(_ handover: HandoverPrepared, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            SELECT keep_handover(\(handover.lookup.bytes), \(handover.submissionID.uuid), \(handover.mailboxID.uuid),
                \(handover.receivedAt), \(handover.expiresAt))
            """)
    }

    static func isOpen(_ lookup: [UInt8], in database: Database) async throws -> Bool {
        try await database.first(
            "SELECT FROM handovers WHERE lookup = \(lookup) AND is_open AND expires_at > now()") != nil
    }

    /// Exchanges a sheet's lookup for a receipt's. Nil where there is nothing to exchange.
    static func take(
        _ sheet: [UInt8], for receipt: [UInt8], in transaction: inout Transaction
    ) async throws -> (SubmissionID, MailboxID)? {
        try await transaction.first("SELECT submission_id, mailbox_id FROM take_handover(\(sheet), \(receipt))").map {
            (
                SubmissionID(try $0.get("submission_id", as: UUID.self)),
                MailboxID(try $0.get("mailbox_id", as: UUID.self))
            )
        }
    }
}
