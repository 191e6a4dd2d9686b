import CIcal
import Synchronization

/// The library keeps settings and a list of time zones for the whole process, so that one file at a time is read or made.
enum Library {
    private static let turn = Mutex(false)

    static func use<R: Sendable>(_ body: () throws(CalendarError) -> R) throws(CalendarError) -> R {
        try turn.withLock { isSetUp throws(CalendarError) in
            if !isSetUp {
                // A malformed line is an error of the file, not of the program.
                icalerror_set_errors_are_fatal(0)
                // Zones from the system's own database, by their plain names.
                icaltimezone_set_tzid_prefix("")
                isSetUp = true
            }
            icalerror_clear_errno()
            return try body()
        }
    }
}
