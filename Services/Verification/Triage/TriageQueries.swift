import CaseModel
import Foundation
import Postgres

enum TriageQueries {
    /// As many of a campaign are taken at once.
    static let mostOfCampaign = 500

    /// Submissions within the transaction's compartments, locked in one order, so that two officers never wait for each
    /// other.
    static func lock(
        _ ids: some Collection<SubmissionID>, in transaction: inout Transaction
    ) async throws -> [SubmissionRow] {
        let rows = try await transaction.query(
            """
            SELECT id, received_at, urgency, mailbox_id, case_id, sealed FROM submissions
            WHERE id = ANY (\(Array(Set(ids.map(\.uuid))))) ORDER BY id FOR UPDATE
            """
        ).map(SubmissionRow.init)
        guard rows.count == Set(ids).count else { throw DeskFailure.notFound }
        return rows
    }

    /// The waiting submissions of the campaign that one belongs to, without those that stand by themselves.
    static func campaign(
        of id: SubmissionID, in transaction: inout Transaction
    ) async throws -> [SubmissionID] {
        try await transaction.query(
            """
            SELECT id FROM submissions WHERE case_id IS NULL AND urgency <> 'U1' AND campaign_id = (
                SELECT campaign_id FROM submissions WHERE id = \(id.uuid))
            ORDER BY urgency, received_at, id LIMIT \(mostOfCampaign)
            """
        ).map { SubmissionID(try $0.get("id", as: UUID.self)) }
    }

    /// A case by its id or its number.
    static func caseID(_ reference: String, in transaction: inout Transaction) async throws -> CaseID? {
        if let id = CaseID(reference) { return id }
        guard let number = Int64(reference.trimmingCharacters(in: .whitespacesAndNewlines)) else { return nil }
        return try await transaction.first("SELECT id FROM cases WHERE number = \(number)")
            .map { CaseID(try $0.get("id", as: UUID.self)) }
    }

    /// Moves submissions from one case, or from none, to another, or to none.
    static func move(
        _ ids: [SubmissionID], to caseID: CaseID?, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE submissions SET case_id = \(caseID?.uuid) WHERE id = ANY (\(ids.map(\.uuid)))")
    }

    /// Sets a case's first receipt to that of the earliest submission that it has now.
    static func setFirstReceipt(of id: CaseID, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE cases SET first_received_at = coalesce(
                (SELECT min(received_at) FROM submissions WHERE case_id = cases.id), first_received_at)
            WHERE id = \(id.uuid)
            """)
    }

    static func setUrgency(
        _ urgency: Urgency, of id: CaseID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute("UPDATE cases SET urgency = \(urgency.rawValue) WHERE id = \(id.uuid)")
    }

    static func setDuplicate(
        _ id: CaseID, of original: CaseID?, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE cases SET duplicate_of = \(original?.uuid) WHERE id = \(id.uuid)")
    }

    static func feedbackRuns(
        _ runs: Bool, for ids: [SubmissionID], in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE submissions SET feedback_runs = \(runs) WHERE id = ANY (\(ids.map(\.uuid)))")
    }

    /// The source has a mailbox from here on, with a word in it.
    static func feedbackBegins(
        _ id: SubmissionID, at now: Date, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE submissions SET told_at = \(now), feedback_runs = true
            WHERE id = \(id.uuid) AND NOT feedback_runs
            """)
    }

    /// The submissions that came to a case from another, and are there still.
    static func moved(
        from duplicate: CaseID, to id: CaseID, in transaction: inout Transaction
    ) async throws -> [SubmissionID] {
        try await transaction.query(
            """
            SELECT id FROM submissions WHERE case_id = \(id.uuid) AND EXISTS (
                SELECT FROM triage_steps WHERE kind = 'LINKED' AND submission_id = submissions.id
                    AND triage_steps.case_id = \(id.uuid) AND other_id = \(duplicate.uuid))
            ORDER BY id
            """
        ).map { SubmissionID(try $0.get("id", as: UUID.self)) }
    }
}
