import CIcal
package import Foundation

/// Makes a calendar file (RFC 5545) that other programs read.
package enum CalendarFile {
    package static let mediaType = "text/calendar; charset=utf-8"

    /// - Parameters:
    ///   - name: What the calendar is called, for whoever subscribes to it.
    ///   - stamp: When the file was made.
    package static func bytes(_ entries: [CalendarEntry], name: String, stamp: Date) throws(CalendarError) -> [UInt8] {
        try Library.use { () throws(CalendarError) in
            guard let calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT) else { throw .notWritten }
            defer { icalcomponent_free(calendar) }
            icalcomponent_add_property(calendar, icalproperty_new_version("2.0"))
            icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Amparo//Calendar of UN events//EN"))
            add("X-WR-CALNAME", name, to: calendar)
            let now = icaltime_from_timet_with_zone(
                time_t(stamp.timeIntervalSince1970), 0, icaltimezone_get_utc_timezone())
            for entry in entries { icalcomponent_add_component(calendar, try event(entry, now)) }
            guard let text = icalcomponent_as_ical_string_r(calendar) else { throw .notWritten }
            defer { icalmemory_free_buffer(text) }
            return Array(String(cString: text).utf8)
        }
    }

    private static func event(_ entry: CalendarEntry, _ now: icaltimetype) throws(CalendarError) -> OpaquePointer {
        guard let starts = CalendarDay.time(entry.starts), let after = CalendarDay.time(entry.ends, plus: 1),
            let event = icalcomponent_new(ICAL_VEVENT_COMPONENT)
        else { throw .notWritten }
        icalcomponent_add_property(event, icalproperty_new_uid(entry.uid))
        icalcomponent_add_property(event, icalproperty_new_dtstamp(now))
        icalcomponent_add_property(event, icalproperty_new_dtstart(starts))
        icalcomponent_add_property(event, icalproperty_new_dtend(after))
        icalcomponent_add_property(event, icalproperty_new_sequence(Int32(clamping: entry.sequence)))
        icalcomponent_add_property(event, icalproperty_new_summary(entry.title))
        if !entry.place.isEmpty { icalcomponent_add_property(event, icalproperty_new_location(entry.place)) }
        icalcomponent_add_property(
            event, icalproperty_new_status(entry.isCancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED))
        let codes = [
            ("X-AMPARO-ENTITY", entry.entity), ("X-AMPARO-HOST-STATE", entry.hostState),
            ("X-AMPARO-FORMAT", entry.format),
        ]
        for (name, code) in codes { if let code { add(name, code, to: event) } }
        return event
    }

    private static func add(_ name: String, _ value: String, to component: OpaquePointer) {
        guard let property = icalproperty_new(ICAL_X_PROPERTY) else { return }
        icalproperty_set_x_name(property, name)
        icalproperty_set_value(property, icalvalue_new_text(value))
        icalcomponent_add_property(component, property)
    }
}
