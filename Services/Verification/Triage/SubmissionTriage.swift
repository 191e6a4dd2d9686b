import Accounts
import CaseModel
import Foundation
import Postgres
import Web

/// What triage knows of a submission.
struct SubmissionTriage: Sendable {
    let row: SubmissionRow
    let alike: [Alike]
    let officer: StaffID?
    let officers: [Officer]
    let names: StaffNames
    let clocks: [DeskClock]
    /// How many wait of its campaign; nil where it belongs to none.
    let campaign: Int?
    let steps: [TakenStep]

    /// Submissions without a case that a case may be opened from together with this one.
    var together: [SubmissionID] {
        alike.compactMap { if case .submission(let id, _) = $0.other { id } else { nil } }
    }
}

struct ReadSubmissionTriage: Sendable {
    let desk: DeskDatabase
    let journal: TriageJournal
    let find = FindAlike()

    func callAsFunction(_ row: SubmissionRow, for staff: Staff) async throws -> SubmissionTriage {
        try await desk.read(for: staff) { transaction in
            guard let place = try await TriagePlace.find(row.id, in: &transaction) else { throw DeskFailure.notFound }
            let isWaiting = row.caseID == nil
            let steps = try await journal.steps(of: [row.id], case: nil, in: &transaction)
            let people = steps.map(\.by) + steps.compactMap(\.officer) + [place.officer].compactMap { $0 }
            let inCampaign = place.isInCampaign && isWaiting
            return SubmissionTriage(
                row: row, alike: isWaiting ? try await find([row.id], of: nil, in: &transaction) : [],
                officer: place.officer,
                officers: isWaiting ? try await Officers.fitting([place.compartment], in: &transaction) : [],
                names: try await StaffNames.of(people, in: &transaction),
                clocks: isWaiting
                    ? DeskClock.waiting(row.urgency, receivedAt: row.receivedAt, toldAt: place.toldAt) : [],
                campaign: inCampaign ? try await TriageQueries.campaign(of: row.id, in: &transaction).count : nil,
                steps: steps)
        }
    }
}

/// What stands in clear of a submission for triage.
struct TriagePlace: Sendable {
    let compartment: Compartment
    let officer: StaffID?
    let isInCampaign: Bool
    let toldAt: Date?

    static func find(_ id: SubmissionID, in transaction: inout Transaction) async throws -> TriagePlace? {
        let row = try await transaction.first(
            """
            SELECT compartment, officer_id, campaign_id, told_at, feedback_runs FROM submissions
            WHERE id = \(id.uuid)
            """)
        guard let row, let compartment = Compartment(try row.get("compartment", as: String.self)) else { return nil }
        return TriagePlace(
            compartment: compartment, officer: try row.get("officer_id", as: UUID?.self).map(StaffID.init),
            isInCampaign: try row.get("campaign_id", as: UUID?.self) != nil,
            toldAt: try row.get("feedback_runs", as: Bool.self) ? try row.get("told_at") : nil)
    }
}

extension TakenStep {
    /// Who was given something.
    var officer: StaffID? { kind == .assigned ? other.map(StaffID.init) : nil }
}

/// The part of a submission's page that is triage's.
struct SubmissionTriageSection: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(_ triage: SubmissionTriage, at now: Date = .now) -> HTML {
        .list(
            clocks(triage.clocks, now),
            .when(
                triage.row.caseID == nil,
                .list(
                    AssignmentForm(words: words, staff: staff).html(
                        .submission(triage.row.id), triage.officer, triage.officers, triage.names),
                    AlikeSection(lists: lists, words: words, staff: staff).html(
                        triage.alike, on: .submission(triage.row)),
                    .when(staff.may(.openCases), link(triage)))),
            TriageStepList(lists: lists, words: words).html(triage.steps, triage.names))
    }

    private func clocks(_ clocks: [DeskClock], _ now: Date) -> HTML {
        .when(
            !clocks.isEmpty,
            .ul(
                [.id("clocks")],
                .list(
                    clocks.map { clock in
                        clock.isOver(at: now)
                            ? .li(
                                [.data("overdue", clock.kind.rawValue)],
                                .strong(words.html(QueueWords.over(clock))))
                            : .li(words.html(QueueWords.due(clock)))
                    })))
    }

    /// Linking to a case that was not proposed.
    private func link(_ triage: SubmissionTriage) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("link.title"))),
            fields.form(
                action: "/desk/submissions/\(triage.row.id)/link", token: staff.formToken,
                fields.text("case", Phrase("link.case"), hint: Phrase("link.case.hint"), required: true, kind: .code),
                triage.campaign.map { fields.checkbox("campaign", Phrase("link.campaign", count: $0)) } ?? .empty,
                .when(
                    triage.row.urgency.pagesAPerson,
                    fields.text(
                        "urgency_reason", Phrase("link.urgency_reason"), hint: Phrase("link.urgency_reason.hint"))),
                fields.button(Phrase("link.submit"))))
    }
}

/// What people did in triage, the oldest first.
struct TriageStepList: Sendable {
    let lists: CodeLists
    let words: Words

    func html(_ steps: [TakenStep], _ names: StaffNames) -> HTML {
        .when(
            !steps.isEmpty,
            .section(
                [.id("triage-steps")],
                .h2(words.html(Phrase("triage.steps"))),
                .ol(.list(steps.map { one($0, names) }))))
    }

    private func one(_ step: TakenStep, _ names: StaffNames) -> HTML {
        .li(
            .data([.value(step.kind.rawValue)], words.html(phrase(step, names))), " ",
            .span(
                [.class("hint")],
                .userText(names.name(step.by)), " · ",
                UTCTime.html(step.at)),
            step.note.map { $0.text.isEmpty ? .empty : .userParagraphs($0.text) } ?? .empty)
    }

    private func phrase(_ step: TakenStep, _ names: StaffNames) -> Phrase {
        switch step.kind {
        case .assigned:
            step.officer.map { Phrase("triage.step.assigned", ["name": .text(names.name($0))]) }
                ?? Phrase("triage.step.unassigned")
        case .urgency:
            Phrase(
                "triage.step.urgency",
                ["before": .text(step.note?.before ?? "–"), "after": .text(step.note?.after ?? "–")])
        case .linked: Phrase("triage.step.linked")
        case .split: Phrase("triage.step.split")
        case .different: Phrase("triage.step.different")
        case .duplicate: Phrase("triage.step.duplicate")
        case .duplicateUndone: Phrase("triage.step.duplicate_undone")
        }
    }
}
