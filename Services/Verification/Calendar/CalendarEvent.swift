import CaseModel
import Foundation
import Postgres
import Vault

/// What staff hold of a UN event, as one sealed record a revision.
struct EventRecord: Codable, Sendable, Equatable {
    var version = 1
    var event: UNEvent
    /// What other calendars call it; our own name where it was entered here.
    var uid: String
    /// How many people are expected.
    var expected: Int?
    /// Who answers for it: a name, and the sign-in name where it is one of staff.
    var focalPoint = ""
    var focalLogin = ""
    /// How participants are kept safe (DOMAIN.md D.7).
    var safetyPlan = ""
}

/// A UN event as it is read: what stands in clear, and the opened record.
struct CalendarEvent: Sendable, Equatable {
    let id: UNEventID
    let revision: Int
    let isListed: Bool
    let isCancelled: Bool
    let record: EventRecord

    var title: String { record.event.title }

    /// Whether the public is told of it.
    var isPublic: Bool { isListed && !isCancelled }

    /// Where a day lies in its life.
    enum Phase: Sendable, CaseIterable {
        /// From 30 days before it to 90 days after (DOMAIN.md F.3).
        case watched, coming, past
    }

    func phase(on day: String) -> Phase {
        guard let days = WatchWindow.days(of: record.event) else { return .past }
        if days.contains(day) { return .watched }
        return day < days.lowerBound ? .coming : .past
    }
}

/// A day as the calendar writes it.
enum CalendarDate {
    static func day(_ date: Date) -> String { date.formatted(style) }

    /// The day so many days later, or the same where it is none.
    static func day(_ date: Date, plus days: Int) -> String { day(date.addingTimeInterval(Double(days) * 86_400)) }

    /// The first moment of a day, UTC.
    static func moment(_ day: String) -> Date? { try? Date(day, strategy: style) }

    private static let style = Date.ISO8601FormatStyle().year().month().day()
}

/// Seals and opens events with this service's keys, each bound to its row.
struct EventSealing: Sendable {
    let keys: ServiceKeys

    func seal(_ record: EventRecord, of id: UNEventID) throws -> [UInt8] {
        try keys.sealing.publicKey.seal(Padding.pad(try EventCoding.encode(record)), context: context(id))
    }

    func open(_ row: EventRow) throws -> CalendarEvent {
        let plain = try Padding.unpad(try keys.sealing.open(row.sealed, context: context(row.id)))
        return CalendarEvent(
            id: row.id, revision: row.revision, isListed: row.isListed, isCancelled: row.isCancelled,
            record: try EventCoding.decode(EventRecord.self, from: plain))
    }

    private func context(_ id: UNEventID) -> SealContext {
        SealContext(table: "un_event_versions", column: "sealed", row: id.uuid)
    }
}
