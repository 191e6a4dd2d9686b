/// One event of a calendar file, reduced to whole days at the place where it is held.
package struct CalendarEntry: Sendable, Equatable {
    /// What tells it apart from all others, in every calendar that knows it.
    package var uid: String
    package var title: String
    package var place: String
    /// First and last day, both included, as `2026-02-23`.
    package var starts: String
    package var ends: String
    package var isCancelled: Bool
    /// Rises with each change.
    package var sequence: Int
    /// Codes of ours, where the file comes from this system; nil elsewhere.
    package var entity: String?
    package var hostState: String?
    package var format: String?

    package init(
        uid: String, title: String, place: String, starts: String, ends: String, isCancelled: Bool = false,
        sequence: Int = 0, entity: String? = nil, hostState: String? = nil, format: String? = nil
    ) {
        self.uid = uid
        self.title = title
        self.place = place
        self.starts = starts
        self.ends = ends
        self.isCancelled = isCancelled
        self.sequence = sequence
        self.entity = entity
        self.hostState = hostState
        self.format = format
    }
}

/// An event of a file that is not taken, and why.
package struct SkippedEntry: Sendable, Equatable {
    package enum Reason: String, Sendable, CaseIterable {
        case noUID = "no-uid"
        case twice
        case noTitle = "no-title"
        case badDates = "bad-dates"
        case tooLong = "too-long"
        /// It repeats, or is one day of something that does: each session is an event of its own.
        case repeats
    }

    /// Counted from 1, in the order of the file.
    package let position: Int
    package let title: String
    package let reason: Reason

    package init(position: Int, title: String, reason: Reason) {
        self.position = position
        self.title = title
        self.reason = reason
    }
}

/// How much of everything a calendar file may have.
package struct CalendarLimits: Sendable {
    package var bytes = 256 * 1024
    package var events = 500
    package var uid = 255
    package var title = 200
    package var place = 200
    /// Years that an event may lie in.
    package var years = 2000...2100
    /// Days from the first to the last.
    package var days = 400

    package init() {}

    package static let standard = CalendarLimits()
}
