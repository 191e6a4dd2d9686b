package import Foundation

/// What the silence of somebody who agreed to be asked means, in their own decision.
package enum SilenceMeaning: String, Codable, Sendable, CaseIterable {
    case nothing = "NOTHING"
    /// Somebody is to be called.
    case call = "CALL"
    /// It is to be treated as danger.
    case danger = "DANGER"
}

/// When somebody is expected to say that they are safe.
package struct CheckInSchedule: Sendable, Equatable {
    package var from: Date
    /// Seconds between two.
    package var every: TimeInterval
    package var until: Date?
    /// How long after the agreed time an answer is still in time.
    package var grace: TimeInterval

    package init(from: Date, every: TimeInterval, until: Date? = nil, grace: TimeInterval) {
        self.from = from
        self.every = every
        self.until = until
        self.grace = grace
    }

    /// The first agreed time after a moment; nil when there is none any more.
    package func first(after date: Date) -> Date? {
        guard every > 0 else { return nil }
        let steps = max(0, ((date.timeIntervalSince(from)) / every).rounded(.down) + 1)
        let next = from.addingTimeInterval((date < from ? 0 : steps) * every)
        return until.map { next <= $0 } == false ? nil : next
    }

    /// What was missed, from the one that was expected next: the times whose grace is over, and the next one to expect.
    package func missed(from next: Date, now: Date) -> (missed: [Date], next: Date?) {
        var missed: [Date] = []
        var expected: Date? = next
        while let time = expected, time.addingTimeInterval(grace) <= now, missed.count < Self.most {
            missed.append(time)
            expected = first(after: time)
        }
        return (missed, expected)
    }

    /// Whether an answer is one to what was missed last rather than to what comes next: it came in the first half of the time
    /// between the two.
    package func isLate(_ answer: Date, missed: Date) -> Bool {
        answer.timeIntervalSince(missed) < every / 2
    }

    /// Nobody reads more missed ones of one night.
    private static let most = 1000
}
