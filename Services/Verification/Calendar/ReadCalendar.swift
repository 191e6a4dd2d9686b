import Accounts
import CaseModel
import Foundation
import Postgres

/// Reads the calendar: lists and single events, opened with this service's key.
struct ReadCalendar: Sendable {
    let desk: DeskDatabase
    let sealing: EventSealing

    /// More than any year has; each is opened for a list.
    static let most = 500
    static let mostPast = 100

    /// Everything that is watched or coming, and the latest of what is past.
    func list(for staff: Staff, at now: Date = .now) async throws -> [CalendarEvent] {
        let day = CalendarDate.day(now, plus: -WatchWindow.daysAfter)
        let rows = try await desk.read(for: staff) { transaction in
            try await CalendarQueries.ending(from: day, limit: Self.most, in: &transaction)
                + CalendarQueries.ended(before: day, limit: Self.mostPast, in: &transaction)
        }
        return try rows.map(sealing.open)
    }

    /// What officers may tie an account to today.
    func watched(for staff: Staff, at now: Date = .now) async throws -> [CalendarEvent] {
        let today = CalendarDate.day(now)
        return try await list(for: staff, at: now).filter { !$0.isCancelled && $0.phase(on: today) == .watched }
    }

    func find(_ id: UNEventID, for staff: Staff) async throws -> CalendarEvent? {
        try await desk.read(for: staff) { try await find(id, in: &$0) }
    }

    func find(_ id: UNEventID, in transaction: inout Transaction) async throws -> CalendarEvent? {
        try await CalendarQueries.find(id, in: &transaction).map(sealing.open)
    }

    func get(_ id: UNEventID, for staff: Staff) async throws -> CalendarEvent {
        guard let event = try await find(id, for: staff) else { throw DeskFailure.notFound }
        return event
    }
}
