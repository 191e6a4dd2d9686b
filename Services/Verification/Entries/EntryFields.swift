import Accounts
import CaseModel
import Web

// The fields of the entry form, in the order of a conversation.
extension EntryForm {
    /// - Parameters:
    ///   - entry: The entry's name, made with the page.
    ///   - events: UN events to choose from.
    ///   - languages: In which a sheet can be printed.
    func html(
        _ state: FormState, entry: String, events: [CalendarEvent], languages: [Language], _ words: Words,
        _ staff: Staff
    ) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: "/desk/entries", token: staff.formToken, multipart: true,
            fields.hidden("entry", entry),
            how(fields), what(fields, words), cooperation(fields, events), people(fields, words), consent(fields),
            contact(fields), originals(fields), sheet(fields, languages), fields.button(Phrase("entry.submit")))
    }

    private func codes(_ list: String, _ words: Words) -> [Choice] { lists.choices(list, words) }

    private func how(_ fields: FormFields) -> HTML {
        let channels = Self.channels.map { Choice($0, lists.label($0, in: "channel", fields.words)) }
        return .list(
            fields.select("channel", Phrase("entry.channel"), options: channels, required: true),
            fields.text(
                "told_at", Phrase("entry.told_at"), hint: Phrase("entry.told_at.hint"), kind: .number, maxLength: 30,
                size: 12),
            fields.text("source_reference", Phrase("submission.reference"), maxLength: FieldLimits.sourceReference),
            fields.text(
                "language", Phrase("entry.language"), hint: Phrase("entry.language.hint"), kind: .code,
                maxLength: FieldLimits.language, size: 8))
    }

    func dangers(_ fields: FormFields) -> HTML {
        fields.checkboxes(
            "dangers", Phrase("submission.danger"),
            options: DeclaredDanger.allCases.map { Choice($0.rawValue, fields.words(SubmissionFacts.phrase($0))) })
    }

    func states(_ words: Words) -> [Choice] {
        lists.states(inOrderOf: words.language.code).map { Choice($0.iso3, $0.name(words.language.code)) }
    }

    private func what(_ fields: FormFields, _ words: Words) -> HTML {
        .list(
            .h2(words.html(Phrase("submission.part.what"))),
            fields.textarea(
                "narrative", Phrase("submission.narrative"), hint: Phrase("entry.narrative.hint"), required: true,
                rows: 12),
            dangers(fields),
            fields.text(
                "happened", Phrase("submission.when"), hint: Phrase("entry.happened.hint"), kind: .number,
                maxLength: 20, size: 12),
            fields.checkbox("happened_approximately", Phrase("entry.approximately")),
            fields.text(
                "happened_in_words", Phrase("submission.when_words"), maxLength: FieldLimits.happenedInWords),
            fields.text("place", Phrase("submission.where"), maxLength: FieldLimits.place),
            fields.select(
                "place_precision", Phrase("submission.where_precision"), options: codes("place_precision", words)),
            fields.select("state", Phrase("open.state"), options: states(words)),
            .details(
                .summary(words.html(Phrase("submission.acts"))),
                fields.checkboxes("acts", Phrase("submission.acts"), options: codes("act_type", words))))
    }

    private func cooperation(_ fields: FormFields, _ events: [CalendarEvent]) -> HTML {
        let words = fields.words
        return .list(
            .h2(words.html(Phrase("submission.part.un"))),
            fields.textarea("cooperation", Phrase("submission.cooperation"), rows: 4),
            fields.radios(
                "un_link", Phrase("submission.un_link"),
                options: UNLink.allCases.map { Choice($0.rawValue, words(SubmissionFacts.phrase($0))) }),
            fields.select(
                "event", Phrase("submission.event"), options: events.map { Choice("\($0.id)", $0.title) }),
            fields.text(
                "cooperated", Phrase("submission.cooperated"), hint: Phrase("entry.happened.hint"), kind: .number,
                maxLength: 20, size: 12),
            fields.checkbox("cooperated_approximately", Phrase("entry.approximately")),
            fields.select("tense", Phrase("submission.tense"), options: codes("cooperation_tense", words)),
            .details(
                .summary(words.html(Phrase("entry.un.more"))),
                fields.checkboxes("un_entity", Phrase("submission.body"), options: codes("un_entity", words)),
                fields.checkboxes("limbs", Phrase("submission.limbs"), options: codes("cooperation_limb", words)),
                fields.checkboxes(
                    "activities", Phrase("submission.activities"), options: codes("cooperation_activity", words))))
    }

    func forWhom(_ fields: FormFields) -> HTML {
        fields.select(
            "for_whom", Phrase("submission.for_whom"),
            options: ForWhom.allCases.map { Choice($0.rawValue, fields.words(SubmissionFacts.phrase($0))) })
    }

    private func people(_ fields: FormFields, _ words: Words) -> HTML {
        .list(
            .h2(words.html(Phrase("submission.part.whom"))),
            forWhom(fields),
            fields.textarea("affected", Phrase("submission.affected"), rows: 3),
            fields.textarea("responsible", Phrase("submission.who"), rows: 3),
            fields.textarea("told_to", Phrase("submission.told_to"), rows: 3),
            .details(
                .summary(words.html(Phrase("entry.self"))),
                .p([.class("hint")], words.html(Phrase("entry.self.hint"))),
                fields.select("gender", Phrase("submission.gender"), options: codes("gender", words)),
                fields.select("age_band", Phrase("submission.age"), options: codes("age_band", words)),
                fields.checkboxes("situations", Phrase("submission.situations"), options: codes("vulnerability", words))
            ))
    }

    private func consent(_ fields: FormFields) -> HTML {
        let words = fields.words
        return .list(
            .h2(words.html(Phrase("submission.part.wishes"))),
            fields.checkboxes(
                "purposes", Phrase("submission.purposes"), options: codes("consent_purpose", words),
                hint: Phrase("entry.purposes.hint")),
            fields.select(
                "consent_basis", Phrase("submission.basis"),
                options: ConsentBasis.allCases.map { Choice($0.rawValue, words(SubmissionFacts.phrase($0))) }),
            fields.textarea("consent_proof", Phrase("submission.proof"), rows: 3),
            fields.text(
                "consent_conditions", Phrase("submission.conditions"), maxLength: FieldLimits.consentConditions),
            fields.checkboxes(
                "anonymity", Phrase("submission.anonymity"),
                options: AnonymityWish.allCases.map { Choice($0.rawValue, words(SubmissionFacts.phrase($0))) }))
    }

    private func contact(_ fields: FormFields) -> HTML {
        let words = fields.words
        return .list(
            .h2(words.html(Phrase("submission.contact"))),
            fields.radios(
                "contact_wish", Phrase("submission.contact_wish"),
                options: ContactWish.allCases.map { Choice($0.rawValue, words(SubmissionFacts.phrase($0))) }),
            fields.text("contact", Phrase("submission.contact"), maxLength: FieldLimits.contact),
            fields.text("contact_times", Phrase("submission.contact_times"), maxLength: FieldLimits.contactTimes),
            fields.checkbox("check_ins", Phrase("submission.check_ins")))
    }

    private func originals(_ fields: FormFields) -> HTML {
        fields.file(
            "files", Phrase("entry.files"),
            hint: Phrase("entry.files.hint", ["limit": .number(FieldLimits.evidenceFiles)]),
            multiple: true)
    }

    func sheet(_ fields: FormFields, _ languages: [Language]) -> HTML {
        .list(
            .h2(fields.words.html(Phrase("sheet.title"))),
            fields.text(
                "sheet", Phrase("entry.sheet"), hint: Phrase("entry.sheet.hint"), kind: .code, maxLength: 20, size: 10),
            sheetLanguage(fields, languages))
    }

    func sheetLanguage(_ fields: FormFields, _ languages: [Language]) -> HTML {
        fields.select(
            "sheet_language", Phrase("sheet.language"),
            options: languages.map { Choice($0.code, $0.nativeName) })
    }
}
