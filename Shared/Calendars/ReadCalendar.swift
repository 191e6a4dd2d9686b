import CIcal
import Foundation

/// What a calendar file (RFC 5545) says, as far as it can be taken.
package struct CalendarReading: Sendable, Equatable {
    package let entries: [CalendarEntry]
    package let skipped: [SkippedEntry]

    /// Reads a file. Events that cannot be taken are told apart, each with its reason; a file that is none throws.
    package init(_ bytes: [UInt8], limits: CalendarLimits = .standard) throws(CalendarError) {
        let text = try FileShape.check(bytes, limits: limits)
        self = try Library.use { () throws(CalendarError) in
            guard let root = icalparser_parse_string(text) else { throw .notACalendar }
            defer { icalcomponent_free(root) }
            var events = EventsOfFile(limits: limits)
            events.read(root)
            guard !events.entries.isEmpty || !events.skipped.isEmpty else { throw .noEvents }
            return CalendarReading(entries: events.entries, skipped: events.skipped)
        }
    }

    private init(entries: [CalendarEntry], skipped: [SkippedEntry]) {
        self.entries = entries
        self.skipped = skipped
    }
}

private struct EventsOfFile {
    let limits: CalendarLimits
    var entries: [CalendarEntry] = []
    var skipped: [SkippedEntry] = []
    private var seen: Set<String> = []
    private var position = 0

    init(limits: CalendarLimits) {
        self.limits = limits
    }

    /// A file may hold several calendars; the library then wraps them in a component of its own.
    mutating func read(_ component: OpaquePointer) {
        guard icalcomponent_isa(component) != ICAL_VCALENDAR_COMPONENT else { return readCalendar(component) }
        var inner = icalcomponent_get_first_component(component, ICAL_VCALENDAR_COMPONENT)
        while let calendar = inner {
            readCalendar(calendar)
            inner = icalcomponent_get_next_component(component, ICAL_VCALENDAR_COMPONENT)
        }
    }

    private mutating func readCalendar(_ calendar: OpaquePointer) {
        let zone = EventComponent(calendar).extension("X-WR-TIMEZONE").flatMap { icaltimezone_get_builtin_timezone($0) }
        var next = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT)
        while let event = next {
            position += 1
            take(EventComponent(event), zone)
            next = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)
        }
    }

    private mutating func take(_ event: EventComponent, _ zone: OpaquePointer?) {
        let title = event.text(ICAL_SUMMARY_PROPERTY)
        guard let reason = reason(event, title, zone) else { return }
        skipped.append(
            SkippedEntry(position: position, title: String(title.unicodeScalars.prefix(limits.title)), reason: reason))
    }

    /// Nil where the event was taken.
    private mutating func reason(
        _ event: EventComponent, _ title: String, _ zone: OpaquePointer?
    ) -> SkippedEntry.Reason? {
        let uid = event.text(ICAL_UID_PROPERTY)
        let place = event.text(ICAL_LOCATION_PROPERTY)
        guard !uid.isEmpty else { return .noUID }
        guard !title.isEmpty else { return .noTitle }
        guard uid.unicodeScalars.count <= limits.uid, title.unicodeScalars.count <= limits.title,
            place.unicodeScalars.count <= limits.place
        else { return .tooLong }
        let repeating = [ICAL_RRULE_PROPERTY, ICAL_RDATE_PROPERTY, ICAL_RECURRENCEID_PROPERTY]
        guard !repeating.contains(where: event.has) else { return .repeats }
        guard let days = event.days(in: zone, limits: limits) else { return .badDates }
        guard seen.insert(uid).inserted else { return .twice }
        entries.append(
            CalendarEntry(
                uid: uid, title: title, place: place, starts: days.first, ends: days.last,
                isCancelled: event.isCancelled, sequence: event.sequence, entity: event.extension("X-AMPARO-ENTITY"),
                hostState: event.extension("X-AMPARO-HOST-STATE"), format: event.extension("X-AMPARO-FORMAT")))
        return nil
    }
}
