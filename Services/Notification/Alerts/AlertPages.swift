import Accounts
import Foundation
import Web

/// The list of alerts with what became of their mails.
struct AlertPages: Sendable {
    let pages: StaffPages

    func list(_ alerts: [AlertSummary], _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("alerts.title"), staff, path: "/notifications",
            .h1(words.html(Phrase("alerts.title"))),
            alerts.isEmpty ? .p(words.html(Phrase("alerts.none"))) : table(alerts, words))
    }

    private func table(_ alerts: [AlertSummary], _ words: Words) -> HTML {
        let columns = [
            Phrase("alerts.column.raised"), Phrase("alerts.column.urgency"), Phrase("alerts.column.compartment"),
            Phrase("alerts.column.mails"), Phrase("alerts.column.waiting"), Phrase("alerts.column.failed"),
        ]
        return .scrolling(
            words(Phrase("alerts.caption")),
            .table(
                .caption(words.html(Phrase("alerts.caption"))),
                .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                .tbody(.list(alerts.map(row)))))
    }

    private func row(_ alert: AlertSummary) -> HTML {
        .tr(
            .td(UTCTime.html(alert.raisedAt)),
            .td(.text(alert.urgency)), .td(.text(alert.compartment)),
            .td(.text(String(alert.sent))), .td(.text(String(alert.waiting))), .td(.text(String(alert.failed))))
    }
}
