import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// What every page of a case has around it: which case, where it stands, and the way to its other sections.
struct CaseShell: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func page(
        _ row: CaseRow, _ section: CaseSection, _ staff: Staff, notice: Phrase? = nil, _ body: HTML...
    ) -> HTML {
        let words = pages.words(staff)
        let title = Phrase("case.title", ["number": .number(Int(row.number))])
        return pages.page(
            title, staff, path: "/desk/cases",
            .h1(words.html(title)),
            .p([.class("case-state")], .text(state(row, words))),
            // Eleven links are many to pass each time: the keyboard has a way past them.
            .a([.class("skip"), .href("#section")], words.html(Phrase("case.skip"))),
            sections(row, section, words),
            notice.map { .div([.class("notice"), .role("alert")], .p(words.html($0))) } ?? .empty,
            .div([.class("case"), .id("section"), .tabindex(-1)], .list(body)),
            .p([.class("hint")], words.html(Phrase("case.audit"))))
    }

    func response(
        _ row: CaseRow, _ section: CaseSection, _ staff: Staff, status: Status = .ok, notice: Phrase? = nil,
        _ body: HTML...
    ) -> Response {
        .page(page(row, section, staff, notice: notice, .list(body)), door: .staff, status: status)
    }

    private func state(_ row: CaseRow, _ words: Words) -> String {
        let urgency = "\(row.urgency.rawValue) – \(lists.label(row.urgency.rawValue, in: "urgency", words))"
        let status = lists.label(row.status.rawValue, in: "case_status", words)
        // Until somebody has decided, everything in a case is an allegation, on every page of it.
        return row.decidedAt == nil
            ? "\(urgency) · \(status) · \(words(Phrase("wording.short")))" : "\(urgency) · \(status)"
    }

    private func sections(_ row: CaseRow, _ current: CaseSection, _ words: Words) -> HTML {
        let items = CaseSection.allCases.map { section in
            let here: [Attribute] = section == current ? [.ariaCurrent("page")] : []
            return HTML.li(.a([.href(section.path(of: row.id))] + here, words.html(section.title)))
        }
        return .nav([.class("sections"), .ariaLabel(words(Phrase("case.sections")))], .ul(.list(items)))
    }
}
