package import Foundation

/// A time that somebody waits for (DOMAIN.md C.12, D.3, D.6).
package struct Deadline: Sendable, Equatable {
    /// As phrase keys `deadline.kind.…`.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case reminder
        case stateReplyDue = "state_reply_due"
        case publicFrom = "public_from"
        /// Nobody has answered for 30 days.
        case noReply = "no_reply"
        case overrideReview = "override_review"
        /// Somebody looks again whether still nothing is done (A25).
        case inactionReview = "inaction_review"
    }

    package let kind: Kind
    package let at: Date

    package init(_ kind: Kind, at: Date) {
        self.kind = kind
        self.at = at
    }

    /// All times of one communication, the earliest first. Once it is answered, only its publication is left.
    package static func all(of window: StateWindow, now: Date) -> [Deadline] {
        var deadlines = window.publicFrom.map { [Deadline(.publicFrom, at: $0)] } ?? []
        if let due = window.due, !window.isAnswered(at: now) {
            deadlines += window.reminders.map { Deadline(.reminder, at: $0) } + [Deadline(.stateReplyDue, at: due)]
            if let next = NoReplyRule.next(after: window, now: now) {
                deadlines.append(Deadline(.noReply, at: next.from))
            }
        }
        return deadlines.sorted { $0.at < $1.at }
    }

    /// When a decision to do nothing (A25) is looked at again: within a day where somebody is in danger (DOMAIN.md D.4); otherwise
    /// whoever decides says when, at the latest when the source hears something again.
    package static func reviewOfInaction(_ urgency: Urgency, decidedAt: Date, asked: Date? = nil) -> Deadline {
        let limit: TriageClock.Limit = urgency == .u1 ? .hours(24) : .days(TriageClock.feedbackDays)
        let latest = TriageClock.end(of: limit, from: decidedAt)
        return Deadline(.inactionReview, at: min(asked ?? latest, latest))
    }
}
