import Accounts
import CaseModel
import Foundation
import Web

/// Everything on a case in one order: what changed, who looked, and what happened in the world.
struct TimelinePages: Sendable {
    let shell: CaseShell

    /// What is shown, as the address has it.
    enum View: String, CaseIterable, Sendable {
        case changes, looks, happened

        var title: Phrase {
            switch self {
            case .changes: Phrase("timeline.changes")
            case .looks: Phrase("timeline.looks")
            case .happened: Phrase("timeline.happened")
            }
        }
    }

    func section(_ row: CaseRow, _ view: View, _ staff: Staff, _ body: HTML...) -> HTML {
        let words = shell.pages.words(staff)
        let path = CaseSection.timeline.path(of: row.id)
        let links = View.allCases.map { one in
            HTML.li(
                .a(
                    [.href("\(path)?show=\(one.rawValue)")] + (one == view ? [.ariaCurrent("page")] : []),
                    words.html(one.title)))
        }
        return shell.page(
            row, .timeline, staff,
            .h2(words.html(view.title)),
            .nav([.class("sections"), .ariaLabel(words(Phrase("timeline.show")))], .ul(.list(links))),
            .list(body))
    }

    func entries(
        _ page: ReadTimeline.Page, of row: CaseRow, _ view: View, _ names: StaffNames, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        guard !page.entries.isEmpty else { return .p(words.html(Phrase("timeline.none"))) }
        let path = CaseSection.timeline.path(of: row.id)
        return .list(
            .when(view == .looks, .p([.class("hint")], words.html(Phrase("timeline.looks.hint")))),
            .ol([.id("timeline"), .class("timeline")], .list(page.entries.map { entry($0, names, words) })),
            page.next.map { next in
                .p(
                    .a(
                        [.href("\(path)?show=\(view.rawValue)&after=\(next.text)"), .rel("next")],
                        words.html(Phrase("timeline.older"))))
            } ?? .empty)
    }

    private func entry(_ entry: TimelineEntry, _ names: StaffNames, _ words: Words) -> HTML {
        let what = HTML.text(words(labelled(entry.what, words)))
        return .li(
            UTCTime.html(entry.at), " · ",
            .data([.value(entry.code)], entry.link.map { .a([.href($0)], what) } ?? what),
            entry.who.map { .list(" · ", .userText(names.name($0))) } ?? .empty)
    }

    /// Statuses by their names.
    private func labelled(_ phrase: Phrase, _ words: Words) -> Phrase {
        let values = phrase.values.mapValues { value in
            guard case .text(let code) = value, shell.lists.contains(code, in: "case_status") else { return value }
            return .text(shell.lists.label(code, in: "case_status", words))
        }
        return Phrase(key: phrase.key, values)
    }

    /// What happened in the world, the earliest first; what has no date stands last.
    func happened(_ about: RecordSurroundings, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        let facts = RecordFacts(
            lists: shell.lists, words: words, staff: staff,
            names: about.coding.names(words(Phrase("people.nameless"))))
        let moments = about.coding.moments
        guard !moments.isEmpty else { return .p(words.html(Phrase("timeline.none"))) }
        let path = CaseSection.acts.path(of: about.row.id)
        let people = CaseSection.people.path(of: about.row.id)
        let items = moments.map { moment in
            let what: HTML =
                switch moment.what {
                case .act(let code): facts.code(code, "act_type")
                case .cooperation(let code):
                    .list(words.html(Phrase("acts.cooperation")), ": ", facts.code(code, "un_entity"))
                case .status(let code, let person):
                    .list(facts.person(person), ": ", facts.code(code, "legal_status"))
                }
            let section = if case .status = moment.what { people } else { path }
            return HTML.li(
                moment.span.map { facts.date($0) } ?? words.html(Phrase("timeline.undated")), " · ",
                .a([.href("\(section)#record-\(moment.record)")], what))
        }
        return .ol([.id("happened"), .class("timeline")], .list(items))
    }
}

extension CaseCoding {
    /// Something that has a date of its own in the world.
    struct Moment: Sendable {
        enum What: Sendable {
            case act(String)
            case cooperation(String)
            /// Of a person, by their record.
            case status(String, String)
        }

        let span: DateSpan?
        let what: What
        let record: RecordID
    }

    var moments: [Moment] {
        let acts = acts.map { Moment(span: $0.content.date, what: .act($0.content.act), record: $0.id) }
        let cooperations = cooperations.map {
            Moment(span: $0.content.date, what: .cooperation($0.content.entity), record: $0.id)
        }
        let statuses = subjects.flatMap { subject in
            subject.content.legalStatus.map { status in
                Moment(
                    span: status.date.flatMap { DateSpan(day: $0) },
                    what: .status(status.status, subject.id.description), record: subject.id)
            }
        }
        return (cooperations + acts + statuses).enumerated().sorted { one, other in
            if DateSpan.isBefore(one.element.span, other.element.span) { return true }
            if DateSpan.isBefore(other.element.span, one.element.span) { return false }
            return one.offset < other.offset
        }.map(\.element)
    }
}

extension DateSpan {
    /// A single date as exact as it is written.
    init?(day: String) {
        guard let date = ReportedDate(typed: day) else { return nil }
        self.init(from: date.text, precision: date.precision)
    }
}
