import CaseModel
import Foundation

/// A clock of the desk as it runs for one submission or case (DOMAIN.md C.12).
struct DeskClock: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        /// A person looks at what came in.
        case triage
        /// A person decides what it amounts to.
        case decision
        /// The source hears something.
        case feedback
    }

    let kind: Kind
    let due: Date
    let limit: TriageClock.Limit

    func isOver(at now: Date) -> Bool { due < now }

    /// What runs for a submission that no case holds.
    static func waiting(_ urgency: Urgency, receivedAt: Date, toldAt: Date?) -> [DeskClock] {
        let limits = TriageClock.limits(urgency)
        return [
            DeskClock(.triage, limits.triage, from: receivedAt),
            DeskClock(.decision, limits.decision, from: receivedAt),
        ] + [toldAt.map(feedback)].compactMap(\.self)
    }

    /// What runs for a case: the first receipt of its submissions counts, and the source that has waited longest.
    static func ofCase(_ urgency: Urgency, firstReceivedAt: Date, isDecided: Bool, toldAt: Date?) -> [DeskClock] {
        let decision = DeskClock(.decision, TriageClock.limits(urgency).decision, from: firstReceivedAt)
        return (isDecided ? [] : [decision]) + [toldAt.map(feedback)].compactMap(\.self)
    }

    /// Submissions of this urgency that came before this moment have run out of the clock.
    static func overdueSince(_ kind: Kind, _ urgency: Urgency, at now: Date) -> Date {
        let limits = TriageClock.limits(urgency)
        return switch kind {
        case .triage: latestStart(limits.triage, over: now)
        case .decision: latestStart(limits.decision, over: now)
        case .feedback: latestStart(.days(TriageClock.feedbackDays), over: now)
        }
    }

    /// What began before this is over at `now`, and what began then or later is not.
    private static func latestStart(_ limit: TriageClock.Limit, over now: Date) -> Date {
        switch limit {
        case .hours(let hours): return now.addingTimeInterval(-Double(hours) * 3600)
        case .days(let days): return now.addingTimeInterval(-Double(days) * 86_400)
        case .workingDays:
            // The end depends on the day of the start alone: the latest day whose clock is over, and no later one.
            var day = (now.timeIntervalSince1970 / 86_400).rounded(.down)
            while TriageClock.end(of: limit, from: Date(timeIntervalSince1970: day * 86_400)) >= now { day -= 1 }
            return Date(timeIntervalSince1970: (day + 1) * 86_400)
        }
    }

    /// Until when a source hears something, from the last word to it, or from when it wrote.
    static func feedback(since toldAt: Date) -> DeskClock {
        DeskClock(.feedback, .days(TriageClock.feedbackDays), from: toldAt)
    }

    private init(_ kind: Kind, _ limit: TriageClock.Limit, from start: Date) {
        self.kind = kind
        self.limit = limit
        due = TriageClock.end(of: limit, from: start)
    }
}
