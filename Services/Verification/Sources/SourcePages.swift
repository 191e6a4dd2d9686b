import Accounts
import CaseModel
import Foundation
import Web

/// What the officers of a case and its sources have said to each other: one thread a source.
struct SourcePages: Sendable {
    let shell: CaseShell

    struct Content: Sendable {
        var row: CaseRow
        var sources: [SourceFile]
        var milestone: FeedbackClock.Milestone?
        var names: StaffNames
        var now: Date
    }

    /// - Parameter typed: The source that is being written to, and what stands in the form.
    func page(
        _ content: Content, typed: (SubmissionID, FormState)?, notice: Phrase?, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let section = SourceSection(
            lists: shell.lists, words: words, staff: staff, names: content.names, caseID: content.row.id)
        return shell.page(
            content.row, .source, staff, notice: notice,
            section.notices(content.sources),
            content.sources.isEmpty ? .p(words.html(Phrase("source.none"))) : .empty,
            .list(
                content.sources.map { file in
                    .list(
                        feedback(file, content, words),
                        section.html(file, state(file, content, typed)))
                }))
    }

    /// Only one form stands on a page.
    private func state(
        _ file: SourceFile, _ content: Content, _ typed: (SubmissionID, FormState)?
    ) -> FormState? {
        if let typed { return typed.0 == file.row.id ? typed.1 : nil }
        return content.sources.count == 1 ? FormState() : nil
    }

    private func feedback(_ file: SourceFile, _ content: Content, _ words: Words) -> HTML {
        let clock = FeedbackClock(file, content.milestone)
        let told = clock.lastTold.map { words(Phrase("source.last_told", ["time": .text(UTCTime.minute($0))])) }
        let isOverdue = clock.isOverdue(at: content.now)
        let moved = clock.milestone.map { milestone in
            let status = shell.lists.label(milestone.status.rawValue, in: "case_status", words)
            return HTML.p(
                words.html(
                    Phrase(
                        "source.milestone",
                        ["status": .text(status), "time": .text(UTCTime.minute(milestone.at))])))
        }
        return .div(
            [.class(isOverdue ? "notice overdue" : "notice quiet"), .id("feedback-\(file.row.id)")],
            .p(
                .text(told ?? words(Phrase("source.never_told"))), " ",
                clock.due.map { due in
                    .list(
                        words.html(isOverdue ? Phrase("source.feedback.overdue") : Phrase("source.feedback.due")), " ",
                        UTCTime.html(due))
                } ?? .empty),
            moved ?? .empty)
    }
}
