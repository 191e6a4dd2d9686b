import CaseModel
import Foundation
import Postgres

enum AbsenceQueries {
    /// Absences that count on a day.
    static func on(_ day: String, in transaction: inout Transaction) async throws -> [Absence] {
        try await transaction.query(
            """
            SELECT id, staff_id, deputy_id, from_day, until_day FROM absences
            WHERE ended_at IS NULL AND until_day >= \(day) AND from_day <= \(day) ORDER BY from_day, id
            """
        ).map(Absence.init)
    }

    /// Those that count on a day or are to come.
    static func from(_ day: String, in transaction: inout Transaction) async throws -> [Absence] {
        try await transaction.query(
            """
            SELECT id, staff_id, deputy_id, from_day, until_day FROM absences
            WHERE ended_at IS NULL AND until_day >= \(day) ORDER BY from_day, id LIMIT 500
            """
        ).map(Absence.init)
    }

    static func insert(
        _ absence: Absence, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO absences (id, staff_id, deputy_id, from_day, until_day, entered_at, entered_by)
            VALUES (\(absence.id), \(absence.person.uuid), \(absence.deputy.uuid), \(absence.from), \(absence.until),
                \(now), \(officer.uuid))
            """)
    }

    /// Returns whose it was; nil where it is not there or has ended.
    static func end(
        _ id: UUID, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws -> StaffID? {
        try await transaction.first(
            """
            UPDATE absences SET ended_at = \(now), ended_by = \(officer.uuid)
            WHERE id = \(id) AND ended_at IS NULL RETURNING staff_id
            """
        ).map { StaffID(try $0.get("staff_id")) }
    }
}

extension Absence {
    init(_ row: Row) throws {
        id = try row.get("id")
        person = StaffID(try row.get("staff_id", as: UUID.self))
        deputy = StaffID(try row.get("deputy_id", as: UUID.self))
        from = try row.get("from_day")
        until = try row.get("until_day")
    }
}
