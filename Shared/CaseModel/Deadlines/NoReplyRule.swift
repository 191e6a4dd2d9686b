package import Foundation

/// What follows when a State does not answer (DOMAIN.md D.4): a reminder by letter, a démarche at a higher level, then, where the
/// people concerned agree, a public statement.
package enum NoReplyRule {
    /// Days after the last one before the next step.
    package static let days = 30

    package static let steps: [ActionType] = [.a05, .a04, .a13]

    package struct Step: Sendable, Equatable {
        package let tool: ActionType
        package let from: Date

        package init(tool: ActionType, from: Date) {
            self.tool = tool
            self.from = from
        }
    }

    /// - Parameter taken: What was done about the silence, and when.
    /// - Returns: The next step and from when it is recommended; nil where there is an answer, no time limit, or no further step.
    package static func next(after window: StateWindow, taken: [ActionType: Date] = [:], now: Date) -> Step? {
        guard let due = window.due, !window.isAnswered(at: now),
            let tool = steps.first(where: { taken[$0] == nil })
        else { return nil }
        let last = steps.compactMap { taken[$0] }.reduce(due, max)
        return Step(tool: tool, from: TriageClock.end(of: .days(days), from: last))
    }
}
