import CaseModel
import Foundation
import Postgres

/// What stands in clear of a submission, and its sealed content.
struct SubmissionRow: Sendable {
    let id: SubmissionID
    let receivedAt: Date
    let urgency: Urgency
    let mailboxID: MailboxID
    let caseID: CaseID?
    let sealed: [UInt8]
}

extension SubmissionRow {
    init(_ row: Row) throws {
        id = SubmissionID(try row.get("id", as: UUID.self))
        receivedAt = try row.get("received_at")
        urgency = try Code.read(row, "urgency")
        mailboxID = MailboxID(try row.get("mailbox_id", as: UUID.self))
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
        sealed = try row.get("sealed")
    }
}

enum SubmissionQueries {
    /// Returns false where it is there already.
    static func insert(
        _ submission: SubmissionReceived, compartment: Compartment, in transaction: inout Transaction
    ) async throws -> Bool {
        let inserted = try await transaction.execute(
            """
            INSERT INTO submissions (id, received_at, told_at, urgency, mailbox_id, compartment, sealed)
            VALUES (\(submission.submissionID.uuid), \(submission.receivedAt), \(submission.receivedAt),
                \(submission.urgency.rawValue),
                \(submission.mailboxID.uuid), \(compartment.code), \(submission.sealedSubmission.bytes))
            ON CONFLICT (id) DO NOTHING
            """)
        return inserted == 1
    }

    /// A submission within the transaction's compartments, locked where `forUpdate`.
    static func find(_ id: SubmissionID, in transaction: inout Transaction) async throws -> SubmissionRow? {
        try await transaction.first(
            """
            SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM submissions
            WHERE id = \(id.uuid) FOR UPDATE
            """
        ).map(SubmissionRow.init)
    }

    static func ofCase(_ id: CaseID, in transaction: inout Transaction) async throws -> [SubmissionRow] {
        try await transaction.query(
            """
            SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM submissions
            WHERE case_id = \(id.uuid) ORDER BY received_at, id
            """
        ).map(SubmissionRow.init)
    }

    /// What came in a span of time, the newest first.
    static func received(
        from: Date, until: Date, limit: Int, in transaction: inout Transaction
    ) async throws -> [SubmissionRow] {
        try await transaction.query(
            """
            SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM submissions
            WHERE received_at >= \(from) AND received_at < \(until) ORDER BY received_at DESC, id LIMIT \(limit)
            """
        ).map(SubmissionRow.init)
    }

    /// Notes that it has been read. Returns true for the first time only.
    static func markRead(_ id: SubmissionID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE submissions SET first_read_at = clock_timestamp() WHERE id = \(id.uuid) AND first_read_at IS NULL
            """) == 1
    }

    /// Puts it into a case. Returns false where it belongs to one already.
    static func assign(
        _ id: SubmissionID, to caseID: CaseID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            "UPDATE submissions SET case_id = \(caseID.uuid) WHERE id = \(id.uuid) AND case_id IS NULL") == 1
    }
}
