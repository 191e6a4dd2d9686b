import CaseModel
import Foundation

/// Until when a source must hear something again: at least every thirty days, and when the case has moved on
/// (DOMAIN.md C.12).
struct FeedbackClock: Sendable, Equatable {
    /// When the case came to where it stands.
    struct Milestone: Sendable, Equatable {
        let status: CaseStatus
        let at: Date
    }

    /// Nil where nobody has told them anything yet.
    let lastTold: Date?
    /// Nil where nothing more is to be said: they were told that the case is closed, or cannot be written to.
    let due: Date?
    /// What they have not been told of; nil where they have, or the case stands where it began.
    let milestone: Milestone?

    init(_ file: SourceFile, _ milestone: Milestone?) {
        let lastTold = file.messages.last { $0.tells }?.sentAt
        self.lastTold = lastTold
        let isToldOf = milestone.map { (lastTold ?? .distantPast) >= $0.at } ?? true
        self.milestone = isToldOf ? nil : milestone
        let isOver = milestone?.status.isTerminal == true && isToldOf
        let isGone = file.mailbox == .burnt || file.mailbox == .unknown
        due =
            isOver || isGone
            ? nil
            : TriageClock.end(of: .days(TriageClock.feedbackDays), from: lastTold ?? file.row.receivedAt)
    }

    func isOverdue(at now: Date) -> Bool { due.map { $0 <= now } ?? false }
}

extension SourceFile.Message {
    /// Whether it says something: not one that only asks whether they are safe, or that keeps their page right.
    fileprivate var tells: Bool { content.map { !$0.text.isEmpty } ?? true }
}
