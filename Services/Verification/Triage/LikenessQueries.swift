import CaseModel
import Foundation
import Postgres

/// A submission that something else may be like.
struct LikenessRow: Sendable {
    let submission: SubmissionID
    let textGroup: SubmissionID
    let features: LikenessFeatures

    init(_ row: Row) throws {
        submission = SubmissionID(try row.get("submission_id", as: UUID.self))
        textGroup = SubmissionID(try row.get("text_group", as: UUID.self))
        guard let features = FeatureBytes.read(try row.get("features")) else { throw DeskFailure.unreadable }
        self.features = features
    }
}

enum LikenessQueries {
    /// The earliest submissions that stand under one of these hashes, `most` for each.
    static func holding(
        _ tokens: [Int64], most: Int, in transaction: inout Transaction
    ) async throws -> [LikenessRow] {
        guard !tokens.isEmpty else { return [] }
        return try await transaction.query(
            """
            SELECT submission_id, text_group, features FROM likeness WHERE submission_id IN (
                SELECT hit.submission_id FROM unnest(\(tokens)) AS asked (token)
                CROSS JOIN LATERAL (
                    SELECT submission_id FROM likeness_tokens WHERE likeness_tokens.token = asked.token
                    ORDER BY submission_id LIMIT \(most)) AS hit)
            ORDER BY submission_id
            """
        ).map(LikenessRow.init)
    }

    /// Which submissions stand under which of these hashes, `most` for each and one more where there are more.
    static func hits(
        _ tokens: [Int64], most: Int, in transaction: inout Transaction
    ) async throws -> [(token: Int64, submission: SubmissionID)] {
        guard !tokens.isEmpty else { return [] }
        return try await transaction.query(
            """
            SELECT asked.token, hit.submission_id FROM unnest(\(tokens)) AS asked (token)
            CROSS JOIN LATERAL (
                SELECT submission_id FROM likeness_tokens WHERE likeness_tokens.token = asked.token
                ORDER BY submission_id DESC LIMIT \(most + 1)) AS hit
            """
        ).map { (try $0.get("token"), SubmissionID(try $0.get("submission_id", as: UUID.self))) }
    }

    static func find(
        _ submissions: [SubmissionID], in transaction: inout Transaction
    ) async throws -> [LikenessRow] {
        try await transaction.query(
            """
            SELECT submission_id, text_group, features FROM likeness
            WHERE submission_id = ANY (\(submissions.map(\.uuid)))
            """
        ).map(LikenessRow.init)
    }

    static func insert(
        _ id: SubmissionID, _ features: LikenessFeatures, group: SubmissionID, tokens: [Int64],
        in transaction: inout Transaction
    ) async throws {
        try await transaction.pipeline([
            """
            INSERT INTO likeness (submission_id, features, text_group, edition)
            VALUES (\(id.uuid), \(FeatureBytes.write(features)), \(group.uuid), \(ReadFeatures.edition))
            ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO likeness_tokens (token, submission_id) SELECT unnest(\(tokens)), \(id.uuid)
            ON CONFLICT DO NOTHING
            """,
        ])
    }

    /// Whether as many submissions as `count` have this text.
    static func isGroup(
        _ group: SubmissionID, of count: Int, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.query(
            "SELECT submission_id FROM likeness WHERE text_group = \(group.uuid) LIMIT \(count)"
        ).count == count
    }

    static func isCampaign(_ group: SubmissionID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT 1 FROM campaigns WHERE id = \(group.uuid)") != nil
    }

    /// All that have the text so far belong to the campaign from here on.
    static func makeCampaign(
        _ group: SubmissionID, _ compartment: Compartment, at now: Date, in transaction: inout Transaction
    ) async throws {
        try await transaction.pipeline([
            """
            INSERT INTO campaigns (id, compartment, recognized_at)
            VALUES (\(group.uuid), \(compartment.code), \(now)) ON CONFLICT DO NOTHING
            """,
            """
            UPDATE submissions SET campaign_id = \(group.uuid) WHERE campaign_id IS NULL
                AND id IN (SELECT submission_id FROM likeness WHERE text_group = \(group.uuid))
            """,
        ])
    }

    static func join(
        _ id: SubmissionID, _ campaign: SubmissionID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE submissions SET campaign_id = \(campaign.uuid) WHERE id = \(id.uuid) AND campaign_id IS NULL")
    }
}
