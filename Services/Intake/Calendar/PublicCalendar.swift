import Calendars
import CaseModel
import Foundation
import HTTP
import Postgres
import Synchronization
import Web

/// The UN events that the public is told of: those being watched for the form, and all that are not over as a file.
///
/// What was read serves some seconds, so that a flood of visitors does not ask the database each time.
final class PublicCalendar: Sendable {
    private struct Kept {
        let events: [ListedEvent]
        let read: ContinuousClock.Instant
    }

    private static let most = 200

    private let database: Database
    private let lifetime: Duration
    private let kept = Mutex<Kept?>(nil)

    init(database: Database, lifetime: Duration = .seconds(10)) {
        self.database = database
        self.lifetime = lifetime
    }

    /// Events in whose watch window a day lies, to choose from: id and title with days.
    func watched(at now: Date = .now) async -> [ListedEvent] {
        let today = Self.day(now)
        return await listed(at: now).filter { WatchWindow.contains(today, of: $0.event) }
    }

    /// `GET /{language}/events.ics`
    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/events.ics", access: .public) { [self] _ in
                let entries = await listed(at: .now).map(Self.entry)
                var response = Response(
                    type: CalendarFile.mediaType,
                    try CalendarFile.bytes(entries, name: "UN events", stamp: .now),
                    headers: ["Content-Disposition": "attachment; filename=\"un-events.ics\""])
                SecurityHeaders.apply(to: &response, door: .open)
                return response
            }
        }
    }

    /// Empty where the database does not answer: the form serves without.
    private func listed(at now: Date) async -> [ListedEvent] {
        let fresh = kept.withLock { kept in
            kept.flatMap { ContinuousClock.now - $0.read < lifetime ? $0.events : nil }
        }
        if let fresh { return fresh }
        let day = Self.day(now.addingTimeInterval(-Double(WatchWindow.daysAfter) * 86_400))
        do {
            let rows = try await database.query(UNEventQueries.listed(endingFrom: day, limit: Self.most))
            let events = try rows.map(ListedEvent.init)
            kept.withLock { $0 = Kept(events: events, read: .now) }
            return events
        } catch {
            return kept.withLock { $0?.events ?? [] }
        }
    }

    private static func day(_ date: Date) -> String { date.formatted(Date.ISO8601FormatStyle().year().month().day()) }

    private static func entry(_ listed: ListedEvent) -> CalendarEntry {
        let event = listed.event
        return CalendarEntry(
            uid: "\(listed.id)@amparo", title: event.title, place: event.place, starts: event.starts,
            ends: event.ends, sequence: listed.revision, entity: event.entity, hostState: event.hostState,
            format: event.format.rawValue)
    }
}
