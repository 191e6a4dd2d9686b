import CaseModel
import Web

/// What it has to do with the UN: one question and one text that are enough, and more where somebody knows more.
struct UNContactFields {
    let fields: FormFields
    let codes: CodeWords
    let events: [(UNEventID, UNEvent)]

    func link() -> HTML {
        let answers: [(UNLink, Phrase)] = [
            (.yes, Phrase("report.un_link.yes")), (.unsure, Phrase("report.un_link.unsure")),
            (.no, Phrase("report.un_link.no")),
        ]
        return .list(
            fields.boxes(
                "un_link", Phrase("report.un_link.label"),
                options: answers.map { Choice($0.0.rawValue, fields.words($0.1)) }, type: .radio),
            fields.textarea(
                "cooperation", Phrase("report.cooperation.label"), hint: Phrase("report.cooperation.hint"), rows: 4))
    }

    func more() -> HTML {
        fields.optional(
            Phrase("report.un.part"),
            ["un_entity", "limbs", "activities", "tense", "cooperated", "cooperated_about", "event"],
            fields.boxGroups(
                "un_entity", Phrase("report.un_entity.label"), groups: bodies,
                hint: Phrase("report.un_entity.hint")),
            fields.boxes(
                "activities", Phrase("report.activities.label"),
                options: codes.choices("cooperation_activity", "report.activity")),
            fields.boxes(
                "limbs", Phrase("report.limbs.label"), options: codes.choices("cooperation_limb", "report.limb")),
            fields.boxes(
                "tense", Phrase("report.tense.label"), options: codes.choices("cooperation_tense", "report.tense"),
                type: .radio),
            event(),
            fields.text(
                "cooperated", Phrase("report.cooperated.label"), hint: Phrase("report.when.hint"), maxLength: 40),
            fields.checkbox("cooperated_about", Phrase("report.cooperated_about.label")))
    }

    private var bodies: [FormFields.BoxGroup] {
        let known: [(Set<String>, Phrase)] = [
            (["HRC"], Phrase("report.family.HRC")), (["TREATY_BODY"], Phrase("report.family.TREATY_BODY")),
            (["OHCHR", "COUNTRY", "SECRETARIAT_PEACE"], Phrase("report.family.FIELD")),
            (["GA_ECOSOC", "CONFERENCE"], Phrase("report.family.GA")), (["AGENCY"], Phrase("report.family.AGENCY")),
        ]
        let groups = known.map { families, title in
            FormFields.BoxGroup(title, bodies { families.contains($0) })
        }
        let named = known.reduce(into: Set<String>()) { $0.formUnion($1.0) }
        return groups + [FormFields.BoxGroup(Phrase("report.family.OTHER"), bodies { !named.contains($0) })]
    }

    private func bodies(_ isWanted: (String) -> Bool) -> [Choice] {
        codes.choices("un_entity", "report.un_entity") { isWanted($0.text("family") ?? "") }
    }

    private func event() -> HTML {
        guard !events.isEmpty else { return .empty }
        return fields.select(
            "event", Phrase("report.event.label"),
            options: events.map { Choice($0.description, "\($1.title) (\($1.starts) – \($1.ends))") })
    }
}
