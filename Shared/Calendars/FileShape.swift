/// What is looked at before the library sees a file: it was made for calendars, not for what somebody built to break it.
enum FileShape {
    /// A calendar, an event, an alarm and a little more; the library frees what is nested by calling itself.
    static let deepest = 6
    static let longestLine = 32 * 1024

    static func check(_ bytes: [UInt8], limits: CalendarLimits) throws(CalendarError) -> String {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw .notText }
        var depth = 0
        var deepest = 0
        var events = 0
        var begun = false
        for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard line.count <= longestLine else { throw .notACalendar }
            let word = String(decoding: line.prefix(32), as: UTF8.self).uppercased()
            if word.hasPrefix("BEGIN:") {
                if !begun, !word.hasPrefix("BEGIN:VCALENDAR") { throw .notACalendar }
                begun = true
                depth += 1
                deepest = max(deepest, depth)
                if word.hasPrefix("BEGIN:VEVENT") { events += 1 }
            } else if word.hasPrefix("END:") {
                depth -= 1
            }
            guard deepest <= Self.deepest, depth >= 0 else { throw .notACalendar }
        }
        guard begun, depth == 0 else { throw .notACalendar }
        guard events <= limits.events else { throw .tooManyEvents }
        return text
    }
}
