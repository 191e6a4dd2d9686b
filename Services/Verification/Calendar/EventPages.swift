import Accounts
import CaseModel
import Foundation
import Web

/// One UN event: its facts, its safety plan, and the form that changes it.
struct EventPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists
    let form: EventForm

    func new(_ state: FormState, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("calendar.enter"), staff, path: "/desk/calendar",
            .h1(words.html(Phrase("calendar.enter"))),
            form.html(
                action: "/desk/calendar", revision: nil, submit: Phrase("event.save"), state, words, staff))
    }

    /// - Parameter typed: What came back: with errors, or because somebody else saved meanwhile.
    func event(
        _ event: CalendarEvent, typed: FormState? = nil, isConflict: Bool = false, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("calendar.title"), staff, path: "/desk/calendar",
            .h1(.userText(event.title)),
            .when(
                isConflict,
                .div([.class("notice"), .role("alert")], .p(words.html(Phrase("event.conflict"))))),
            facts(event, words),
            links(event, words, staff),
            .when(staff.may(.keepCalendar), .list(change(event, typed, words, staff), cancel(event, words, staff))))
    }

    private func facts(_ event: CalendarEvent, _ words: Words) -> HTML {
        let record = event.record
        let host = record.event.hostState.map { lists.state($0)?.name(words.language.code) ?? $0 } ?? ""
        return .list(
            .p(CalendarPages(pages: pages, lists: lists).marks(event, words)),
            .dl(
                .dt(words.html(Phrase("calendar.column.days"))), .dd(CalendarPages.days(record.event)),
                fact(Phrase("event.entity"), lists.label(record.event.entity, in: "un_entity", words), words),
                fact(Phrase("event.format"), words(EventForm.phrase(record.event.format)), words),
                fact(Phrase("event.place"), record.event.place, words),
                fact(Phrase("event.host_state"), host, words),
                fact(Phrase("event.expected"), record.expected.map { String($0) } ?? "", words),
                fact(
                    Phrase("event.focal_point"),
                    [record.focalPoint, record.focalLogin].filter { !$0.isEmpty }.joined(separator: " · "), words)),
            .h2([.id("safety-plan")], words.html(Phrase("event.safety_plan"))),
            record.safetyPlan.isEmpty
                ? .p(words.html(Phrase("event.safety_plan.none"))) : .userParagraphs(record.safetyPlan))
    }

    private func fact(_ label: Phrase, _ text: String, _ words: Words) -> HTML {
        .list(
            .dt(words.html(label)),
            .dd(text.isEmpty ? .span([.class("hint")], words.html(Phrase("submission.empty"))) : .userText(text)))
    }

    private func links(_ event: CalendarEvent, _ words: Words, _ staff: Staff) -> HTML {
        let address = "/desk/calendar/events/\(event.id)"
        let items = [
            staff.may(.readCases)
                ? HTML.li(.a([.href("\(address)/submissions")], words.html(Phrase("event.submissions.link")))) : .empty,
            staff.may(.enterSubmissions) && !event.isCancelled
                ? .li(.a([.href("/desk/session/\(event.id)")], words.html(Phrase("event.session.link")))) : .empty,
            event.isListed ? .li(.a([.href("\(address)/event.ics")], words.html(Phrase("event.export")))) : .empty,
        ].filter { !$0.isEmpty }
        return items.isEmpty ? .empty : .ul(.list(items))
    }

    private func change(_ event: CalendarEvent, _ typed: FormState?, _ words: Words, _ staff: Staff) -> HTML {
        .section(
            .h2(words.html(Phrase("event.change"))),
            form.html(
                action: "/desk/calendar/events/\(event.id)", revision: event.revision, submit: Phrase("event.save"),
                typed ?? EventForm.state(of: event), words, staff))
    }

    private func cancel(_ event: CalendarEvent, _ words: Words, _ staff: Staff) -> HTML {
        guard !event.isCancelled else { return .empty }
        return .section(
            .h2(words.html(Phrase("event.cancel"))),
            .p(words.html(Phrase("event.cancel.text"))),
            FormFields(words).buttonForm(
                action: "/desk/calendar/events/\(event.id)/cancel", token: staff.formToken, Phrase("event.cancel"),
                fields: [("revision", String(event.revision))]))
    }
}
