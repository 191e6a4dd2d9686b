import ServiceRuntime

/// Why a file as a whole is not taken.
package enum CalendarError: String, CodedError, CaseIterable {
    case tooLarge = "calendar-too-large"
    /// It is no text in UTF-8, or holds characters that no text has.
    case notText = "calendar-not-text"
    /// It does not begin and end as a calendar does, or is nested deeper than any calendar.
    case notACalendar = "not-a-calendar"
    case tooManyEvents = "calendar-too-many-events"
    case noEvents = "calendar-no-events"
    /// The library could not make the file.
    case notWritten = "calendar-not-written"

    package var code: String { rawValue }
}
