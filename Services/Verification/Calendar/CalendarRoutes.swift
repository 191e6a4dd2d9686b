import Accounts
import Calendars
import CaseModel
import Foundation
import HTTP
import Web

/// The calendar's pages and what can be done on them.
struct CalendarRoutes: Sendable {
    let calendar: ReadCalendar
    let keep: KeepCalendar
    let pages: CalendarPages
    let events: EventPages

    private var form: EventForm { events.form }

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/calendar", roles: .who(may: .readCalendar)) { _, staff in
            let found = try await calendar.list(for: staff)
            return .page(pages.list(found, today: CalendarDate.day(.now), staff), door: .staff)
        }
        routes.get("/desk/calendar/events/{id}", UUID.self, roles: .who(may: .readCalendar)) { _, staff, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            return .page(events.event(event, staff), door: .staff)
        }
        registerChanges(in: &routes)
        registerExports(in: &routes)
    }

    private func registerChanges(in routes: inout StaffRoutes) {
        let keepers = Set<Role>.who(may: .keepCalendar)
        routes.get("/desk/calendar/new", roles: keepers) { _, staff in
            .page(events.new(FormState(), staff), door: .staff)
        }
        routes.post("/desk/calendar", roles: keepers) { _, staff, form in try await enter(form.fields, staff) }
        routes.post("/desk/calendar/events/{id}", UUID.self, roles: keepers) { _, staff, form, id in
            try await change(UNEventID(id), form.fields, staff)
        }
        routes.post("/desk/calendar/events/{id}/cancel", UUID.self, roles: keepers) { _, staff, form, id in
            try await finish(
                try await keep.cancel(UNEventID(id), seen: Self.revision(form.fields), by: staff), typed: nil, staff)
        }
    }

    private func registerExports(in routes: inout StaffRoutes) {
        routes.get("/desk/calendar/events.ics", roles: .who(may: .readCalendar)) { _, staff in
            try Self.file(try await calendar.list(for: staff).filter(\.isListed))
        }
        routes.get("/desk/calendar/events/{id}/event.ics", UUID.self, roles: .who(may: .readCalendar)) {
            _, staff, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            guard event.isListed else { throw DeskFailure.notFound }
            return try Self.file([event])
        }
    }

    private func enter(_ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            return back(to: try await keep.enter(try await parse(fields, staff), by: staff))
        } catch let errors as FormErrors {
            return .page(
                events.new(EventForm.state(typed: fields).with(errors), staff), door: .staff, status: .unprocessable)
        }
    }

    private func change(_ id: UNEventID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = EventForm.state(typed: fields)
        do {
            let input = try await parse(fields, staff)
            return try await finish(
                try await keep.change(id, seen: Self.revision(fields), to: input, by: staff), typed: typed, staff)
        } catch let errors as FormErrors {
            let event = try await calendar.get(id, for: staff)
            return .page(events.event(event, typed: typed.with(errors), staff), door: .staff, status: .unprocessable)
        }
    }

    /// Where somebody else saved meanwhile, the page shows how it stands now and, in the form, what was typed.
    private func finish(_ outcome: KeepCalendar.Outcome, typed: FormState?, _ staff: Staff) async throws -> Response {
        switch outcome {
        case .saved(let id): back(to: id)
        case .conflict(let event):
            .page(events.event(event, typed: typed, isConflict: true, staff), door: .staff, status: .conflict)
        }
    }

    private func parse(_ fields: Fields, _ staff: Staff) async throws -> KeepCalendar.Input {
        let input = try form.parse(fields)
        let login = input.record.focalLogin
        guard !login.isEmpty else { return input }
        let isKnown = try await calendar.desk.read(for: staff) { try await CalendarQueries.isStaff(login, in: &$0) }
        guard isKnown else { throw FormErrors([FormError("focal_login", Phrase("event.focal_login.unknown"))]) }
        return input
    }

    private func back(to id: UNEventID) -> Response { .redirect("/desk/calendar/events/\(id)", door: .staff) }

    /// A form without one has seen none: no event is at 0.
    private static func revision(_ fields: Fields) -> Int { Int(fields["revision"] ?? "") ?? 0 }

    private static func file(_ events: [CalendarEvent]) throws -> Response {
        let bytes = try CalendarFile.bytes(events.map(\.entry), name: "UN events", stamp: .now)
        return Response(
            type: CalendarFile.mediaType, bytes,
            headers: ["Content-Disposition": "attachment; filename=\"un-events.ics\""])
    }
}

extension CalendarEvent {
    /// As other programs get it. The name is ours, so that the public's calendar and this one name it alike.
    var entry: CalendarEntry {
        let event = record.event
        return CalendarEntry(
            uid: KeepCalendar.uid(of: id), title: event.title, place: event.place, starts: event.starts,
            ends: event.ends, isCancelled: isCancelled, sequence: revision, entity: event.entity,
            hostState: event.hostState, format: event.format.rawValue)
    }
}
