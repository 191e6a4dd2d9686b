import Accounts
import CaseModel
import Foundation
import Web

/// The calendar: what is watched, what comes, what is past.
struct CalendarPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func list(_ events: [CalendarEvent], today: String, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let mayKeep = staff.may(.keepCalendar)
        return pages.page(
            Phrase("calendar.title"), staff, path: "/desk/calendar",
            .h1(words.html(Phrase("calendar.title"))),
            .p(
                [.class("hint")],
                words.html(
                    Phrase(
                        "calendar.window",
                        ["before": .number(WatchWindow.daysBefore), "after": .number(WatchWindow.daysAfter)]))),
            .p(
                .when(
                    mayKeep,
                    .list(
                        FormFields.buttonLink("/desk/calendar/new", words.html(Phrase("calendar.enter"))), " ",
                        .a([.href("/desk/calendar/import")], words.html(Phrase("calendar.import"))), " ")),
                .a([.href("/desk/calendar/events.ics")], words.html(Phrase("calendar.export")))),
            .list(CalendarEvent.Phase.allCases.map { section($0, events, today, words, staff) }))
    }

    private func section(
        _ phase: CalendarEvent.Phase, _ events: [CalendarEvent], _ today: String, _ words: Words, _ staff: Staff
    ) -> HTML {
        let title = Self.phrase(phase)
        let found = events.filter { $0.phase(on: today) == phase }
        let columns = [
            Phrase("calendar.column.days"), Phrase("event.title"), Phrase("event.entity"), Phrase("event.place"),
        ]
        return .section(
            .h2(words.html(title)),
            found.isEmpty
                ? .p(words.html(Phrase("calendar.none")))
                : .scrolling(
                    words(title),
                    .table(
                        .caption([.class("only-spoken")], words.html(title)),
                        .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                        .tbody(.list(found.map { row($0, words) })))))
    }

    private func row(_ event: CalendarEvent, _ words: Words) -> HTML {
        .tr(
            .td(Self.days(event.record.event)),
            .th(
                [.scope("row")], .a([.href("/desk/calendar/events/\(event.id)")], .userText(event.title)),
                marks(event, words)),
            .td(.userText(lists.label(event.record.event.entity, in: "un_entity", words))),
            .td(.userText(event.record.event.place)))
    }

    func marks(_ event: CalendarEvent, _ words: Words) -> HTML {
        .list(
            .when(
                event.isCancelled,
                .list(" ", .span([.class("tag danger")], words.html(Phrase("calendar.cancelled"))))),
            .when(event.isPublic, .list(" ", .span([.class("tag")], words.html(Phrase("calendar.listed"))))))
    }

    static func days(_ event: UNEvent) -> HTML {
        let first = HTML.time([.dir(.leftToRight)], .text(event.starts))
        return event.starts == event.ends
            ? first : .list(first, " – ", .time([.dir(.leftToRight)], .text(event.ends)))
    }

    private static func phrase(_ phase: CalendarEvent.Phase) -> Phrase {
        switch phase {
        case .watched: Phrase("calendar.watched")
        case .coming: Phrase("calendar.coming")
        case .past: Phrase("calendar.past")
        }
    }
}
