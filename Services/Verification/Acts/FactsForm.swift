import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// The form for what is said of the case as a whole. It suggests what follows from the acts, the people and the cooperation.
struct FactsForm: RecordForm {
    typealias Content = WholeCase

    let lists: CodeLists

    static let path = "facts"
    static let section = CaseSection.acts
    static let saving = AuditAction("facts.save")
    static let removing = AuditAction("facts.remove")
    static let isSingle = true
    static let adding = Phrase("acts.facts.change")
    static let changing = Phrase("acts.facts.change")

    private static let referenceLimit = 100
    private static let mostReferences = 30

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        let states = lists.states(words)
        let suggested = lists.label(about.coding.suggestedNature, in: "act_nature", words)
        return .list(
            fields.select("nature", Phrase("acts.nature"), options: lists.choices("act_nature", words)),
            .p(
                [.class("hint"), .id("suggested-nature")],
                words.html(Phrase("acts.nature.suggested", ["nature": .text(suggested)])), " ",
                .data([.value(about.coding.suggestedNature)], "")),
            fields.boxes("effects", Phrase("acts.effects"), options: lists.choices("effect", words)),
            fields.selects("of_act", Phrase("acts.of_act"), options: states, hint: Phrase("acts.state_of_act.hint")),
            fields.selects(
                "responsible", Phrase("acts.responsible"), options: states, hint: Phrase("acts.responsible.hint")),
            fields.selects("of_nationality", Phrase("acts.of_nationality"), options: states),
            fields.yesOrNo("on_un_premises", Phrase("acts.on_un_premises")),
            fields.yesOrNo("previously_reported", Phrase("acts.previously_reported")),
            fields.textarea(
                "references", Phrase("acts.references"), hint: Phrase("acts.references.hint"), rows: 3))
    }

    /// What follows from the rest of the case.
    func fresh(_ about: RecordSurroundings) -> FormState {
        var state = FormState()
        state.set("of_act", about.coding.statesOfAct)
        state.set("responsible", about.coding.statesResponsible)
        state.set("of_nationality", about.coding.statesOfNationality)
        return state
    }

    func state(of facts: WholeCase) -> FormState {
        var state = FormState()
        state.set("nature", facts.nature ?? "")
        state.set("effects", facts.effects)
        state.set("of_act", facts.stateOfAct)
        state.set("responsible", facts.stateResponsible)
        state.set("of_nationality", facts.stateOfNationality)
        state.set("on_un_premises", facts.onPremises?.yesOrNo ?? "")
        state.set("previously_reported", facts.previouslyReported?.yesOrNo ?? "")
        state.set("references", facts.references.joined(separator: "\n"))
        return state
    }

    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> WholeCase {
        var errors = FormErrors()
        var facts = WholeCase()
        facts.nature = errors.code(fields, "nature", in: "act_nature", lists, required: false)
        facts.effects = errors.codes(fields, "effects", in: "effect", lists)
        if facts.effects.count > 1, facts.effects.contains(WholeCase.noEffect) {
            errors.add("effects", Phrase("acts.effects.none"))
        }
        facts.stateOfAct = errors.states(fields, "of_act", lists)
        facts.stateResponsible = errors.states(fields, "responsible", lists)
        facts.stateOfNationality = errors.states(fields, "of_nationality", lists)
        facts.onPremises = choice(fields, "on_un_premises", &errors)
        facts.previouslyReported = choice(fields, "previously_reported", &errors)
        facts.references = errors.lines(
            fields, "references", limit: Self.referenceLimit, most: Self.mostReferences)
        if !facts.references.allSatisfy(Self.isReference) {
            errors.add("references", Phrase("acts.references.invalid"))
        }
        if facts.previouslyReported == false, !facts.references.isEmpty {
            errors.add("references", Phrase("acts.references.contradict"))
        }
        try errors.check()
        return facts
    }

    private func choice(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> Bool? {
        guard let typed = fields[name], !typed.isEmpty else { return nil }
        return Bool(yesOrNo: errors.choice(fields, name, among: ["yes", "no"]))
    }

    /// The symbol of a UN document, or a communication's reference: capitals and a stroke (`A/HRC/48/28`, `AL QMA 3/2025`).
    static func isReference(_ text: String) -> Bool {
        text.contains("/") && text.first?.isUppercase == true && text.contains(where: \.isNumber)
    }
}

extension CaseCoding {
    /// Code of list `act_nature`, from the tenses of the cooperation (DOMAIN.md B.1).
    var suggestedNature: String { ScopeRule.nature(tenses: Set(cooperations.compactMap(\.content.tense))) }

    var statesOfAct: [String] { Self.once(acts.compactMap(\.content.stateOfAct)) }
    var statesResponsible: [String] {
        Self.once(acts.flatMap(\.content.perpetrators).compactMap(\.stateResponsible))
    }
    var statesOfNationality: [String] { Self.once(subjects.flatMap(\.content.nationalities)) }

    static func once(_ codes: [String]) -> [String] {
        codes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
