import CaseModel
import Web

/// What happened: the one text that a submission needs, the dangers of now, and, where somebody wishes, the kind of act
/// and its circumstances.
struct WhatHappenedFields {
    let fields: FormFields
    let codes: CodeWords

    /// The text, and the language it is in.
    func narrative() -> HTML {
        .list(
            fields.textarea(
                "narrative", Phrase("report.narrative.label"), hint: Phrase("report.narrative.hint"), required: true,
                rows: 10),
            fields.optional(
                Phrase("report.language.part"), ["language", "language_other"],
                fields.select("language", Phrase("report.language.label"), options: languages),
                fields.text(
                    "language_other", Phrase("report.language_other.label"),
                    hint: Phrase("report.language_other.hint"), kind: .code, maxLength: 35, size: 12)))
    }

    func dangers() -> HTML {
        let dangers: [(DeclaredDanger, Phrase)] = [
            (.threatToLife, Phrase("report.danger.threat_to_life")),
            (.missingSinceDays, Phrase("report.danger.missing")),
            (.deportation, Phrase("report.danger.deportation")),
            (.medicalEmergency, Phrase("report.danger.medical_emergency")),
            (.withinSevenDays, Phrase("report.danger.within_seven_days")),
            (.meetingInProgress, Phrase("report.danger.meeting")),
        ]
        return fields.boxes(
            "dangers", Phrase("report.danger.legend"),
            options: dangers.map { Choice($0.0.rawValue, fields.words($0.1)) })
    }

    func acts() -> HTML {
        let known: [(String, Phrase)] = [
            ("VIOLENCE", Phrase("report.acts.group.VIOLENCE")), ("LIBERTY", Phrase("report.acts.group.LIBERTY")),
            ("THREAT", Phrase("report.acts.group.THREAT")),
            ("SURVEILLANCE", Phrase("report.acts.group.SURVEILLANCE")),
            ("JUDICIAL_ADMIN", Phrase("report.acts.group.JUDICIAL_ADMIN")),
            ("ORGANIZATION", Phrase("report.acts.group.ORGANIZATION")),
            ("UN_ACCESS", Phrase("report.acts.group.UN_ACCESS")),
            ("PROPERTY", Phrase("report.acts.group.PROPERTY")),
            ("INSTITUTION", Phrase("report.acts.group.INSTITUTION")),
        ]
        var groups = known.map { group, title in
            FormFields.BoxGroup(title, codes.choices("act_type", "report.act") { $0.group == group })
        }
        let named = Set(known.map(\.0))
        groups.append(
            FormFields.BoxGroup(
                Phrase("report.acts.group.OTHER"),
                codes.choices("act_type", "report.act") { !named.contains($0.group ?? "") }))
        return fields.optional(
            Phrase("report.acts.part"), ["acts"],
            fields.boxGroups(
                "acts", Phrase("report.acts.label"), groups: groups, hint: Phrase("report.acts.hint")))
    }

    func circumstances() -> HTML {
        fields.optional(
            Phrase("report.when_where.part"),
            [
                "happened", "happened_about", "happened_in_words", "place", "place_precision", "state", "responsible",
                "told_to",
            ],
            fields.text("happened", Phrase("report.when.label"), hint: Phrase("report.when.hint"), maxLength: 40),
            fields.checkbox("happened_about", Phrase("report.happened_about.label")),
            fields.text("happened_in_words", Phrase("report.when_words.label"), hint: Phrase("report.when_words.hint")),
            fields.text("place", Phrase("report.where.label"), hint: Phrase("report.where.hint")),
            fields.select(
                "place_precision", Phrase("report.place_precision.label"),
                options: codes.choices("place_precision", "report.place")),
            fields.text("state", Phrase("report.state.label"), maxLength: 200),
            fields.textarea("responsible", Phrase("report.who.label"), hint: Phrase("report.who.hint"), rows: 3),
            fields.textarea("told_to", Phrase("report.told.label"), hint: Phrase("report.told.hint"), rows: 3))
    }

    private var languages: [Choice] {
        Language.allCases.map { Choice($0.code, $0.nativeName) }
            + [Choice(ReportForm.otherLanguage, fields.words(Phrase("report.language.other")))]
    }
}
