import CaseModel
import Foundation
import Postgres

/// What stands in clear of a case.
struct CaseRow: Sendable {
    let id: CaseID
    let number: Int64
    let openedAt: Date
    let urgency: Urgency
    let compartment: Compartment
    let status: CaseStatus
    let decidedAt: Date?
    let version: Int
    let officer: StaffID?
    /// The earliest receipt of its submissions.
    let firstReceivedAt: Date

    init(_ row: Row) throws {
        id = CaseID(try row.get("id", as: UUID.self))
        number = try row.get("number")
        openedAt = try row.get("opened_at")
        urgency = try Code.read(row, "urgency")
        guard let compartment = Compartment(try row.get("compartment", as: String.self)) else {
            throw DeskFailure.unreadable
        }
        self.compartment = compartment
        status = try Code.read(row, "status")
        decidedAt = try row.get("decided_at")
        version = Int(try row.get("version", as: Int32.self))
        officer = try row.get("officer_id", as: UUID?.self).map(StaffID.init)
        firstReceivedAt = try row.get("first_received_at")
    }
}

/// A code read from a text column.
enum Code {
    static func read<Value: RawRepresentable<String>>(_ row: Row, _ column: String) throws -> Value {
        guard let value = Value(rawValue: try row.get(column, as: String.self)) else { throw DeskFailure.unreadable }
        return value
    }
}

enum CaseQueries {
    static func insert(
        _ id: CaseID, openedAt: Date, by officer: StaffID, urgency: Urgency, compartment: Compartment,
        status: CaseStatus, firstReceivedAt: Date, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO cases (
                id, opened_at, opened_by, urgency, compartment, status, first_received_at, officer_id)
            VALUES (\(id.uuid), \(openedAt), \(officer.uuid), \(urgency.rawValue), \(compartment.code),
                \(status.rawValue), \(firstReceivedAt), \(officer.uuid))
            """)
    }

    /// Several cases, always in the same order, so that two officers never wait for each other. Throws `notFound` where one
    /// of them is not there.
    static func lockInOrder(_ ids: [CaseID], in transaction: inout Transaction) async throws {
        let rows = try await transaction.query(
            "SELECT id FROM cases WHERE id = ANY (\(ids.map(\.uuid))) ORDER BY id FOR UPDATE")
        guard rows.count == Set(ids).count else { throw DeskFailure.notFound }
    }

    static func isDuplicate(
        _ id: CaseID, of original: CaseID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.first(
            "SELECT 1 FROM cases WHERE id = \(id.uuid) AND duplicate_of = \(original.uuid)") != nil
    }

    /// A case within the transaction's compartments. Locked, so that events about it are appended in order.
    static func lock(_ id: CaseID, in transaction: inout Transaction) async throws -> CaseRow? {
        try await transaction.first("\(columns) WHERE id = \(id.uuid) FOR UPDATE").map(CaseRow.init)
    }

    static func find(_ id: CaseID, in transaction: inout Transaction) async throws -> CaseRow? {
        try await transaction.first("\(columns) WHERE id = \(id.uuid)").map(CaseRow.init)
    }

    private static let columns: SQL =
        """
        SELECT id, number, opened_at, urgency, compartment, status, decided_at, version, officer_id, first_received_at
        FROM cases
        """

    /// Moves a case on from the version that was read, and keeps the step where its status changes. Returns false where
    /// somebody else was faster.
    static func advance(
        _ row: CaseRow, to status: CaseStatus, decides: Bool = false, by officer: StaffID, at now: Date,
        in transaction: inout Transaction
    ) async throws -> Bool {
        let moved = try await transaction.execute(
            """
            UPDATE cases SET status = \(status.rawValue), version = version + 1,
                decided_at = CASE WHEN \(decides) THEN \(now) ELSE decided_at END,
                decided_by = CASE WHEN \(decides) THEN \(officer.uuid) ELSE decided_by END
            WHERE id = \(row.id.uuid) AND version = \(Int32(row.version))
            """)
        guard moved == 1 else { return false }
        if status != row.status {
            try await transaction.execute(
                """
                INSERT INTO case_steps (case_id, version, before, after, taken_at, taken_by)
                VALUES (\(row.id.uuid), \(Int32(row.version + 1)), \(row.status.rawValue), \(status.rawValue),
                    \(now), \(officer.uuid))
                """)
        }
        return true
    }

    static func insertVersion(
        _ id: CaseID, version: Int, sealed: [UInt8], at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO case_versions (case_id, version, sealed, saved_at, saved_by)
            VALUES (\(id.uuid), \(Int32(version)), \(sealed), \(at), \(by.uuid))
            """)
    }

    static func latestVersion(_ id: CaseID, in transaction: inout Transaction) async throws -> [UInt8]? {
        try await transaction.first(
            """
            SELECT sealed FROM case_versions WHERE case_id = \(id.uuid) ORDER BY version DESC LIMIT 1
            """
        )?.get("sealed")
    }
}
