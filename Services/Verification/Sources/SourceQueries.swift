import CaseModel
import Foundation
import Postgres

/// What stands in clear of an update, and its sealed content.
struct UpdateRow: Sendable {
    let id: UpdateID
    let submissionID: SubmissionID
    let receivedAt: Date
    let urgency: Urgency
    let isRead: Bool
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = UpdateID(try row.get("id", as: UUID.self))
        submissionID = SubmissionID(try row.get("submission_id", as: UUID.self))
        receivedAt = try row.get("received_at")
        urgency = try Code.read(row, "urgency")
        isRead = try row.get("first_read_at", as: Date?.self) != nil
        sealed = try row.get("sealed")
    }
}

/// A message to a source as it lies here: under its case's key, or under this service's where there was no case.
struct MessageRow: Sendable {
    let id: MessageID
    let submissionID: SubmissionID
    let caseID: CaseID?
    let sentAt: Date
    let sentBy: StaffID
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = MessageID(try row.get("id", as: UUID.self))
        submissionID = SubmissionID(try row.get("submission_id", as: UUID.self))
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
        sentAt = try row.get("sent_at")
        sentBy = StaffID(try row.get("sent_by", as: UUID.self))
        sealed = try row.get("sealed")
    }
}

enum SourceQueries {
    /// Where an update's submission stands. For the system's role, which sees all.
    static func place(
        of id: SubmissionID, in transaction: inout Transaction
    ) async throws -> (compartment: Compartment, caseID: CaseID?, sealed: [UInt8])? {
        let row = try await transaction.first(
            "SELECT compartment, case_id, sealed FROM submissions WHERE id = \(id.uuid)")
        guard let row, let compartment = Compartment(try row.get("compartment", as: String.self)) else { return nil }
        return (compartment, try row.get("case_id", as: UUID?.self).map(CaseID.init), try row.get("sealed"))
    }

    /// Returns false where it is there already.
    static func insert(_ update: SourceUpdateReceived, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO source_updates (id, submission_id, received_at, urgency, sealed)
            VALUES (\(update.updateID.uuid), \(update.submissionID.uuid), \(update.receivedAt),
                \(update.urgency.rawValue), \(update.sealedUpdate.bytes))
            ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    static func updates(
        of submissions: [SubmissionID], in transaction: inout Transaction
    ) async throws -> [UpdateRow] {
        try await transaction.query(
            """
            SELECT id, submission_id, received_at, urgency, first_read_at, sealed FROM source_updates
            WHERE submission_id = ANY (\(submissions.map(\.uuid))) ORDER BY sequence
            """
        ).map(UpdateRow.init)
    }

    static func markRead(_ submissions: [SubmissionID], in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE source_updates SET first_read_at = clock_timestamp()
            WHERE submission_id = ANY (\(submissions.map(\.uuid))) AND first_read_at IS NULL
            """)
    }

    static func messages(
        to submissions: [SubmissionID], in transaction: inout Transaction
    ) async throws -> [MessageRow] {
        try await transaction.query(
            """
            SELECT id, submission_id, case_id, sent_at, sent_by, sealed FROM messages_to_sources
            WHERE submission_id = ANY (\(submissions.map(\.uuid))) ORDER BY sent_at, id
            """
        ).map(MessageRow.init)
    }

    static func insert(
        _ id: MessageID, to submission: SubmissionRow, at: Date, by: StaffID, sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO messages_to_sources (id, case_id, submission_id, sent_at, sent_by, sealed)
            VALUES (\(id.uuid), \(submission.caseID?.uuid), \(submission.id.uuid), \(at), \(by.uuid), \(sealed))
            """)
    }

    /// The step that brought a case to where it stands; nil where it has taken none.
    static func milestone(
        of row: CaseRow, in transaction: inout Transaction
    ) async throws -> FeedbackClock.Milestone? {
        let latest = try await transaction.first(
            "SELECT taken_at FROM case_steps WHERE case_id = \(row.id.uuid) ORDER BY version DESC LIMIT 1")
        guard let latest else { return nil }
        return FeedbackClock.Milestone(status: row.status, at: try latest.get("taken_at"))
    }

    /// Submissions whose sources have sent something that nobody has read yet (`UnreadSource`), the most urgent first. What
    /// may be about a life is never cut off by the limit.
    static func unread(limit: Int) -> SQL {
        """
        SELECT submission_id, submissions.case_id, cases.number, min(source_updates.urgency) AS urgency,
            max(source_updates.received_at) AS received_at
        FROM source_updates JOIN submissions ON submissions.id = submission_id
        LEFT JOIN cases ON cases.id = submissions.case_id
        WHERE source_updates.first_read_at IS NULL
        GROUP BY submission_id, submissions.case_id, cases.number
        ORDER BY urgency, received_at, submission_id LIMIT \(limit) + (
            SELECT count(*) FROM source_updates WHERE first_read_at IS NULL AND urgency = 'U1')
        """
    }
}

struct UnreadSource: Sendable {
    let submission: SubmissionID
    let caseID: CaseID?
    let caseNumber: Int64?
    let urgency: Urgency
    let receivedAt: Date

    init(_ row: Row) throws {
        submission = SubmissionID(try row.get("submission_id", as: UUID.self))
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
        caseNumber = try row.get("number")
        urgency = try Code.read(row, "urgency")
        receivedAt = try row.get("received_at")
    }
}
