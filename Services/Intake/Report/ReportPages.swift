import CaseModel
import Foundation
import Web

/// What a submitter sees: the way in, the form, the receipt.
struct ReportPages: Sendable {
    let layout: PublicLayout
    let lists: CodeLists

    func landing(_ language: Language) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("landing.title")), language: language, path: "/",
            .h1(words.html(Phrase("landing.title"))),
            .p([.class("lead")], words.html(Phrase("landing.lead"))),
            safety(words),
            readers(words),
            .div(
                [.class("actions")],
                FormFields.buttonLink("/\(language.code)/report", words.html(Phrase("landing.report"))),
                .a([.href("/\(language.code)/return")], words.html(Phrase("landing.return")))))
    }

    func form(_ language: Language, token: String, state: FormState, notice: HTML = .empty) -> HTML {
        let words = layout.phrases.words(language)
        let fields = FormFields(words, state)
        return layout.page(
            fields.title(Phrase("report.title")), language: language, path: "/report",
            .h1(words.html(Phrase("report.title"))),
            notice,
            .p([.class("lead")], words.html(Phrase("report.lead"))),
            fields.form(
                action: "/\(language.code)/report", token: token,
                whatHappened(fields), unitedNations(fields, language), circumstances(fields, language),
                people(fields), fields.button(Phrase("report.submit")),
                .p([.class("hint")], words.html(Phrase("report.wait")))))
    }

    func receipt(_ language: Language, code: ReceiptCode, receivedAt: Date) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(Phrase("receipt.title")), language: language, path: nil,
            .h1(words.html(Phrase("receipt.title"))),
            .p([.class("lead")], words.html(Phrase("receipt.lead"))),
            .h2(words.html(Phrase("receipt.code.label"))),
            .p([.class("receipt")], .bdi([.dir(.leftToRight)], .code([.id("receipt-code")], .text(code.printed)))),
            .p(.strong(words.html(Phrase("receipt.keep")))),
            .p(words.html(Phrase("receipt.time", ["time": .text(UTCTime.minute(receivedAt))]))),
            .p(words.html(Phrase("receipt.next"))),
            .p(words.html(Phrase("receipt.close"))))
    }

    /// The form again, with everything that was typed, while too many are writing at once.
    func busy(_ language: Language, token: String, state: FormState, seconds: Int) -> HTML {
        let words = layout.phrases.words(language)
        return form(
            language, token: token, state: state,
            notice: .div(
                [.class("notice"), .role("alert")],
                .h2(words.html(Phrase("busy.title"))),
                .p(words.html(Phrase("busy.text", ["seconds": .number(seconds)])))))
    }

    private func safety(_ words: Words) -> HTML {
        .section(
            [.class("notice")],
            .h2(words.html(Phrase("landing.safety.title"))),
            .ul(
                .li(words.html(Phrase("landing.safety.device"))),
                .li(words.html(Phrase("landing.safety.window"))),
                .li(words.html(Phrase("landing.safety.alone"))),
                .li(words.html(Phrase("landing.safety.danger")))))
    }

    private func readers(_ words: Words) -> HTML {
        .section(
            .h2(words.html(Phrase("landing.readers.title"))),
            .p(words.html(Phrase("landing.readers.who"))),
            .p(words.html(Phrase("landing.readers.next"))),
            .p(words.html(Phrase("landing.readers.honest"))),
            .p(words.html(Phrase("landing.readers.receipt"))))
    }

    private func whatHappened(_ fields: FormFields) -> HTML {
        let dangers: [(DeclaredDanger, Phrase)] = [
            (.threatToLife, Phrase("report.danger.threat_to_life")),
            (.missingSinceDays, Phrase("report.danger.missing")),
            (.deportation, Phrase("report.danger.deportation")),
            (.medicalEmergency, Phrase("report.danger.medical_emergency")),
            (.withinSevenDays, Phrase("report.danger.within_seven_days")),
        ]
        return .list(
            fields.textarea(
                "narrative", Phrase("report.narrative.label"), hint: Phrase("report.narrative.hint"), required: true,
                rows: 10),
            fields.checkboxes(
                "dangers", Phrase("report.danger.legend"),
                options: dangers.map { Choice($0.0.rawValue, fields.words($0.1)) }))
    }

    private func unitedNations(_ fields: FormFields, _ language: Language) -> HTML {
        let entities = (try? lists.list("un_entity").items) ?? []
        return .list(
            fields.textarea(
                "cooperation", Phrase("report.cooperation.label"), hint: Phrase("report.cooperation.hint"), rows: 4),
            fields.select(
                "un_entity", Phrase("report.body.label"),
                options: entities.map { Choice($0.code, $0.label(language.code)) },
                hint: Phrase("report.body.hint")))
    }

    private func circumstances(_ fields: FormFields, _ language: Language) -> HTML {
        .list(
            fields.text("happened", Phrase("report.when.label"), hint: Phrase("report.when.hint"), maxLength: 40),
            fields.text("place", Phrase("report.where.label"), hint: Phrase("report.where.hint")),
            fields.select(
                "state", Phrase("report.state.label"),
                options: lists.states(inOrderOf: language.code).map { Choice($0.iso3, $0.name(language.code)) }))
    }

    private func people(_ fields: FormFields) -> HTML {
        let forWhom: [(ForWhom, Phrase)] = [
            (.myself, Phrase("report.for_whom.self")), (.relative, Phrase("report.for_whom.relative")),
            (.client, Phrase("report.for_whom.client")), (.otherPerson, Phrase("report.for_whom.other_person")),
            (.group, Phrase("report.for_whom.group")), (.organization, Phrase("report.for_whom.organization")),
        ]
        return .list(
            fields.radios(
                "for_whom", Phrase("report.for_whom.label"),
                options: forWhom.map { Choice($0.0.rawValue, fields.words($0.1)) }),
            fields.textarea(
                "affected", Phrase("report.affected.label"), hint: Phrase("report.affected.hint"), rows: 3),
            fields.textarea("responsible", Phrase("report.who.label"), rows: 3),
            fields.text("contact", Phrase("report.contact.label"), hint: Phrase("report.contact.hint")))
    }
}
