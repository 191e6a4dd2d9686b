package import Foundation

/// The time that one State has to answer one communication (DOMAIN.md C.12, D.6). Days are calendar days in UTC unless the terms
/// count working days; the last of them belongs to the State until it is over.
package struct StateWindow: Codable, Sendable, Equatable {
    package var communication: StateCommunication
    /// ISO 3166-1 alpha-3.
    package var state: String
    package var terms: StateTerms
    package var sentAt: Date
    /// The window opens with this; nil while nothing proves it.
    package var deliveredAt: Date?
    /// The ends to which it was extended, in the order in which that was granted.
    package var extendedTo: [Date]
    package var replies: [StateReply]
    /// Days on which working days do not count, as `2026-12-25`.
    package var holidays: Set<String>

    package init(
        _ communication: StateCommunication, state: String, terms: StateTerms? = nil, sentAt: Date,
        deliveredAt: Date?, extendedTo: [Date] = [], replies: [StateReply] = [], holidays: Set<String> = []
    ) {
        self.communication = communication
        self.state = state
        self.terms = terms ?? .usual(communication)
        self.sentAt = sentAt
        self.deliveredAt = deliveredAt
        self.extendedTo = extendedTo
        self.replies = replies
        self.holidays = holidays
    }

    /// When the answer is due; nil where it is not delivered, or has no time limit.
    package var due: Date? {
        guard let deliveredAt, let clock = terms.reply else { return nil }
        let own = TriageClock.end(of: clock.limit(), from: deliveredAt, holidays: holidays)
        // A limit in working days ends with the midnight that ends the last of them.
        let end = clock.unit == .workingDays ? own.addingTimeInterval(-1) : own
        return extendedTo.reduce(end, max)
    }

    /// The last day, as `2026-03-18`.
    package var dueDay: String? { due.map(Self.day) }

    /// When others may read it, whether or not there was an answer.
    package var publicFrom: Date? {
        terms.publication.map { TriageClock.end(of: $0.limit(), from: sentAt, holidays: holidays) }
    }

    package var publicFromDay: String? { publicFrom.map(Self.day) }

    package func isAnswered(at now: Date) -> Bool { replies.contains { $0.isAnswer && $0.receivedAt <= now } }

    /// The State had its opportunity: it answered, or its last day is over (DOMAIN.md D.3 3). Never where nothing was delivered.
    package func isOver(at now: Date) -> Bool {
        guard deliveredAt.map({ $0 <= now }) == true else { return false }
        return isAnswered(at: now) || isOverdue(at: now)
    }

    /// Its last day is over and there is no answer.
    package func isOverdue(at now: Date) -> Bool {
        guard let dueDay, !isAnswered(at: now) else { return false }
        return Self.day(now) > dueDay
    }

    /// A reply that came after the last day, which is then called late whatever else it is.
    package func isLate(_ reply: StateReply) -> Bool { dueDay.map { Self.day(reply.receivedAt) > $0 } ?? false }

    /// When half and nine tenths of the time are over (DOMAIN.md D.6), by the end that stands.
    package var reminders: [Date] {
        guard let deliveredAt, let due else { return [] }
        return Self.reminderShares.map { deliveredAt.addingTimeInterval(due.timeIntervalSince(deliveredAt) * $0) }
    }

    package static let reminderShares = [0.5, 0.9]

    /// `2026-03-18`, in UTC.
    static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}

/// When a State's window may be extended (DOMAIN.md D.6).
package enum ExtensionRule {
    /// As phrase keys `deadline.extension.…`.
    package enum Problem: String, Sendable, CaseIterable {
        case notOpen = "not_open"
        /// By default once.
        case tooOften = "too_often"
        /// It is asked for while the window is open.
        case tooLate = "too_late"
        case notLater = "not_later"
    }

    /// - Returns: Why it may not be extended to that time; nil where it may.
    package static func problem(_ window: StateWindow, to end: Date, now: Date) -> Problem? {
        guard let due = window.due else { return .notOpen }
        if window.extendedTo.count >= (window.terms.reply?.extensions ?? 0) { return .tooOften }
        if window.isOverdue(at: now) { return .tooLate }
        return end > due ? nil : .notLater
    }
}
