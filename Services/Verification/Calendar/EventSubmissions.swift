import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The desk, filtered by one UN event: the submissions that name it.
///
/// Which event somebody was at says, with the day, much about who they are. So it stands nowhere in clear and no index is
/// kept of it: the submissions of the watch window are opened one by one, in memory, when an officer asks.
struct EventSubmissions: Sendable {
    let desk: DeskDatabase
    let calendar: ReadCalendar
    let open: OpenSubmission
    let pages: StaffPages
    let lists: CodeLists

    /// So many are opened for one answer, the newest first.
    static let most = 2_000

    struct Found: Sendable {
        let rows: [SubmissionRow]
        /// More came in the window than were looked at.
        let isCut: Bool
    }

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/calendar/events/{id}/submissions", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            return .page(page(event, try await find(event, for: staff), staff), door: .staff)
        }
    }

    func find(_ event: CalendarEvent, for staff: Staff) async throws -> Found {
        guard let days = WatchWindow.days(of: event.record.event), let from = CalendarDate.moment(days.lowerBound),
            let until = CalendarDate.moment(days.upperBound)
        else { return Found(rows: [], isCut: false) }
        let rows = try await desk.read(for: staff) { transaction in
            try await SubmissionQueries.received(
                from: from, until: until.addingTimeInterval(86_400), limit: Self.most + 1, in: &transaction)
        }
        return Found(
            rows: rows.prefix(Self.most).filter { (try? open($0))?.eventID == event.id },
            isCut: rows.count > Self.most)
    }

    private func page(_ event: CalendarEvent, _ found: Found, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let columns = [
            Phrase("desk.column.urgency"), Phrase("desk.column.received"), Phrase("desk.column.submission"),
        ]
        return pages.page(
            Phrase("event.submissions.title"), staff, path: "/desk/calendar",
            .h1(words.html(Phrase("event.submissions.title"))),
            .p(.a([.href("/desk/calendar/events/\(event.id)")], .userText(event.title))),
            .p([.class("hint")], words.html(Phrase("event.submissions.how", ["most": .number(Self.most)]))),
            .when(found.isCut, .p([.class("notice")], words.html(Phrase("event.submissions.cut")))),
            found.rows.isEmpty
                ? .p(words.html(Phrase("event.submissions.none")))
                : .scrolling(
                    words(Phrase("event.submissions.title")),
                    .table(
                        .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))),
                        .tbody(.list(found.rows.map { row($0, words) })))))
    }

    private func row(_ submission: SubmissionRow, _ words: Words) -> HTML {
        let urgency = submission.urgency.rawValue
        return .tr(
            .td(.userText("\(urgency) – \(lists.label(urgency, in: "urgency", words))")),
            .td(UTCTime.html(submission.receivedAt)),
            .td(.a([.href("/desk/submissions/\(submission.id)")], words.html(Phrase("desk.read")))))
    }
}

/// What a submission's page shows of the event that it names.
struct NamedEvent: Sendable {
    let calendar: ReadCalendar
    let pages: StaffPages

    func html(_ content: SubmissionContent?, _ staff: Staff) async throws -> HTML {
        guard let id = content?.eventID else { return .empty }
        let words = pages.words(staff)
        guard let event = try await calendar.find(id, for: staff) else {
            return .p([.class("hint")], words.html(Phrase("submission.event.unknown")))
        }
        let address = "/desk/calendar/events/\(id)"
        return .section(
            .h2(words.html(Phrase("submission.event"))),
            .p(
                .a([.href(address)], .userText(event.title)), ", ", CalendarPages.days(event.record.event)),
            .p(
                event.record.safetyPlan.isEmpty
                    ? words.html(Phrase("event.safety_plan.none"))
                    : .a([.href("\(address)#safety-plan")], words.html(Phrase("submission.event.plan")))))
    }
}
