import Accounts
import CaseModel
import Foundation
import Web

/// Notices as pages show them: on the desk, and at the top of the section of the case that they are about.
struct NoticePages: Sendable {
    let lists: CodeLists
    let words: Words

    /// The desk's table; nothing where nothing is open.
    func desk(_ notices: [OpenNotice]) -> HTML {
        guard !notices.isEmpty else { return .empty }
        let columns = [
            Phrase("desk.column.urgency"), Phrase("notice.column.since"), Phrase("notice.column.what"),
            Phrase("desk.column.case"),
        ]
        return .section(
            .h2(words.html(Phrase("notice.title"))),
            .scrolling(
                words(Phrase("notice.caption")),
                .table(
                    [.id("notices")],
                    .caption(words.html(Phrase("notice.caption"))),
                    .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                    .tbody(.list(notices.map(row))))))
    }

    private func row(_ open: OpenNotice) -> HTML {
        let (notice, number) = (open.notice, open.number)
        let occasion = notice.occasion
        return .tr(
            .td(
                .text(
                    "\(occasion.urgency.rawValue) – \(lists.label(occasion.urgency.rawValue, in: "urgency", words))")),
            .td(time(occasion.dueAt)),
            .td(
                .data([.value(occasion.kind.rawValue)], words.html(occasion.kind.title)),
                open.role.map {
                    .list(
                        " ",
                        .span(
                            [.class("tag")],
                            .data([.value($0.rawValue)], .text(lists.label($0.rawValue, in: "role", words)))))
                } ?? .empty),
            .td(
                .a(
                    [.href(occasion.kind.section.path(of: notice.caseID))],
                    words.html(Phrase("desk.case.number", ["number": .number(Int(number))])))))
    }

    /// What is due in one section of a case. What stays until somebody has seen it has a button.
    func section(_ notices: [CaseNotice], at now: Date, _ kinds: Set<CaseNotice.Kind>, _ staff: Staff) -> HTML {
        let due = notices.filter {
            kinds.contains($0.occasion.kind) && $0.settledAt == nil && $0.occasion.dueAt <= now
        }
        return .list(due.map { notice($0, staff) })
    }

    private func notice(_ notice: CaseNotice, _ staff: Staff) -> HTML {
        let kind = notice.occasion.kind
        return .div(
            [.class("notice"), .role("alert"), .id("notice-\(notice.id.uuidString.lowercased())")],
            .p(
                .strong(.data([.value(kind.rawValue)], words.html(kind.title))), " ", time(notice.occasion.dueAt)),
            .when(
                !kind.isComputed && staff.may(.editCases),
                FormFields(words).buttonForm(
                    action: "/desk/cases/\(notice.caseID)/notices/\(notice.id.uuidString.lowercased())",
                    token: staff.formToken, Phrase("notice.settle"))))
    }

    private func time(_ date: Date) -> HTML { UTCTime.html(date) }
}
