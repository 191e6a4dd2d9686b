import CaseModel
import Foundation
import Postgres

/// A case with steps of its protocol that should be done already.
struct OverdueSteps: Sendable {
    let caseID: CaseID
    let number: Int64
    let urgency: Urgency
    /// When the first of them was due.
    let since: Date
    let count: Int

    init(_ row: Row) throws {
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        number = try row.get("number")
        urgency = try Code.read(row, "urgency")
        since = try row.get("since")
        count = try row.get("steps", as: Int.self)
    }
}

enum ProtocolQueries {
    /// Keeps what a version of a protocol says. Returns false where the same version has been kept with other words.
    static func keep(
        _ definition: EntityProtocol, at now: Date, in transaction: inout Transaction
    ) async throws -> Bool {
        let text = String(decoding: try EventCoding.encode(definition), as: UTF8.self)
        try await transaction.execute(
            """
            INSERT INTO protocol_versions (code, version, definition, kept_at)
            VALUES (\(definition.code), \(Int32(definition.version)), \(text), \(now))
            ON CONFLICT (code, version) DO NOTHING
            """)
        return try await version(definition.code, definition.version, in: &transaction) == definition
    }

    static func version(
        _ code: String, _ version: Int, in transaction: inout Transaction
    ) async throws -> EntityProtocol? {
        let row = try await transaction.first(
            "SELECT definition FROM protocol_versions WHERE code = \(code) AND version = \(Int32(version))")
        guard let row else { return nil }
        return try EventCoding.decode(
            EntityProtocol.self, from: Array(try row.get("definition", as: String.self).utf8))
    }

    /// Puts the clocks that run now in the place of those that ran.
    static func replaceClocks(
        of id: CaseID, with due: [Int: Date], in transaction: inout Transaction
    ) async throws {
        try await transaction.execute("DELETE FROM step_clocks WHERE case_id = \(id.uuid)")
        for (place, time) in due.sorted(by: { $0.key < $1.key }) {
            try await transaction.execute(
                "INSERT INTO step_clocks (case_id, place, due_at) VALUES (\(id.uuid), \(Int32(place)), \(time))")
        }
    }

    /// Cases that are not closed and have steps that should be done at `now`, the longest overdue first.
    static func overdue(
        at now: Date, limit: Int, in transaction: inout Transaction
    ) async throws -> [OverdueSteps] {
        let closed = CaseStatus.allCases.filter(\.isTerminal).map(\.rawValue)
        return try await transaction.query(
            """
            SELECT case_id, number, urgency, min(due_at) AS since, count(*) AS steps
            FROM step_clocks JOIN cases ON cases.id = case_id
            WHERE due_at <= \(now) AND NOT status = ANY (\(closed))
            GROUP BY case_id, number, urgency ORDER BY since, case_id LIMIT \(limit)
            """
        ).map(OverdueSteps.init)
    }
}
