import Accounts
import CaseModel
import Foundation
import Web

/// A submission as an officer reads it, with the form that opens a case from it.
struct SubmissionPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    /// - Parameters:
    ///   - triage: What triage knows of it.
    ///   - beside: What other features have to say of it.
    ///   - source: What was typed into the form that writes to the source.
    func submission(
        _ file: SourceFile, triage: SubmissionTriage, beside: HTML, state: FormState, source: FormState,
        notice: Phrase?, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let (row, content) = (file.row, file.content)
        let section = SourceSection(lists: lists, words: words, staff: staff)
        return pages.page(
            Phrase("submission.title"), staff, path: "/desk/submissions",
            .h1(words.html(Phrase("submission.title"))),
            notice.map { .div([.class("notice"), .role("alert")], .p(words.html($0))) } ?? .empty,
            section.notices([file]),
            .p([.class("hint")], received(row, words)),
            ways(file, words, staff),
            content.map { UrgencyReasons(lists: lists, words: words).html(row.urgency, $0) } ?? .empty,
            content.map { told($0, file, words, staff) }
                ?? .p([.class("notice")], words.html(Phrase("submission.unreadable"))),
            DeliveryFacts(words: words).html(content?.delivery, of: row.id),
            EvidenceList(words: words).html(file.evidence, of: row.id),
            section.html(file, source),
            beside,
            SubmissionTriageSection(lists: lists, words: words, staff: staff).html(triage),
            row.caseID == nil
                ? form(triage, state, words, staff)
                : .p(
                    .a(
                        [.href("/desk/cases/\(row.caseID?.description ?? "")")],
                        words.html(Phrase("submission.belongs")))))
    }

    private func ways(_ file: SourceFile, _ words: Words, _ staff: Staff) -> HTML {
        var parts = [(id: "source-\(file.row.id)", title: Phrase("source.title"))]
        if file.row.caseID == nil {
            parts += [
                ("officer", Phrase("assign.title")), ("alike", Phrase("likeness.title")),
                ("open", Phrase("open.title")),
            ]
        }
        return WaysDown(words: words).html(parts)
    }

    private func received(_ row: SubmissionRow, _ words: Words) -> HTML {
        words.html(Phrase("submission.received", ["time": .text(UTCTime.minute(row.receivedAt))]))
    }

    private func told(_ content: SubmissionContent, _ file: SourceFile, _ words: Words, _ staff: Staff) -> HTML {
        let graphic = GraphicContent(words: words, staff: staff)
        let isBehindWarning = GraphicContent.needsWarning(file.mark, content, lists)
        return .list(
            .h2(words.html(Phrase("submission.narrative"))),
            graphic.html(
                .div([.class("narrative"), .lang(content.language)], .userParagraphs(content.narrative)),
                isBehindWarning: isBehindWarning),
            graphic.form(file.row.id, isBehindWarning: isBehindWarning),
            SubmissionFacts(content: content, lists: lists, words: words).html())
    }

    private func form(
        _ triage: SubmissionTriage, _ state: FormState, _ words: Words, _ staff: Staff
    ) -> HTML {
        let row = triage.row
        let fields = FormFields(words, state)
        return .section(
            [.id("open")],
            .h2(words.html(Phrase("open.title"))),
            fields.form(
                action: "/desk/submissions/\(row.id)/case", token: staff.formToken,
                fields.select(
                    "urgency", Phrase("open.urgency"), options: urgencies(words),
                    hint: Phrase("open.urgency.hint", ["urgency": .text(row.urgency.rawValue)]), required: true),
                fields.textarea(
                    "urgency_reason", Phrase("open.urgency_reason"), hint: Phrase("open.urgency_reason.hint"), rows: 2),
                fields.select("act", Phrase("open.act"), options: lists.choices("act_type", words), required: true),
                fields.select("un_entity", Phrase("open.entity"), options: lists.choices("un_entity", words)),
                fields.select(
                    "state", Phrase("open.state"),
                    options: lists.states(inOrderOf: words.language.code).map {
                        Choice($0.iso3, $0.name(words.language.code))
                    }),
                together(triage, fields, words),
                fields.button(Phrase("open.submit"))))
    }

    /// What may tell of the same and has no case either: ticked, it goes into this one.
    private func together(_ triage: SubmissionTriage, _ fields: FormFields, _ words: Words) -> HTML {
        let others = triage.alike.compactMap { alike -> Choice? in
            guard case .submission(let id, _) = alike.other else { return nil }
            let received = Phrase("submission.received", ["time": .text(UTCTime.minute(alike.receivedAt))])
            return Choice(id.description, "\(alike.urgency.rawValue) – \(words(received))")
        }
        return .list(
            .when(!others.isEmpty, fields.boxes("with", Phrase("open.with"), options: others)),
            triage.campaign.map { fields.checkbox("campaign", Phrase("link.campaign", count: $0)) } ?? .empty)
    }

    /// With their codes, which the hint and the desk speak of.
    private func urgencies(_ words: Words) -> [Choice] {
        lists.choices("urgency", words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }
}
