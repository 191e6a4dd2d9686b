import CaseModel
import Foundation
import Postgres

/// A UN event that the public is told of.
struct ListedEvent: Sendable, Equatable {
    let id: UNEventID
    let revision: Int
    let event: UNEvent
}

enum UNEventQueries {
    /// A later revision replaces an earlier one, whichever arrives first.
    static func keep(_ change: UNEventChanged, in transaction: inout Transaction) async throws {
        let event = change.event
        try await transaction.execute(
            """
            INSERT INTO un_events
                (id, revision, title, entity, place, host_state, format, starts, ends, is_listed)
            VALUES (\(change.eventID.uuid), \(Int32(clamping: change.revision)), \(event.title), \(event.entity),
                \(event.place), \(event.hostState), \(event.format.rawValue), \(event.starts), \(event.ends),
                \(change.isListed))
            ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, title = excluded.title,
                entity = excluded.entity, place = excluded.place, host_state = excluded.host_state,
                format = excluded.format, starts = excluded.starts, ends = excluded.ends,
                is_listed = excluded.is_listed
            WHERE un_events.revision < excluded.revision
            """)
    }

    /// Listed events that end on a day or later, in their order.
    static func listed(endingFrom day: String, limit: Int) -> SQL {
        """
        SELECT id, revision, title, entity, place, host_state, format, starts, ends FROM un_events
        WHERE is_listed AND ends >= \(day) ORDER BY starts, title, id LIMIT \(limit)
        """
    }
}

extension ListedEvent {
    init(_ row: Row) throws {
        id = UNEventID(try row.get("id", as: UUID.self))
        revision = Int(try row.get("revision", as: Int32.self))
        event = UNEvent(
            title: try row.get("title"), entity: try row.get("entity"), place: try row.get("place"),
            hostState: try row.get("host_state"),
            format: UNEvent.Format(rawValue: try row.get("format", as: String.self)) ?? .inPerson,
            starts: try row.get("starts"), ends: try row.get("ends"))
    }
}
