import CaseModel
import Foundation
import Postgres

/// What stands in clear of an event, and its latest sealed record.
struct EventRow: Sendable {
    let id: UNEventID
    let revision: Int
    let isListed: Bool
    let isCancelled: Bool
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = UNEventID(try row.get("id", as: UUID.self))
        revision = Int(try row.get("revision", as: Int32.self))
        isListed = try row.get("is_listed")
        isCancelled = try row.get("is_cancelled")
        sealed = try row.get("sealed")
    }
}

enum CalendarQueries {
    private static let columns: SQL =
        """
        SELECT un_events.id, un_events.revision, is_listed, is_cancelled, sealed
        FROM un_events JOIN un_event_versions AS latest
            ON latest.event_id = un_events.id AND latest.revision = un_events.revision
        """

    static func find(_ id: UNEventID, in transaction: inout Transaction) async throws -> EventRow? {
        try await transaction.first("\(columns) WHERE un_events.id = \(id.uuid)").map(EventRow.init)
    }

    /// Locked, so that what is told of it is told in order.
    static func lock(_ id: UNEventID, in transaction: inout Transaction) async throws -> EventRow? {
        try await transaction.first("\(columns) WHERE un_events.id = \(id.uuid) FOR UPDATE OF un_events")
            .map(EventRow.init)
    }

    /// Events that end on a day or later, the next first.
    static func ending(
        from day: String, limit: Int, in transaction: inout Transaction
    ) async throws -> [EventRow] {
        try await transaction.query("\(columns) WHERE ends >= \(day) ORDER BY starts, un_events.id LIMIT \(limit)")
            .map(EventRow.init)
    }

    /// Events that ended before a day, the latest first.
    static func ended(
        before day: String, limit: Int, in transaction: inout Transaction
    ) async throws -> [EventRow] {
        try await transaction.query("\(columns) WHERE ends < \(day) ORDER BY ends DESC, un_events.id LIMIT \(limit)")
            .map(EventRow.init)
    }

    static func insert(
        _ id: UNEventID, _ event: UNEvent, isListed: Bool, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO un_events (id, starts, ends, is_listed)
            VALUES (\(id.uuid), \(event.starts), \(event.ends), \(isListed))
            """)
    }

    /// The row must be locked.
    static func update(
        _ id: UNEventID, revision: Int, _ event: UNEvent, isListed: Bool, isCancelled: Bool,
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE un_events SET revision = \(Int32(revision)), starts = \(event.starts), ends = \(event.ends),
                is_listed = \(isListed), is_cancelled = \(isCancelled)
            WHERE id = \(id.uuid)
            """)
    }

    static func insertVersion(
        _ id: UNEventID, revision: Int, sealed: [UInt8], at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO un_event_versions (event_id, revision, sealed, saved_at, saved_by)
            VALUES (\(id.uuid), \(Int32(revision)), \(sealed), \(at), \(by.uuid))
            """)
    }

    /// Whether somebody of staff signs in by this name.
    static func isStaff(_ login: String, in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first(
            "SELECT 1 AS one FROM accounts.staff WHERE login_name = \(login) AND disabled_at IS NULL") != nil
    }
}
