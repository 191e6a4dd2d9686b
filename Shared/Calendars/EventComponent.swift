import CIcal
import Foundation

/// One component of a file that is being read. Lives no longer than the file.
struct EventComponent {
    private let component: OpaquePointer

    init(_ component: OpaquePointer) {
        self.component = component
    }

    func has(_ kind: icalproperty_kind) -> Bool { icalcomponent_get_first_property(component, kind) != nil }

    /// A text on one line, without white space around it; empty where there is none.
    func text(_ kind: icalproperty_kind) -> String {
        guard let property = icalcomponent_get_first_property(component, kind),
            let value = icalproperty_get_value(property), let bytes = icalvalue_get_text(value)
        else { return "" }
        return String(cString: bytes).split(whereSeparator: \.isNewline).joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
    }

    /// The value of a property that the standard does not know.
    func `extension`(_ name: String) -> String? {
        var next = icalcomponent_get_first_property(component, ICAL_X_PROPERTY)
        while let property = next {
            if let found = icalproperty_get_x_name(property), String(cString: found).uppercased() == name,
                let value = icalproperty_get_value_as_string_r(property)
            {
                defer { icalmemory_free_buffer(value) }
                return String(cString: value).trimmingCharacters(in: .whitespaces)
            }
            next = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)
        }
        return nil
    }

    var isCancelled: Bool { icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED }

    var sequence: Int { has(ICAL_SEQUENCE_PROPERTY) ? max(0, Int(icalcomponent_get_sequence(component))) : 0 }

    /// First and last day on the clocks of the place; nil where they make no sense.
    ///
    /// A time of a zone counts as it is written. One of UTC is moved to the calendar's own zone, where it names one.
    func days(in zone: OpaquePointer?, limits: CalendarLimits) -> (first: String, last: String)? {
        guard has(ICAL_DTSTART_PROPERTY) else { return nil }
        let start = local(icalcomponent_get_dtstart(component), zone)
        guard let first = Self.day(start, limits) else { return nil }
        guard has(ICAL_DTEND_PROPERTY) || has(ICAL_DURATION_PROPERTY) else { return (first, first) }
        var end = local(icalcomponent_get_dtend(component), zone)
        // The end is where it is over: a day or a midnight that no longer belongs to it.
        let endsAtMidnight = end.is_date != 0 || (end.hour, end.minute, end.second) == (0, 0, 0)
        guard let written = Self.day(end, limits) else { return nil }
        if endsAtMidnight, written > first { icaltime_adjust(&end, -1, 0, 0, 0) }
        guard let last = Self.day(end, limits), first <= last,
            icaltime_day_of_year(end) + (end.year - start.year) * 366 - icaltime_day_of_year(start) <= limits.days
        else { return nil }
        return (first, last)
    }

    private func local(_ time: icaltimetype, _ zone: OpaquePointer?) -> icaltimetype {
        guard let zone, icaltime_is_utc(time) != 0, time.is_date == 0 else { return time }
        return icaltime_convert_to_zone(time, zone)
    }

    private static func day(_ time: icaltimetype, _ limits: CalendarLimits) -> String? {
        guard icaltime_is_null_time(time) == 0, limits.years.contains(Int(time.year)), 1...12 ~= time.month,
            1...icaltime_days_in_month(time.month, time.year) ~= time.day
        else { return nil }
        return CalendarDay.text(Int(time.year), Int(time.month), Int(time.day))
    }
}
