import Accounts
import CaseModel
import Foundation
import Web

/// The lines of the desk's tables.
struct QueueRows: Sendable {
    let lists: CodeLists
    let words: Words
    let seen: SeenQueue
    let reader: StaffID

    func waiting(_ submission: WaitingSubmission) -> HTML {
        .tr(
            overdue(submission.clocks),
            .td(urgency(submission.urgency)), .td(time(submission.receivedAt)), .td(clocks(submission.clocks)),
            .td(officer(submission.officer)), .td(link(submission)))
    }

    func campaign(_ campaign: WaitingCampaign) -> HTML {
        let members = campaign.latest.map { HTML.li(time($0.receivedAt), " ", link($0)) }
        return .tr(
            [.data("campaign", campaign.id.description), .data("count", String(campaign.count.number))],
            .td(urgency(campaign.urgency)), .td(time(campaign.receivedAt)),
            .td(clocks(DeskClock.waiting(campaign.urgency, receivedAt: campaign.receivedAt, toldAt: nil))),
            .td(),
            .td(
                .details(
                    .summary(words.html(Phrase("desk.campaign", ["count": .text(campaign.count.text)]))),
                    .ul(.list(members)))))
    }

    func source(_ source: UnreadSource) -> HTML {
        let page = source.caseID.map { CaseSection.source.path(of: $0) } ?? "/desk/submissions/\(source.submission)"
        return .tr(
            .td(urgency(source.urgency)), .td(time(source.receivedAt)),
            .td(.strong(.a([.href("\(page)#source-\(source.submission)")], words.html(about(source.caseNumber))))))
    }

    func untold(_ source: UntoldSource) -> HTML {
        let page = source.caseID.map { CaseSection.source.path(of: $0) } ?? "/desk/submissions/\(source.submission)"
        return .tr(
            [.data("overdue", DeskClock.Kind.feedback.rawValue)],
            .td(time(source.toldAt)), .td(officer(source.officer)),
            .td(.a([.href("\(page)#source-\(source.submission)")], words.html(about(source.caseNumber)))))
    }

    func `case`(_ row: QueuedCase) -> HTML {
        .tr(
            overdue(row.clocks),
            .th([.scope("row")], link(row)),
            .td(urgency(row.urgency)), .td(time(row.firstReceivedAt)), .td(clocks(row.clocks)),
            .td(officer(row.officer)),
            .td(.userText(lists.label(row.status.rawValue, in: "case_status", words))))
    }

    func urgentCase(_ row: QueuedCase) -> HTML {
        .tr(
            overdue(row.clocks),
            .td(urgency(row.urgency)), .td(time(row.firstReceivedAt)), .td(clocks(row.clocks)),
            .td(officer(row.officer)),
            .td(
                link(row), " · ",
                .userText(lists.label(row.status.rawValue, in: "case_status", words))))
    }

    // MARK: Cells

    private func about(_ number: Int64?) -> Phrase {
        number.map { Phrase("desk.case.number", ["number": .number(Int($0))]) } ?? Phrase("desk.column.submission")
    }

    private func link(_ submission: WaitingSubmission) -> HTML {
        let link = HTML.a(
            [.href("/desk/submissions/\(submission.id)")],
            words.html(Phrase("desk.read")), .span([.class("only-spoken")], .text(" \(submission.id)")))
        return submission.isRead ? link : .strong(link)
    }

    private func link(_ row: QueuedCase) -> HTML {
        .a(
            [.href("/desk/cases/\(row.id)")],
            words.html(Phrase("desk.case.number", ["number": .number(Int(row.number))])))
    }

    private func time(_ date: Date) -> HTML { UTCTime.html(date) }

    /// The code with its meaning; colour is never the only sign.
    private func urgency(_ urgency: Urgency) -> HTML {
        .span(
            [urgency == .u1 ? .class("urgency u1") : .class("urgency")],
            .userText("\(urgency.rawValue) – \(lists.label(urgency.rawValue, in: "urgency", words))"))
    }

    private func officer(_ officer: StaffID?) -> HTML {
        guard let officer else { return words.html(Phrase("desk.officer.nobody")) }
        if officer == reader { return words.html(Phrase("desk.officer.you")) }
        let name = seen.names.name(officer)
        guard seen.covered.contains(officer) else { return .userText(name) }
        return words.html(Phrase("desk.officer.covered", ["name": .text(name)]))
    }

    /// What has run out, each with the rule that says so; else what runs out next.
    private func clocks(_ clocks: [DeskClock]) -> HTML {
        let over = clocks.filter { $0.isOver(at: seen.now) }
        guard over.isEmpty else {
            return .list(over.map { .p([.class("overdue")], .strong(words.html(QueueWords.over($0)))) })
        }
        guard let next = clocks.min(by: { $0.due < $1.due }) else { return .empty }
        return words.html(QueueWords.due(next))
    }

    private func overdue(_ clocks: [DeskClock]) -> [Attribute] {
        let over = clocks.filter { $0.isOver(at: seen.now) }.map(\.kind.rawValue)
        return over.isEmpty ? [] : [.data("overdue", over.joined(separator: " "))]
    }
}

/// Clocks in words.
enum QueueWords {
    static func over(_ clock: DeskClock) -> Phrase {
        let values = values(clock)
        return switch clock.kind {
        case .triage: Phrase("desk.clock.triage.over", values)
        case .decision: Phrase("desk.clock.decision.over", values)
        case .feedback: Phrase("desk.clock.feedback.over", values)
        }
    }

    static func due(_ clock: DeskClock) -> Phrase {
        let values = values(clock)
        return switch clock.kind {
        case .triage: Phrase("desk.clock.triage.due", values)
        case .decision: Phrase("desk.clock.decision.due", values)
        case .feedback: Phrase("desk.clock.feedback.due", values)
        }
    }

    private static func values(_ clock: DeskClock) -> [String: PhraseValue] {
        ["time": .text(UTCTime.minute(clock.due)), "limit": .phrase(limit(clock.limit))]
    }

    private static func limit(_ limit: TriageClock.Limit) -> Phrase {
        switch limit {
        case .hours(let hours): Phrase("desk.limit.hours", count: hours)
        case .days(let days): Phrase("desk.limit.days", count: days)
        case .workingDays(let days): Phrase("desk.limit.working_days", count: days)
        }
    }
}
