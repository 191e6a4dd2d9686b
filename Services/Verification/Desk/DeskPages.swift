import Accounts
import CaseModel
import Foundation
import Web

/// The desk: what waits, what is being dealt with, who has it, and which clocks have run out. What may be about a life stands
/// first, all of it, in every view and on every page.
struct DeskPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func desk(_ seen: SeenQueue, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let rows = QueueRows(lists: lists, words: words, seen: seen, reader: StaffID(staff.id))
        let queue = seen.queue
        return pages.page(
            Phrase("desk.title"), staff, path: "/desk",
            .h1(words.html(Phrase("desk.title"))),
            EvidenceNotices(words: words).html(queue.troubled),
            urgent(queue, rows, words),
            NoticePages(lists: lists, words: words).desk(queue.notices),
            overdue(queue.counts, words),
            views(seen, words),
            .p(.a([.href(PatternPages.path)], words.html(Phrase("patterns.title")))),
            .when(staff.may(.reviewCases), .p(.a([.href("/desk/reviews")], words.html(Phrase("review.title"))))),
            .section(
                .h2(words.html(Phrase("desk.submissions.title"))),
                .p(.a([.href(address(seen.view, seen.page))], words.html(Phrase("desk.refresh")))),
                queue.waiting.isEmpty && queue.campaigns.isEmpty
                    ? .p(words.html(Self.nothing(besides: queue.urgent))) : submissions(queue, rows, words)),
            .when(
                !queue.sources.isEmpty,
                .section(.h2(words.html(Phrase("desk.sources.title"))), sources(queue.sources, rows, words))),
            .when(
                !queue.untold.isEmpty,
                .section(.h2(words.html(Phrase("desk.untold.title"))), untold(queue.untold, rows, words))),
            .section(
                .h2(words.html(Phrase("desk.cases.title"))),
                queue.cases.isEmpty ? .p(words.html(Phrase("desk.cases.none"))) : cases(queue.cases, rows, words)),
            turning(seen, words),
            .p(.a([.href("/desk/absences")], words.html(Phrase("desk.absences")))))
    }

    private static func nothing(besides urgent: [WaitingSubmission]) -> Phrase {
        urgent.isEmpty ? Phrase("desk.submissions.none") : Phrase("desk.submissions.none_else")
    }

    private func urgent(_ queue: Queue, _ rows: QueueRows, _ words: Words) -> HTML {
        guard !queue.urgent.isEmpty || !queue.urgentCases.isEmpty else { return .empty }
        let columns = [
            Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.clocks"),
            Phrase("desk.column.officer"), Phrase("desk.column.what"),
        ]
        return .section(
            [.class("notice overdue")],
            .h2(words.html(Phrase("desk.u1.title"))),
            table(
                "u1", Phrase("desk.u1.caption"), columns, words,
                queue.urgent.map(rows.waiting) + queue.urgentCases.map(rows.urgentCase)))
    }

    /// How many clocks have run out. They are with whoever leads the compartment.
    private func overdue(_ counts: Queue.Counts, _ words: Words) -> HTML {
        let over = DeskClock.Kind.allCases.compactMap { kind -> HTML? in
            guard let count = counts.overdue[kind], count.number > 0 else { return nil }
            return .li([.data("overdue", kind.rawValue)], words.html(Self.phrase(kind, count)))
        }
        return .when(
            !over.isEmpty,
            .div(
                [.class("notice"), .id("escalated")],
                .p(words.html(Phrase("desk.overdue.escalated"))), .ul(.list(over))))
    }

    private static func phrase(_ kind: DeskClock.Kind, _ count: QueueCount) -> Phrase {
        let number = min(count.number, QueueCount.most)
        return switch kind {
        case .triage: Phrase("desk.overdue.triage", count: number)
        case .decision: Phrase("desk.overdue.decision", count: number)
        case .feedback: Phrase("desk.overdue.feedback", count: number)
        }
    }

    private func views(_ seen: SeenQueue, _ words: Words) -> HTML {
        let counts = seen.queue.counts
        let items = QueueView.allCases.map { view in
            HTML.li(
                .a(
                    [.href(address(view, 1))] + (view == seen.view ? [.ariaCurrent("true")] : []),
                    words.html(Self.phrase(view))))
        }
        return .list(
            .nav([.class("sections"), .ariaLabel(words(Phrase("desk.views")))], .ul(.list(items))),
            .p(
                [.class("hint"), .id("counts")],
                words.html(
                    Phrase(
                        "desk.counts",
                        [
                            "waiting": .text(counts.waiting.text), "unassigned": .text(counts.unassigned.text),
                        ]))))
    }

    private static func phrase(_ view: QueueView) -> Phrase {
        switch view {
        case .all: Phrase("desk.view.all")
        case .mine: Phrase("desk.view.mine")
        case .unassigned: Phrase("desk.view.unassigned")
        case .overdue: Phrase("desk.view.overdue")
        }
    }

    private func address(_ view: QueueView, _ page: Int) -> String {
        "/desk?view=\(view.rawValue)" + (page > 1 ? "&page=\(page)" : "")
    }

    private func turning(_ seen: SeenQueue, _ words: Words) -> HTML {
        .p(
            .when(
                seen.page > 1,
                .list(.a([.href(address(seen.view, seen.page - 1))], words.html(Phrase("desk.page.before"))), " ")),
            .when(
                seen.queue.hasMore,
                .a([.href(address(seen.view, seen.page + 1))], words.html(Phrase("desk.page.after")))))
    }

    private func submissions(_ queue: Queue, _ rows: QueueRows, _ words: Words) -> HTML {
        let columns = [
            Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.clocks"),
            Phrase("desk.column.officer"), Phrase("desk.column.submission"),
        ]
        // A campaign stands where its most urgent submission would.
        let lines =
            queue.campaigns.map { ($0.urgency, $0.receivedAt, rows.campaign($0)) }
            + queue.waiting.map { ($0.urgency, $0.receivedAt, rows.waiting($0)) }
        let sorted = lines.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return table("submissions", Phrase("desk.submissions.caption"), columns, words, sorted)
    }

    private func sources(_ sources: [UnreadSource], _ rows: QueueRows, _ words: Words) -> HTML {
        let columns = [Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.from")]
        return table("sources", Phrase("desk.sources.caption"), columns, words, sources.map(rows.source))
    }

    private func untold(_ sources: [UntoldSource], _ rows: QueueRows, _ words: Words) -> HTML {
        let columns = [Phrase("desk.column.told"), Phrase("desk.column.officer"), Phrase("desk.column.from")]
        return table("untold", Phrase("desk.untold.caption"), columns, words, sources.map(rows.untold))
    }

    private func cases(_ cases: [QueuedCase], _ rows: QueueRows, _ words: Words) -> HTML {
        let columns = [
            Phrase("desk.column.case"), Phrase("desk.column.urgency"), Phrase("desk.column.received"),
            Phrase("desk.column.clocks"), Phrase("desk.column.officer"), Phrase("desk.column.status"),
        ]
        return table("cases", Phrase("desk.cases.caption"), columns, words, cases.map(rows.case))
    }

    private func table(
        _ id: String, _ caption: Phrase, _ columns: [Phrase], _ words: Words, _ rows: [HTML]
    ) -> HTML {
        .scrolling(
            words(caption),
            .table(
                [.id(id)], .caption(words.html(caption)),
                .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                .tbody(.list(rows))))
    }
}

extension QueueCount {
    var text: String { isMore ? "> \(Self.most)" : String(number) }
}

extension CodeLists {
    func label(_ code: String, in list: String, _ words: Words) -> String {
        label(code, in: list, language: words.language.code)
    }

    /// A list's items to choose from.
    func choices(_ list: String, _ words: Words) -> [Choice] {
        ((try? self.list(list).items) ?? []).map { Choice($0.code, $0.label(words.language.code)) }
    }
}
