import Accounts
import CaseModel
import Foundation
import Web

/// What may tell of the same, with the reasons, and what a person can say to it.
struct AlikeSection: Sendable {
    /// On whose page it stands.
    enum Place: Sendable {
        case submission(SubmissionRow)
        case `case`(CaseRow)
    }

    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(_ alike: [Alike], on place: Place) -> HTML {
        .section(
            [.id("alike")],
            .h2(words.html(Phrase("likeness.title"))),
            alike.isEmpty
                ? .p(words.html(Phrase("likeness.none")))
                : .list(.p([.class("hint")], words.html(Phrase("likeness.hint"))), .list(alike.map { one($0, place) })))
    }

    private func one(_ alike: Alike, _ place: Place) -> HTML {
        .article(
            [.class("alike"), mark(alike.other)],
            .h3(title(alike)),
            .p(
                .userText("\(alike.urgency.rawValue) – \(lists.label(alike.urgency.rawValue, in: "urgency", words))"),
                " · ", UTCTime.html(alike.receivedAt)),
            .ul(
                .list(
                    alike.proposal.reasons.map { reason in
                        .li(.data([.value(reason.rawValue)], words.html(Self.phrase(reason))))
                    })),
            .when(staff.may(.openCases), forms(alike.other, alike.urgency, place)))
    }

    private func mark(_ other: Alike.Other) -> Attribute {
        switch other {
        case .submission(let id, _): .data("proposed-submission", id.description)
        case .case(let id, _, _): .data("proposed-case", id.description)
        }
    }

    private func title(_ alike: Alike) -> HTML {
        switch alike.other {
        case .submission(let id, let isInCampaign):
            .list(
                .a([.href("/desk/submissions/\(id)")], words.html(Phrase("likeness.submission"))),
                .when(isInCampaign, .list(" · ", words.html(Phrase("likeness.in_campaign")))))
        case .case(let id, let number, let status):
            .list(
                .a(
                    [.href("/desk/cases/\(id)")],
                    words.html(Phrase("desk.case.number", ["number": .number(Int(number))]))),
                " · ", .userText(lists.label(status.rawValue, in: "case_status", words)), " · ",
                words.html(Phrase("likeness.count", count: alike.count)))
        }
    }

    private func forms(_ other: Alike.Other, _ urgency: Urgency, _ place: Place) -> HTML {
        switch (place, other) {
        case (.submission(let row), .case(let id, _, _)):
            .list(
                link(row.id, to: id, asksWhy: row.urgency.pagesAPerson && !urgency.pagesAPerson),
                different("/desk/submissions/\(row.id)/different", ("case", id.description)))
        case (.submission(let row), .submission(let id, _)):
            .list(
                .p([.class("hint")], words.html(Phrase("likeness.together"))),
                different("/desk/submissions/\(row.id)/different", ("submission", id.description)))
        case (.case(let row), .submission(let id, _)):
            .list(
                link(id, to: row.id, asksWhy: urgency.pagesAPerson && !row.urgency.pagesAPerson),
                different("/desk/submissions/\(id)/different", ("case", row.id.description)))
        case (.case(let row), .case(let id, _, _)):
            .list(
                .when(!row.status.isTerminal, duplicate(row.id, of: id)),
                different("/desk/cases/\(row.id)/different", ("case", id.description)))
        }
    }

    private func link(_ submission: SubmissionID, to id: CaseID, asksWhy: Bool) -> HTML {
        let fields = FormFields(words)
        return fields.form(
            action: "/desk/submissions/\(submission)/link", token: staff.formToken,
            fields.hidden("case", id.description),
            .when(
                asksWhy,
                fields.text(
                    "urgency_reason", Phrase("link.urgency_reason"), hint: Phrase("link.urgency_reason.hint"))),
            fields.button(Phrase("link.submit")))
    }

    private func duplicate(_ id: CaseID, of other: CaseID) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("duplicate.title"))),
            fields.form(
                action: "/desk/cases/\(id)/duplicate", token: staff.formToken,
                fields.hidden("case", other.description),
                fields.text("reason", Phrase("triage.reason"), required: true),
                fields.button(Phrase("duplicate.submit"))))
    }

    private func different(_ action: String, _ other: (String, String)) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("likeness.different"))),
            fields.form(
                action: action, token: staff.formToken,
                fields.hidden(other.0, other.1),
                fields.text("reason", Phrase("triage.reason"), required: true),
                fields.button(Phrase("likeness.different.submit"))))
    }

    static func phrase(_ reason: LikenessRule.Reason) -> Phrase {
        switch reason {
        case .sameText: Phrase("likeness.reason.same_text")
        case .similarText: Phrase("likeness.reason.similar_text")
        case .sameNames: Phrase("likeness.reason.same_names")
        case .sameName: Phrase("likeness.reason.same_name")
        case .partOfName: Phrase("likeness.reason.part_of_name")
        case .sameDay: Phrase("likeness.reason.same_day")
        case .sameState: Phrase("likeness.reason.same_state")
        case .sameEntity: Phrase("likeness.reason.same_entity")
        case .sameEvent: Phrase("likeness.reason.same_event")
        case .samePlace: Phrase("likeness.reason.same_place")
        case .sameAct: Phrase("likeness.reason.same_act")
        }
    }
}
