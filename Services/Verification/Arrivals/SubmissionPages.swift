import Accounts
import CaseModel
import Foundation
import Web

/// A submission as an officer reads it, with the form that opens a case from it.
struct SubmissionPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    func submission(
        _ row: SubmissionRow, _ content: SubmissionContent?, state: FormState, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("submission.title"), staff, path: "/desk/submissions",
            .h1(words.html(Phrase("submission.title"))),
            .p([.class("hint")], received(row, words)),
            content.map { told($0, words) }
                ?? .p([.class("notice")], words.html(Phrase("submission.unreadable"))),
            EvidenceList(words: words).html(content?.evidence ?? [], of: row.id),
            row.caseID == nil
                ? form(row, state, words, staff)
                : .p(
                    .a(
                        [.href("/desk/cases/\(row.caseID?.description ?? "")")],
                        words.html(Phrase("submission.belongs")))))
    }

    private func received(_ row: SubmissionRow, _ words: Words) -> HTML {
        words.html(Phrase("submission.received", ["time": .text(UTCTime.minute(row.receivedAt))]))
    }

    private func told(_ content: SubmissionContent, _ words: Words) -> HTML {
        let dangers = content.dangers.map { words(Self.phrase($0)) }.sorted()
        return .list(
            .h2(words.html(Phrase("submission.narrative"))),
            .div([.class("narrative"), .lang(content.language)], .userParagraphs(content.narrative)),
            .dl(
                fact(Phrase("submission.danger"), dangers.joined(separator: "; "), words),
                fact(Phrase("submission.cooperation"), content.cooperation, words),
                fact(
                    Phrase("submission.body"),
                    content.unEntities.map { lists.label($0, in: "un_entity", words) }.joined(separator: "; "), words),
                fact(Phrase("submission.when"), content.happened?.text ?? "", words),
                fact(Phrase("submission.where"), place(content, words), words),
                fact(Phrase("submission.affected"), content.affected, words),
                fact(Phrase("submission.who"), content.responsible, words),
                fact(Phrase("submission.contact"), content.contact, words),
                fact(Phrase("submission.language"), content.language, words)))
    }

    private func place(_ content: SubmissionContent, _ words: Words) -> String {
        let state = content.stateOfAct.map { lists.state($0)?.name(words.language.code) ?? $0 }
        return [content.place, state ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func fact(_ label: Phrase, _ text: String, _ words: Words) -> HTML {
        .list(
            .dt(words.html(label)),
            .dd(text.isEmpty ? .span([.class("hint")], words.html(Phrase("submission.empty"))) : .userText(text)))
    }

    private func form(
        _ row: SubmissionRow, _ state: FormState, _ words: Words, _ staff: Staff
    ) -> HTML {
        let fields = FormFields(words, state)
        return .section(
            .h2(words.html(Phrase("open.title"))),
            fields.form(
                action: "/desk/submissions/\(row.id)/case", token: staff.formToken,
                fields.select(
                    "urgency", Phrase("open.urgency"), options: urgencies(words),
                    hint: Phrase("open.urgency.hint", ["urgency": .text(row.urgency.rawValue)]), required: true),
                fields.select("act", Phrase("open.act"), options: lists.choices("act_type", words), required: true),
                fields.select("un_entity", Phrase("open.entity"), options: lists.choices("un_entity", words)),
                fields.select(
                    "state", Phrase("open.state"),
                    options: lists.states(inOrderOf: words.language.code).map {
                        Choice($0.iso3, $0.name(words.language.code))
                    }),
                fields.button(Phrase("open.submit"))))
    }

    /// With their codes, which the hint and the desk speak of.
    private func urgencies(_ words: Words) -> [Choice] {
        lists.choices("urgency", words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }

    private static func phrase(_ danger: DeclaredDanger) -> Phrase {
        switch danger {
        case .threatToLife: Phrase("submission.danger.threat_to_life")
        case .missingSinceDays: Phrase("submission.danger.missing")
        case .deportation: Phrase("submission.danger.deportation")
        case .medicalEmergency: Phrase("submission.danger.medical_emergency")
        case .withinSevenDays: Phrase("submission.danger.within_seven_days")
        case .meetingInProgress: Phrase("submission.danger.meeting_in_progress")
        case .lawOrPolicy: Phrase("submission.danger.law_or_policy")
        }
    }
}
