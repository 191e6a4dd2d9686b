import CaseModel
import Foundation
import Postgres
import Vault

/// An early warning as it lies here.
struct WarningRow: Sendable {
    let id: UUID
    let compartment: Compartment
    let raisedAt: Date
    let sealed: [UInt8]
    let acknowledgedAt: Date?
    let acknowledgedBy: UUID?
    let note: [UInt8]?

    init(_ row: Row) throws {
        id = try row.get("id")
        guard let compartment = Compartment(try row.get("compartment", as: String.self)) else {
            throw DeskFailure.unreadable
        }
        self.compartment = compartment
        raisedAt = try row.get("raised_at")
        sealed = try row.get("sealed")
        acknowledgedAt = try row.get("acknowledged_at")
        acknowledgedBy = try row.get("acknowledged_by")
        note = try row.get("note")
    }
}

enum PatternQueries {
    // MARK: Facts, for the system's role

    static func put(
        _ rows: [(id: UUID, at: Date, sealed: [UInt8])], _ column: Identifier, _ compartment: Compartment,
        in transaction: inout Transaction
    ) async throws {
        guard !rows.isEmpty else { return }
        try await transaction.execute(
            """
            INSERT INTO pattern_facts (\(identifier: column), compartment, reported_at, sealed)
            SELECT id, \(compartment.code), reported_at, sealed
            FROM unnest(\(rows.map(\.id)), \(rows.map(\.at)), \(rows.map(\.sealed))) AS new (id, reported_at, sealed)
            ON CONFLICT (\(identifier: column)) DO UPDATE SET compartment = excluded.compartment,
                reported_at = excluded.reported_at, sealed = excluded.sealed
            """)
    }

    static func forget(before: Date, in database: Database) async throws {
        try await database.execute("DELETE FROM pattern_facts WHERE reported_at < \(before)")
    }

    static func compartments(in database: Database) async throws -> [Compartment] {
        try await database.query(
            """
            SELECT compartment FROM pattern_facts
            UNION SELECT compartment FROM cases WHERE id IN (SELECT case_id FROM check_ins) ORDER BY compartment
            """
        )
        .compactMap { Compartment(try $0.get("compartment", as: String.self)) }
    }

    /// The newest facts of a compartment.
    static func facts(
        of compartment: Compartment, limit: Int, in transaction: inout Transaction
    ) async throws -> [(subject: UUID, sealed: [UInt8])] {
        try await transaction.query(
            """
            SELECT coalesce(submission_id, case_id) AS subject, sealed FROM pattern_facts
            WHERE compartment = \(compartment.code) ORDER BY reported_at DESC LIMIT \(limit)
            """
        ).map { (try $0.get("subject"), try $0.get("sealed")) }
    }

    /// Which of these lists of tokens something has that was reported before a moment.
    static func known(
        _ lists: [[Int64]], in compartment: Compartment, before: Date, in transaction: inout Transaction
    ) async throws -> [Bool] {
        guard !lists.isEmpty else { return [] }
        let literals = lists.map { "{\($0.map(String.init).joined(separator: ","))}" }
        return try await transaction.query(
            """
            SELECT EXISTS (SELECT FROM search_documents WHERE compartment = \(compartment.code)
                AND tokens @> asked.tokens::bigint[] AND happened_at < \(before)) AS is_known
            FROM unnest(\(literals)) WITH ORDINALITY AS asked (tokens, place) ORDER BY place
            """
        ).map { try $0.get("is_known") }
    }

    // MARK: Warnings

    /// When a warning about the same was raised last, and acknowledged where it was. Nil where there was none.
    static func last(
        _ token: Int64, in compartment: Compartment, in transaction: inout Transaction
    ) async throws -> (raisedAt: Date, acknowledgedAt: Date?)? {
        try await transaction.first(
            """
            SELECT raised_at, acknowledged_at FROM early_warnings
            WHERE compartment = \(compartment.code) AND token = \(token) ORDER BY raised_at DESC LIMIT 1
            """
        ).map { (try $0.get("raised_at"), try $0.get("acknowledged_at")) }
    }

    static func raise(
        _ id: UUID, _ token: Int64, in compartment: Compartment, at: Date, sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO early_warnings (id, compartment, token, raised_at, sealed)
            VALUES (\(id), \(compartment.code), \(token), \(at), \(sealed)) ON CONFLICT DO NOTHING
            """) == 1
    }

    static func open(in transaction: inout Transaction) async throws -> [WarningRow] {
        try await transaction.query(
            "SELECT * FROM early_warnings WHERE acknowledged_at IS NULL ORDER BY raised_at DESC, id LIMIT 200"
        ).map(WarningRow.init)
    }

    static func acknowledged(limit: Int, in transaction: inout Transaction) async throws -> [WarningRow] {
        try await transaction.query(
            """
            SELECT * FROM early_warnings WHERE acknowledged_at IS NOT NULL
            ORDER BY acknowledged_at DESC, id LIMIT \(limit)
            """
        ).map(WarningRow.init)
    }

    /// Returns false where it is not there, or was acknowledged already.
    static func acknowledge(
        _ id: UUID, by officer: UUID, at: Date, note: [UInt8], in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE early_warnings SET acknowledged_at = \(at), acknowledged_by = \(officer), note = \(note)
            WHERE id = \(id) AND acknowledged_at IS NULL
            """) == 1
    }

    static func exists(_ id: UUID, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT 1 AS one FROM early_warnings WHERE id = \(id)") != nil
    }

    /// Which of these are submissions and which case each belongs to, as far as the transaction sees them.
    static func places(
        _ units: [UUID], in transaction: inout Transaction
    ) async throws -> [(submission: SubmissionID, caseID: CaseID?, number: Int64?)] {
        try await transaction.query(
            """
            SELECT s.id, s.case_id, c.number FROM submissions s LEFT JOIN cases c ON c.id = s.case_id
            WHERE s.id = ANY(\(units)) ORDER BY s.received_at, s.id
            """
        ).map { row in
            (
                SubmissionID(try row.get("id", as: UUID.self)),
                try row.get("case_id", as: UUID?.self).map(CaseID.init), try row.get("number")
            )
        }
    }
}
