import Accounts
import CaseModel
import Foundation
import Web

/// The risk section of a case: the level that stands, every assessment with what the rule says of it and whether it still
/// holds, who has to be there, and the safety check-ins.
struct RiskPages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    struct View: Sendable {
        var file: RiskFile
        var ledger: ConsentLedger
        var notices: [CaseNotice]
        var checkIns: CheckInFile
        var names: StaffNames
        var now: Date
    }

    struct Forms: Sendable {
        var checkIn = FormState()
        var other = FormState()
        var notice: Phrase?
    }

    func page(_ row: CaseRow, _ view: View, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        return shell.page(
            row, .risk, staff, notice: forms.notice,
            NoticePages(lists: lists, words: words)
                .section(view.notices, at: view.now, [.riskToReassess, .checkInMissed], staff),
            FormFields(words, forms.other).summary,
            specialists(row, view, words, staff),
            current(row, view, words, staff),
            changes(row, view, words, staff),
            CheckInSection(lists: lists, words: words, staff: staff)
                .html(row, view.checkIns, view.ledger, forms.checkIn, at: view.now))
    }

    private func level(_ level: RiskLevel, _ words: Words) -> String {
        "\(level.rawValue) – \(lists.label(level.rawValue, in: "risk_level", words))"
    }

    // MARK: Who must be there

    private func specialists(_ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff) -> HTML {
        let topics = view.file.topics(view.ledger.people)
        guard !topics.isEmpty else { return .empty }
        let items = topics.map { topic in
            let named = view.file.specialists.filter { $0.content.topic == topic }
            return HTML.li(
                words.html(topic.phrase), ": ",
                .data(
                    [.id("specialist-\(topic.rawValue)"), .value(named.isEmpty ? "MISSING" : "NAMED")],
                    named.isEmpty
                        ? .strong(words.html(Phrase("risk.specialist.missing")))
                        : .userText(named.map(\.content.name).joined(separator: "; "))))
        }
        let fields = FormFields(words)
        return .section(
            .h2(words.html(Phrase("risk.specialist"))),
            .ul(.list(items)),
            .when(
                staff.may(.editCases),
                fields.form(
                    action: "/desk/cases/\(row.id)/specialists", token: staff.formToken,
                    fields.select(
                        "topic", Phrase("risk.specialist.topic"),
                        options: topics.map { Choice($0.rawValue, words($0.phrase)) }, required: true),
                    fields.text("name", Phrase("risk.specialist.name"), required: true, maxLength: 200),
                    fields.button(Phrase("risk.specialist.submit")))))
    }

    // MARK: What was assessed

    private func current(_ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff) -> HTML {
        .section(
            .h2(words.html(Phrase("risk.title"))),
            .p(
                words.html(Phrase("risk.current")), " ",
                view.file.current.map {
                    .data([.id("current-risk"), .value($0.rawValue)], .strong(.text(level($0, words))))
                } ?? .data([.id("current-risk"), .value("")], words.html(Phrase("risk.none")))),
            .list(view.file.risks.reversed().map { risk($0, row, view, words, staff) }),
            .when(
                staff.may(.editCases),
                .p(
                    [.class("only-screen")],
                    FormFields.buttonLink("/desk/cases/\(row.id)/risk/new", words.html(RiskForm.adding)))))
    }

    private func risk(
        _ record: RecordVersion<Risk>, _ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff
    ) -> HTML {
        let risk = record.content
        let facts = RecordFacts(lists: lists, words: words, staff: staff, names: [:])
        let outdated = view.file.outdated(record, view.ledger, at: view.now)
        // What two people saved at once may not fit together any more.
        let problems = RiskRule.problems(risk.assessment(at: record.savedAt))
        return facts.article(
            record, in: row.id, path: RiskForm.path, by: view.names,
            .h3(.userText(risk.step)),
            .p(
                .data(
                    [.id("risk-\(record.id)"), .value(risk.residual.rawValue)],
                    .strong(.text(level(risk.residual, words))))),
            .when(
                !outdated.isEmpty,
                .div(
                    [.class("notice")], .p(.strong(words.html(Phrase("risk.outdated")))),
                    .ul(.list(outdated.map { .li(.data([.value($0.rawValue)], words.html($0.phrase))) })))),
            .list(problems.map { .p([.class("notice")], words.html($0.phrase)) }),
            .dl(
                facts.codes(Phrase("risk.purpose"), risk.purposes, "consent_purpose"),
                facts.text(Phrase("risk.addressee"), risk.addressee),
                facts.text(Phrase("risk.threat_actor"), risk.threatActor),
                facts.fact(Phrase("risk.rule"), [rule(record, words)]),
                facts.text(
                    Phrase("risk.note"),
                    [risk.vulnerabilityNote, risk.exposureNote].filter { !$0.isEmpty }
                        .joined(separator: "\n")),
                facts.text(Phrase("risk.others_at_risk"), risk.othersAtRisk),
                facts.text(Phrase("risk.mitigations"), risk.mitigations),
                facts.text(Phrase("risk.reason"), risk.reason),
                facts.fact(Phrase("risk.valid_until"), [UTCTime.html(risk.validUntil)])),
            signature(record, row, view, words, staff))
    }

    /// What the factors make by the rule, so that everybody can follow it.
    private func rule(_ record: RecordVersion<Risk>, _ words: Words) -> HTML {
        let risk = record.content
        let assessment = risk.assessment(at: record.savedAt)
        return words.html(
            Phrase(
                "risk.rule.text",
                [
                    "capability": .phrase(risk.capability.phrase), "intent": .phrase(risk.intent.phrase),
                    "history": .phrase(risk.history.phrase), "threat": .number(assessment.threat.rawValue),
                    "vulnerability": .number(assessment.vulnerability.rawValue),
                    "exposure": .number(assessment.exposure.rawValue),
                    "level": .text(RiskRule.initial(assessment).rawValue),
                ]))
    }

    private func signature(
        _ record: RecordVersion<Risk>, _ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff
    ) -> HTML {
        let residual = record.content.residual
        guard residual.needsSecondApprover else { return .empty }
        if let signed = view.file.signature(of: record) {
            return .p(words.html(Phrase("risk.signed", ["name": .text(view.names.name(signed.createdBy))])))
        }
        let maySign = residual.needsSeniorOfficial ? staff.roles.contains(.asg) : staff.may(.reviewCases)
        return .list(
            .p(
                .strong(
                    words.html(
                        residual.needsSeniorOfficial ? Phrase("risk.awaits_asg") : Phrase("risk.awaits_second")))),
            .when(
                maySign && record.savedBy != StaffID(staff.id),
                FormFields(words).buttonForm(
                    action: "/desk/cases/\(row.id)/risk/\(record.id)/sign", token: staff.formToken,
                    Phrase("risk.sign"), fields: [("version", String(record.version))])))
    }

    // MARK: What changed

    private func changes(_ row: CaseRow, _ view: View, _ words: Words, _ staff: Staff) -> HTML {
        guard staff.may(.editCases), !view.file.risks.isEmpty else { return .empty }
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("risk.changed"))),
            .p([.class("hint")], words.html(Phrase("risk.changed.hint"))),
            fields.form(
                action: "/desk/cases/\(row.id)/risk-changes", token: staff.formToken,
                fields.select(
                    "change", Phrase("risk.changed.what"),
                    options: RiskChange.told.map { Choice($0.rawValue, words($0.phrase)) }, required: true),
                fields.text("change_note", Phrase("risk.note"), maxLength: 500),
                fields.button(Phrase("risk.changed.submit"))))
    }
}
