import CaseModel
import Foundation

/// Whether a source is owed a word, and since when: at least every thirty days, and when the case has moved on (DOMAIN.md
/// C.12). When that is over is for `DeskClock` to say, here and in the queue.
struct FeedbackClock: Sendable, Equatable {
    /// When the case came to where it stands.
    struct Milestone: Sendable, Equatable {
        let status: CaseStatus
        let at: Date
    }

    /// Nil where nobody has told them anything yet.
    let lastTold: Date?
    /// Nil where nothing more is to be said: they were told that the case is closed, or cannot be written to.
    private let clock: DeskClock?
    /// What they have not been told of; nil where they have, or the case stands where it began.
    let milestone: Milestone?

    init(_ file: SourceFile, _ milestone: Milestone?) {
        let lastTold = file.messages.last { $0.tells }?.sentAt
        self.lastTold = lastTold
        let isToldOf = milestone.map { (lastTold ?? .distantPast) >= $0.at } ?? true
        self.milestone = isToldOf ? nil : milestone
        let isOver = milestone?.status.isTerminal == true && isToldOf
        let isGone = file.mailbox == .burnt || file.mailbox == .unknown
        clock = isOver || isGone ? nil : .feedback(since: lastTold ?? file.row.receivedAt)
    }

    var due: Date? { clock?.due }

    func isOverdue(at now: Date) -> Bool { clock?.isOver(at: now) ?? false }
}

extension SourceFile.Message {
    /// Whether it says something: not one that only asks whether they are safe, or that keeps their page right.
    fileprivate var tells: Bool { content.map { !$0.text.isEmpty } ?? true }
}
