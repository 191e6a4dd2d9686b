import Accounts
import Calendars
import CaseModel
import Foundation
import Web

/// The pages of taking over a calendar file.
struct ImportPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func choose(_ state: FormState, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let fields = FormFields(words, state)
        return page(
            staff,
            .p([.class("lead")], words.html(Phrase("import.text"))),
            fields.form(
                action: "/desk/calendar/import", token: staff.formToken, multipart: true,
                fields.file(
                    "file", Phrase("import.file"), hint: Phrase("import.file.hint"), required: true,
                    accept: ".ics,text/calendar"),
                fields.select(
                    "entity", Phrase("import.entity"), options: lists.choices("un_entity", words), required: true),
                fields.radios("format", Phrase("import.format"), options: EventForm.formats(words), required: true),
                fields.select("host_state", Phrase("import.host_state"), options: states(words)),
                fields.button(Phrase("import.look"))))
    }

    func preview(
        _ plan: ImportPlan, file: String, seen: String, _ state: FormState, isStale: Bool, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let fields = FormFields(words, state)
        return page(
            staff,
            .when(isStale, .div([.class("notice"), .role("alert")], .p(words.html(Phrase("import.stale"))))),
            .p([.class("lead")], words.html(plan.changes ? Phrase("import.would") : Phrase("import.nothing"))),
            table(plan, words),
            skipped(plan, words),
            .when(
                plan.changes,
                fields.form(
                    action: "/desk/calendar/import", token: staff.formToken,
                    fields.hidden("calendar", file), fields.hidden("seen", seen),
                    .list(["entity", "format", "host_state"].map { fields.hidden($0, state.value($0)) }),
                    fields.button(Phrase("import.apply")))),
            .p(.a([.href("/desk/calendar/import")], words.html(Phrase("import.other")))))
    }

    func done(_ count: Int, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return page(
            staff,
            .div([.class("good")], .p(words.html(Phrase("import.done", count: count)))),
            .p(words.html(Phrase("import.unlisted"))),
            .p(.a([.href("/desk/calendar")], words.html(Phrase("calendar.title")))))
    }

    private func page(_ staff: Staff, _ body: HTML...) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("import.title"), staff, path: "/desk/calendar", .h1(words.html(Phrase("import.title"))),
            .list(body))
    }

    private func states(_ words: Words) -> [Choice] { EventForm(lists: lists).states(words) }

    private func table(_ plan: ImportPlan, _ words: Words) -> HTML {
        let columns = [Phrase("import.column.step"), Phrase("event.title"), Phrase("import.column.change")]
        return .scrolling(
            words(Phrase("import.title")),
            .table(
                .caption([.class("only-spoken")], words.html(Phrase("import.title"))),
                .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                .tbody(.list(plan.steps.map { row($0, words) }))))
    }

    private func row(_ step: ImportPlan.Step, _ words: Words) -> HTML {
        let (kind, title, change): (Phrase, String, HTML) =
            switch step {
            case .new(let record):
                (
                    Phrase("import.step.new"), record.event.title,
                    .list(CalendarPages.days(record.event), " ", .userText(record.event.place))
                )
            case .changed(let before, let after, let isCancelled):
                (Phrase("import.step.changed"), before.title, differences(before, after, isCancelled, words))
            case .unchanged(let event): (Phrase("import.step.unchanged"), event.title, .empty)
            case .left(let entry, let reason):
                (Phrase("import.step.left"), entry.title, words.html(Self.phrase(reason)))
            }
        return .tr(.td(words.html(kind)), .th([.scope("row")], .userText(title)), .td(change))
    }

    private func differences(
        _ before: CalendarEvent, _ after: EventRecord, _ isCancelled: Bool, _ words: Words
    ) -> HTML {
        let old = before.record.event
        let new = after.event
        let pairs = [
            (Phrase("event.title"), old.title, new.title), (Phrase("event.place"), old.place, new.place),
            (Phrase("event.starts"), old.starts, new.starts), (Phrase("event.ends"), old.ends, new.ends),
            (Phrase("event.entity"), old.entity, new.entity),
            (Phrase("event.host_state"), old.hostState ?? "", new.hostState ?? ""),
            (Phrase("event.format"), old.format.rawValue, new.format.rawValue),
        ].filter { $0.1 != $0.2 }
        return .list(
            .when(isCancelled && !before.isCancelled, .p(words.html(Phrase("calendar.cancelled")))),
            .list(
                pairs.map { label, from, to in
                    HTML.p(words.html(label), ": ", .userText(from), " → ", .strong(.userText(to)))
                }))
    }

    private func skipped(_ plan: ImportPlan, _ words: Words) -> HTML {
        guard !plan.skipped.isEmpty else { return .empty }
        let items = plan.skipped.map { one in
            HTML.li(
                words.html(Phrase("import.skipped.position", ["position": .number(one.position)])), " ",
                .userText(one.title), ": ", words.html(Self.phrase(one.reason)))
        }
        return .list(.h2(words.html(Phrase("import.skipped"))), .ul(.list(items)))
    }

    static func phrase(_ error: CalendarError) -> Phrase {
        switch error {
        case .tooLarge: Phrase("import.error.too_large")
        case .notText, .notACalendar, .notWritten: Phrase("import.error.no_calendar")
        case .tooManyEvents: Phrase("import.error.too_many", ["limit": .number(CalendarLimits.standard.events)])
        case .noEvents: Phrase("import.error.no_events")
        }
    }

    private static func phrase(_ reason: ImportPlan.Reason) -> Phrase {
        switch reason {
        case .cancelled: Phrase("import.left.cancelled")
        case .notPlain: Phrase("event.not_plain")
        }
    }

    private static func phrase(_ reason: SkippedEntry.Reason) -> Phrase {
        switch reason {
        case .noUID: Phrase("import.skipped.no_uid")
        case .twice: Phrase("import.skipped.twice")
        case .noTitle: Phrase("import.skipped.no_title")
        case .badDates: Phrase("import.skipped.bad_dates")
        case .tooLong: Phrase("import.skipped.too_long")
        case .repeats: Phrase("import.skipped.repeats")
        }
    }
}
