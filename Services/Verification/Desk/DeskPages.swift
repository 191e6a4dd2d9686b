import Accounts
import CaseModel
import Foundation
import Web

/// The desk: what waits, and what is being dealt with.
struct DeskPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func desk(
        _ waiting: [WaitingSubmission], _ sources: [UnreadSource], _ cases: [CaseRow], _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("desk.title"), staff, path: "/desk",
            .h1(words.html(Phrase("desk.title"))),
            .section(
                .h2(words.html(Phrase("desk.submissions.title"))),
                .p(.a([.href("/desk")], words.html(Phrase("desk.refresh")))),
                waiting.isEmpty
                    ? .p(words.html(Phrase("desk.submissions.none"))) : submissions(waiting, words)),
            .when(
                !sources.isEmpty,
                .section(.h2(words.html(Phrase("desk.sources.title"))), self.sources(sources, words))),
            .section(
                .h2(words.html(Phrase("desk.cases.title"))),
                cases.isEmpty ? .p(words.html(Phrase("desk.cases.none"))) : table(cases, words)))
    }

    private func submissions(_ waiting: [WaitingSubmission], _ words: Words) -> HTML {
        let columns = [
            Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.submission"),
        ]
        return .scrolling(
            words(Phrase("desk.submissions.caption")),
            .table(
                [.id("submissions")],
                .caption(words.html(Phrase("desk.submissions.caption"))),
                head(columns, words),
                .tbody(.list(waiting.map { row($0, words) }))))
    }

    private func row(_ submission: WaitingSubmission, _ words: Words) -> HTML {
        let link = HTML.a(
            [.href("/desk/submissions/\(submission.id)")],
            words.html(Phrase("desk.read")), .span([.class("only-spoken")], .text(" \(submission.id)")))
        return .tr(
            .td(urgency(submission.urgency, words)),
            .td(UTCTime.html(submission.receivedAt)),
            .td(submission.isRead ? link : .strong(link)))
    }

    private func sources(_ sources: [UnreadSource], _ words: Words) -> HTML {
        let columns = [
            Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.from"),
        ]
        return .scrolling(
            words(Phrase("desk.sources.caption")),
            .table(
                [.id("sources")],
                .caption(words.html(Phrase("desk.sources.caption"))),
                head(columns, words),
                .tbody(.list(sources.map { row($0, words) }))))
    }

    private func row(_ source: UnreadSource, _ words: Words) -> HTML {
        let about: Phrase =
            source.caseNumber.map { Phrase("desk.case.number", ["number": .number(Int($0))]) }
            ?? Phrase("desk.column.submission")
        let page = source.caseID.map { CaseSection.source.path(of: $0) } ?? "/desk/submissions/\(source.submission)"
        return .tr(
            .td(urgency(source.urgency, words)),
            .td(UTCTime.html(source.receivedAt)),
            .td(.strong(.a([.href("\(page)#source-\(source.submission)")], words.html(about)))))
    }

    private func table(_ cases: [CaseRow], _ words: Words) -> HTML {
        let columns = [
            Phrase("desk.column.case"), Phrase("desk.column.urgency"), Phrase("desk.column.opened"),
            Phrase("desk.column.status"),
        ]
        return .scrolling(
            words(Phrase("desk.cases.caption")),
            .table(
                [.id("cases")],
                .caption(words.html(Phrase("desk.cases.caption"))),
                head(columns, words),
                .tbody(.list(cases.map { row($0, words) }))))
    }

    private func row(_ row: CaseRow, _ words: Words) -> HTML {
        .tr(
            .th(
                [.scope("row")],
                .a(
                    [.href("/desk/cases/\(row.id)")],
                    words.html(Phrase("desk.case.number", ["number": .number(Int(row.number))])))),
            .td(urgency(row.urgency, words)),
            .td(UTCTime.html(row.openedAt)),
            .td(.userText(lists.label(row.status.rawValue, in: "case_status", words))))
    }

    private func head(_ columns: [Phrase], _ words: Words) -> HTML {
        .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) })))
    }

    /// The code with its meaning; colour is never the only sign.
    private func urgency(_ urgency: Urgency, _ words: Words) -> HTML {
        .span(
            [urgency == .u1 ? .class("urgency u1") : .class("urgency")],
            .userText("\(urgency.rawValue) – \(lists.label(urgency.rawValue, in: "urgency", words))"))
    }
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
