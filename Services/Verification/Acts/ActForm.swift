import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// The form for an act.
struct ActForm: RecordForm {
    typealias Content = Act

    let lists: CodeLists

    static let path = "acts"
    static let section = CaseSection.acts
    static let saving = AuditAction("act.save")
    static let removing = AuditAction("act.remove")
    static let adding = Phrase("acts.add")
    static let changing = Phrase("acts.change")

    private static let nameLimit = 500
    private static let noteLimit = 10_000
    private static let perpetratorNames = [
        "perpetrator_type", "attribution", "state_responsible", "perpetrator_name",
    ]

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        return .list(
            fields.select("act", Phrase("acts.act"), options: acts(words), required: true),
            fields.people("subjects", Phrase("acts.subjects"), about.coding),
            fields.select("modality", Phrase("acts.modality"), options: lists.choices("act_modality", words)),
            fields.span(
                from: "date_from", to: "date_to", precision: "date_precision", Phrase("acts.date"), lists),
            fields.checkbox("ongoing", Phrase("acts.ongoing")),
            fields.select(
                "state_of_act", Phrase("acts.state_of_act"), options: lists.states(words),
                hint: Phrase("acts.state_of_act.hint")),
            fields.text("place", Phrase("acts.place"), maxLength: FieldLimits.place),
            fields.select(
                "place_precision", Phrase("acts.place_precision"), options: lists.choices("place_precision", words)),
            perpetrators(fields),
            severity(fields),
            fields.boxes(
                "treaty_provisions", Phrase("acts.treaty_provisions"), options: lists.choices("treaty_provision", words)
            ),
            fields.select(
                "annex", Phrase("acts.annex"),
                options: Act.Annex.allCases.map { Choice($0.rawValue, words($0.phrase)) },
                hint: Phrase("acts.annex.hint")),
            fields.textarea("note", Phrase("people.notes"), rows: 4),
            fields.sources("submissions", about.submissions))
    }

    /// With the tier that the list gives each.
    private func acts(_ words: Words) -> [Choice] {
        ((try? lists.list("act_type").items) ?? []).map { item in
            let tier = item.tier.map { " (\($0))" } ?? ""
            return Choice(item.code, "\(item.code) \(item.label(words.language.code))\(tier)")
        }
    }

    private func severity(_ fields: FormFields) -> HTML {
        .fieldset(
            [.class("field")],
            .legend(fields.words.html(Phrase("acts.severity"))),
            fields.select(
                "severity", Phrase("acts.severity.tier"),
                options: (1...4).map { tier in
                    Choice(String(tier), fields.words(Phrase("acts.severity.value", ["tier": .number(tier)])))
                }, hint: Phrase("acts.severity.hint")),
            fields.text("severity_reason", Phrase("acts.severity.reason"), maxLength: Self.nameLimit))
    }

    private func perpetrators(_ fields: FormFields) -> HTML {
        let types = lists.choices("perpetrator_type", fields.words)
        let attributions = lists.choices("attribution", fields.words)
        let states = lists.states(fields.words)
        return .fieldset(
            [.class("field")],
            .legend(fields.words.html(Phrase("acts.perpetrators"))),
            NumberedRows.html("perpetrator", Self.perpetratorNames, fields, more: Phrase("acts.perpetrators.more")) {
                row in
                .div(
                    [.class("row")],
                    fields.select(
                        NumberedRows.name("perpetrator_type", row), Phrase("acts.perpetrator", row: row),
                        options: types),
                    fields.select(
                        NumberedRows.name("attribution", row), Phrase("acts.attribution", row: row),
                        options: attributions),
                    fields.select(
                        NumberedRows.name("state_responsible", row), Phrase("acts.state_responsible", row: row),
                        options: states),
                    fields.text(
                        NumberedRows.name("perpetrator_name", row), Phrase("acts.perpetrator.name", row: row),
                        maxLength: Self.nameLimit))
            })
    }

    func state(of act: Act) -> FormState {
        var state = FormState()
        for (name, value) in [
            ("act", act.act), ("modality", act.modality ?? ""), ("date_from", act.date?.from ?? ""),
            ("date_to", act.date?.to ?? ""), ("date_precision", act.date?.precision ?? ""),
            ("ongoing", act.ongoing ? "yes" : ""), ("state_of_act", act.stateOfAct ?? ""), ("place", act.place),
            ("place_precision", act.placePrecision ?? ""), ("severity", act.severity.map { String($0) } ?? ""),
            ("severity_reason", act.severityReason), ("annex", act.annex?.rawValue ?? ""), ("note", act.note),
        ] { state.set(name, value) }
        state.set("subjects", act.subjects)
        state.set("treaty_provisions", act.treatyProvisions)
        state.set("submissions", act.submissions)
        for (index, perpetrator) in act.perpetrators.enumerated() {
            state.set(NumberedRows.name("perpetrator_type", index + 1), perpetrator.type)
            state.set(NumberedRows.name("attribution", index + 1), perpetrator.attribution ?? "")
            state.set(NumberedRows.name("state_responsible", index + 1), perpetrator.stateResponsible ?? "")
            state.set(NumberedRows.name("perpetrator_name", index + 1), perpetrator.name ?? "")
        }
        return state
    }

    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> Act {
        var errors = FormErrors()
        let code = errors.code(fields, "act", in: "act_type", lists, required: true)
        var act = Act(act: code ?? "")
        act.subjects = errors.ids(fields, "subjects", among: about.coding.subjectIDs)
        act.modality = errors.code(fields, "modality", in: "act_modality", lists, required: false)
        act.date = errors.span(
            fields, from: "date_from", to: "date_to", precision: "date_precision", lists, at: now)
        act.ongoing = fields["ongoing"] == "yes"
        act.stateOfAct = errors.state(fields, "state_of_act", lists)
        act.place = errors.optionalText(fields, "place", limit: FieldLimits.place)
        act.placePrecision = errors.code(fields, "place_precision", in: "place_precision", lists, required: false)
        act.perpetrators = perpetrators(fields, &errors)
        severity(fields, &act, &errors)
        act.treatyProvisions = errors.codes(fields, "treaty_provisions", in: "treaty_provision", lists)
        if let typed = fields["annex"], !typed.isEmpty { act.annex = errors.code(fields, "annex") }
        act.note = errors.optionalText(fields, "note", limit: Self.noteLimit)
        if code == Act.other, act.note.isEmpty { errors.add("note", Phrase("acts.other.describe")) }
        act.submissions = errors.ids(fields, "submissions", among: about.submissionIDs)
        try errors.check()
        return act
    }

    /// What the list says needs no reason; what departs from it does.
    private func severity(_ fields: Fields, _ act: inout Act, _ errors: inout FormErrors) {
        let tier = errors.number(fields, "severity", in: 1...4)
        let reason = errors.optionalText(fields, "severity_reason", limit: Self.nameLimit)
        guard let tier, tier != lists.item(act.act, in: "act_type")?.tier else { return }
        if reason.isEmpty { errors.add("severity_reason", Phrase("acts.severity.reason.needed")) }
        act.severity = tier
        act.severityReason = reason
    }

    private func perpetrators(_ fields: Fields, _ errors: inout FormErrors) -> [Act.Perpetrator] {
        var perpetrators: [Act.Perpetrator] = []
        for row in 1...NumberedRows.most {
            let type = NumberedRows.name("perpetrator_type", row)
            let code = errors.code(fields, type, in: "perpetrator_type", lists, required: false)
            let attribution = NumberedRows.name("attribution", row)
            let linked = errors.code(fields, attribution, in: "attribution", lists, required: false)
            let state = errors.state(fields, NumberedRows.name("state_responsible", row), lists)
            let name = errors.optionalText(
                fields, NumberedRows.name("perpetrator_name", row), limit: Self.nameLimit)
            guard let code else {
                if errors.error(type) == nil, linked != nil || state != nil || !name.isEmpty {
                    errors.add(type, Phrase("field.required"))
                }
                continue
            }
            if state != nil, linked == "NONE" { errors.add(attribution, Phrase("acts.attribution.contradicts")) }
            perpetrators.append(
                Act.Perpetrator(
                    type: code, attribution: linked, stateResponsible: state, name: name.isEmpty ? nil : name))
        }
        return perpetrators
    }
}

extension Act.Annex {
    var phrase: Phrase {
        switch self {
        case .istanbul: Phrase("acts.annex.istanbul_protocol")
        case .minnesota: Phrase("acts.annex.minnesota_protocol")
        }
    }
}
