import Accounts
import CaseModel
import Foundation
import Web

/// The section of a case in which it is screened, given to somebody, put together with others and taken apart.
struct CaseTriagePages: Sendable {
    let shell: CaseShell

    /// What was typed into the screen, and what nobody may overlook.
    struct Forms: Sendable {
        var screen: FormState?
        /// What was typed into one of the small forms, which has its address's last part.
        var typed: (form: String, state: FormState)?
        var notice: Phrase?
        var conflicts: [FieldMerge.Conflict] = []
    }

    func page(_ triage: CaseTriage, _ forms: Forms, _ staff: Staff, at now: Date = .now) -> HTML {
        let words = shell.pages.words(staff)
        let row = triage.row
        return shell.page(
            row, .triage, staff, notice: forms.notice,
            .when(
                !forms.conflicts.isEmpty,
                RecordWords(ScreenContent.kind, shell.lists, words).conflict(forms.conflicts)),
            original(triage, words),
            WaysDown(words: words).html([
                ("officer", Phrase("assign.title")), ("screen", Phrase("scope.title")),
                ("alike", Phrase("likeness.title")), ("submissions", Phrase("case.submissions")),
            ]),
            facts(triage, words, now),
            AssignmentForm(words: words, staff: staff).html(
                .case(row.id), row.officer, triage.officers, triage.names),
            ScreenForm(lists: shell.lists, words: words, staff: staff).html(
                row, triage.screen, forms.screen, language: Language(rawValue: triage.language ?? "")?.code ?? "en"),
            AlikeSection(lists: shell.lists, words: words, staff: staff).html(triage.alike, on: .case(row)),
            submissions(triage, forms, words, staff),
            .when(staff.may(.openCases), duplicates(triage, forms, words, staff)),
            TriageStepList(lists: shell.lists, words: words).html(triage.steps, triage.names))
    }

    private func original(_ triage: CaseTriage, _ words: Words) -> HTML {
        guard let original = triage.original else { return .empty }
        return .div(
            [.class("notice"), .id("duplicate-of")],
            .p(words.html(Phrase("duplicate.of")), " ", link(original, words)))
    }

    private func link(_ other: CaseTriage.Other, _ words: Words) -> HTML {
        .a(
            [.href("/desk/cases/\(other.id)/triage")],
            words.html(Phrase("desk.case.number", ["number": .number(Int(other.number))])))
    }

    private func facts(_ triage: CaseTriage, _ words: Words, _ now: Date) -> HTML {
        .dl(
            .dt(words.html(Phrase("case.first_received"))), .dd(FirstReceipt.html(triage.row)),
            .when(
                !triage.clocks.isEmpty,
                .list(
                    .dt(words.html(Phrase("desk.column.clocks"))),
                    .list(
                        triage.clocks.map { clock in
                            clock.isOver(at: now)
                                ? .dd(
                                    [.data("overdue", clock.kind.rawValue)],
                                    .strong(words.html(QueueWords.over(clock))))
                                : .dd(words.html(QueueWords.due(clock)))
                        }))))
    }

    private func submissions(_ triage: CaseTriage, _ forms: Forms, _ words: Words, _ staff: Staff) -> HTML {
        .section(
            [.id("submissions")],
            .h2(words.html(Phrase("case.submissions"))),
            .ul(
                .list(
                    triage.submissions.map { row in
                        .li(
                            [.data("submission", row.id.description)],
                            .a(
                                [.href("/desk/submissions/\(row.id)")],
                                words.html(
                                    Phrase("submission.received", ["time": .text(UTCTime.minute(row.receivedAt))]))),
                            .when(
                                triage.submissions.count > 1 && staff.may(.openCases),
                                split(row.id, triage.row.id, forms, words, staff)))
                    })))
    }

    private func split(
        _ submission: SubmissionID, _ id: CaseID, _ forms: Forms, _ words: Words, _ staff: Staff
    ) -> HTML {
        let typed = forms.typed(into: "split") { $0.value("submission") == submission.description }
        let fields = FormFields(words, typed ?? FormState())
        let targets = [
            Choice(SplitCase.Target.desk.rawValue, words(Phrase("split.to.desk"))),
            Choice(SplitCase.Target.new.rawValue, words(Phrase("split.to.new"))),
        ]
        return .details(
            typed == nil ? [] : [.open],
            .summary(words.html(Phrase("split.title"))),
            fields.form(
                action: "/desk/cases/\(id)/split", token: staff.formToken,
                fields.hidden("submission", submission.description),
                fields.select("to", Phrase("split.to"), options: targets, required: true),
                fields.text("reason", Phrase("triage.reason"), required: true),
                fields.button(Phrase("split.submit"))))
    }

    private func duplicates(_ triage: CaseTriage, _ forms: Forms, _ words: Words, _ staff: Staff) -> HTML {
        let typed = forms.typed(into: "duplicate")
        let fields = FormFields(words, typed ?? FormState())
        let undo = triage.duplicates.map { other in
            let fields = FormFields(
                words, forms.typed(into: "split") { $0.value("duplicate") == other.id.description } ?? FormState())
            return HTML.article(
                [.data("duplicate", other.id.description)],
                .p(link(other, words), " ", words.html(Phrase("duplicate.is"))),
                fields.form(
                    action: "/desk/cases/\(triage.row.id)/split", token: staff.formToken,
                    fields.hidden("duplicate", other.id.description),
                    fields.text("reason", Phrase("triage.reason"), required: true),
                    fields.button(Phrase("duplicate.undo"))))
        }
        return .list(
            .list(undo),
            .when(
                !triage.row.status.isTerminal,
                .details(
                    typed == nil ? [] : [.open],
                    .summary(words.html(Phrase("duplicate.other"))),
                    fields.form(
                        action: "/desk/cases/\(triage.row.id)/duplicate", token: staff.formToken,
                        fields.text(
                            "case", Phrase("link.case"), hint: Phrase("link.case.hint"), required: true, kind: .code),
                        fields.text("reason", Phrase("triage.reason"), required: true),
                        fields.button(Phrase("duplicate.submit"))))))
    }
}

extension CaseTriagePages.Forms {
    /// What was typed into a small form, where it was this one.
    func typed(into form: String, where isThis: (FormState) -> Bool = { _ in true }) -> FormState? {
        typed.flatMap { $0.form == form && isThis($0.state) ? $0.state : nil }
    }
}

/// When the first that a case is about came in, for people and for machines.
enum FirstReceipt {
    static func html(_ row: CaseRow) -> HTML {
        .time(
            [.id("first-received"), .dir(.leftToRight), .datetime(row.firstReceivedAt.formatted(.iso8601))],
            .text(UTCTime.minute(row.firstReceivedAt)))
    }
}
