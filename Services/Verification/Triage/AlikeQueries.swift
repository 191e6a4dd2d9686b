import CaseModel
import Foundation
import Postgres

/// Two that somebody said are not the same, in any order.
struct AlikePair: Hashable, Sendable {
    private let both: Set<UUID>

    init(_ one: UUID, _ other: UUID) {
        both = [one, other]
    }
}

/// Where a submission that is like something stands.
struct AlikePlace: Sendable {
    let submission: SubmissionID
    let receivedAt: Date
    let urgency: Urgency
    let isInCampaign: Bool
    let caseID: CaseID?
    let caseNumber: Int64?
    let caseStatus: CaseStatus?
    let caseUrgency: Urgency?

    init(_ row: Row) throws {
        submission = SubmissionID(try row.get("id", as: UUID.self))
        receivedAt = try row.get("received_at")
        urgency = try Code.read(row, "urgency")
        isInCampaign = try row.get("campaign_id", as: UUID?.self) != nil
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
        caseNumber = try row.get("number")
        caseStatus = try row.get("status", as: String?.self).flatMap(CaseStatus.init)
        caseUrgency = try row.get("case_urgency", as: String?.self).flatMap(Urgency.init)
    }
}

enum AlikeQueries {
    static func places(_ ids: [SubmissionID], in transaction: inout Transaction) async throws -> [AlikePlace] {
        guard !ids.isEmpty else { return [] }
        return try await transaction.query(
            """
            SELECT submissions.id, received_at, submissions.urgency, campaign_id, case_id, cases.number, cases.status,
                cases.urgency AS case_urgency
            FROM submissions LEFT JOIN cases ON cases.id = case_id
            WHERE submissions.id = ANY (\(ids.map(\.uuid))) ORDER BY received_at, submissions.id
            """
        ).map(AlikePlace.init)
    }

    /// What somebody said is not the same as one of these, or as this case.
    static func refused(
        _ submissions: [SubmissionID], _ id: CaseID?, in transaction: inout Transaction
    ) async throws -> Set<AlikePair> {
        let ids = submissions.map(\.uuid)
        let rows = try await transaction.query(
            """
            SELECT coalesce(submission_id, case_id) AS one,
                CASE WHEN submission_id IS NULL THEN other_id ELSE coalesce(case_id, other_id) END AS other
            FROM triage_steps WHERE kind = 'DIFFERENT' AND (
                submission_id = ANY (\(ids)) OR other_id = ANY (\(ids)) OR case_id = \(id?.uuid)
                OR other_id = \(id?.uuid))
            """)
        return Set(try rows.map { AlikePair(try $0.get("one"), try $0.get("other")) })
    }
}
