import Accounts
import CaseModel
import Foundation
import Postgres
import Web

// What is to be done, what was said, and what officers noted.
extension CasePart {
    /// Until when each source must hear something, and on paper the conversation.
    static let source = CasePart(
        section: .source,
        glance: { view, _ in
            let due = view.sources.compactMap { FeedbackClock($0, nil).due }.min()
            guard let due else { return .empty }
            return .p(
                view.words.html(Phrase("case.feedback_due")), " ", UTCTime.html(due),
                .when(due <= view.now, .list(" ", .strong(view.words.html(Phrase("case.overdue"))))))
        },
        paper: { view, _ in
            let section = SourceSection(lists: view.parts.lists, words: view.words, staff: view.staff)
            return .list(view.sources.map { section.html($0, nil) })
        })

    /// The open steps, the next one first.
    static let `protocol` = CasePart(
        section: .protocol,
        glance: { view, transaction in
            let runs = CaseRuns(records: view.parts.records)
            guard let run = try await runs.get(view.file.row, view.sealing, in: &transaction)?.run else {
                return .p(view.words.html(Phrase("protocol.none")))
            }
            let open = run.steps.compactMap { step in run.state(of: step.id).map { (step, $0) } }
                .filter { $0.1.status == .open }
                .sorted { ($0.1.due ?? .distantFuture) < ($1.1.due ?? .distantFuture) }
            guard !open.isEmpty else { return .p(view.words.html(Phrase("case.no_open_steps"))) }
            return .ul(
                .list(
                    open.map { step, state in
                        HTML.li(
                            ProtocolWords.html(step.title, view.words),
                            state.due.map { .list(" · ", UTCTime.html($0)) } ?? .empty,
                            .when(
                                state.isOverdue(at: view.now),
                                .list(" · ", .strong(view.words.html(Phrase("case.overdue"))))))
                    }))
        })

    /// On paper, every note that the officers share.
    static let notes = CasePart(
        section: .notes,
        paper: { view, transaction in
            let notes = try await view.parts.records.all(
                Note.self, of: view.file.row.id, view.sealing, in: &transaction)
            guard !notes.isEmpty else { return .empty }
            let names = try await StaffNames.of(notes.map(\.createdBy), in: &transaction)
            return .list(
                .h2(view.words.html(CaseSection.notes.title)),
                .list(
                    notes.map { note in
                        HTML.article(
                            [.class("record")], .userParagraphs(note.content.text),
                            .p(
                                [.class("hint")], UTCTime.html(note.createdAt), " · ",
                                .userText(names.name(note.createdBy))))
                    }))
        })

    /// On paper, the line of what happened in the world.
    static let happened = CasePart(
        section: .timeline,
        paper: { view, _ in
            .list(
                .h2(view.words.html(Phrase("timeline.happened"))),
                TimelinePages(shell: view.parts.shell).happened(view.surroundings, view.staff))
        })
}
