import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// What happened, with whom people cooperated, and what is said of the case as a whole.
struct ActsPages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    func section(
        _ about: RecordSurroundings, _ names: StaffNames, events: [String: String], _ staff: Staff
    ) -> HTML {
        shell.page(about.row, .acts, staff, body(about, names, events: events, staff))
    }

    /// Without the page around it.
    ///
    /// - Parameter events: What the UN events are called, by their ids.
    func body(
        _ about: RecordSurroundings, _ names: StaffNames, events: [String: String], _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let coding = about.coding
        let facts = RecordFacts(
            lists: lists, words: words, staff: staff, names: coding.names(words(Phrase("people.nameless"))))
        let address = "/desk/cases/\(about.row.id)"
        let early = Set(coding.tooEarly)
        return .list(
            .h2(words.html(Phrase("acts.title"))),
            .when(coding.acts.isEmpty, .p(words.html(Phrase("acts.none")))),
            .list(coding.acts.map { act($0, early.contains($0.id), about, names, facts) }),
            add("\(address)/acts/new", ActForm.adding, words, staff),
            .h2(words.html(Phrase("acts.cooperation"))),
            .when(coding.cooperations.isEmpty, .p(words.html(Phrase("acts.cooperation.none")))),
            .list(coding.cooperations.map { cooperation($0, about, events, names, facts) }),
            add("\(address)/cooperation/new", CooperationForm.adding, words, staff),
            .h2(words.html(Phrase("acts.facts"))),
            coding.facts.map { self.facts($0, about, names, facts) } ?? .p(words.html(Phrase("acts.facts.none"))),
            add("\(address)/facts", FactsForm.changing, words, staff))
    }

    private func add(_ address: String, _ label: Phrase, _ words: Words, _ staff: Staff) -> HTML {
        .when(
            staff.may(.editCases),
            .p([.class("only-screen")], FormFields.buttonLink(address, words.html(label))))
    }

    private func act(
        _ record: RecordVersion<Act>, _ isEarly: Bool, _ about: RecordSurroundings, _ names: StaffNames,
        _ facts: RecordFacts
    ) -> HTML {
        let act = record.content
        let words = facts.words
        return facts.article(
            record, in: about.row.id, path: ActForm.path, by: names,
            .h3(facts.code(act.act, "act_type")),
            .when(
                isEarly,
                .p([.class("notice"), .id("early-\(record.id)")], words.html(Phrase("acts.too_early")))),
            .dl(
                facts.people(Phrase("acts.subjects"), act.subjects),
                facts.span(Phrase("acts.date"), act.date),
                .when(act.ongoing, facts.fact(Phrase("acts.ongoing"), [words.html(Phrase("record.yes"))])),
                facts.states(Phrase("acts.state_of_act"), act.stateOfAct.map { [$0] } ?? []),
                facts.text(Phrase("acts.place"), act.place),
                facts.codes(Phrase("acts.place_precision"), act.placePrecision, "place_precision"),
                facts.codes(Phrase("acts.modality"), act.modality, "act_modality"),
                severity(act, facts),
                facts.fact(Phrase("acts.perpetrators"), act.perpetrators.map { perpetrator($0, facts) }),
                facts.codes(Phrase("acts.treaty_provisions"), act.treatyProvisions, "treaty_provision"),
                facts.fact(
                    Phrase("acts.annex"),
                    act.annex.map { [.data([.value($0.rawValue)], words.html($0.phrase))] } ?? []),
                facts.text(Phrase("people.notes"), act.note),
                facts.sources(act.submissions, about.submissions)))
    }

    private func severity(_ act: Act, _ facts: RecordFacts) -> HTML {
        guard let tier = act.severity ?? lists.item(act.act, in: "act_type")?.tier else { return .empty }
        let value = HTML.data(
            [.value(String(tier))], facts.words.html(Phrase("acts.severity.value", ["tier": .number(tier)])))
        return .list(
            facts.fact(Phrase("acts.severity"), [value]),
            facts.text(Phrase("acts.severity.reason"), act.severityReason))
    }

    private func perpetrator(_ perpetrator: Act.Perpetrator, _ facts: RecordFacts) -> HTML {
        let parts: [HTML?] = [
            facts.code(perpetrator.type, "perpetrator_type"),
            perpetrator.attribution.map { facts.code($0, "attribution") },
            perpetrator.stateResponsible.map(facts.state), perpetrator.name.map { .userText($0) },
        ]
        var joined: [HTML] = []
        for part in parts.compactMap(\.self) {
            if !joined.isEmpty { joined.append(", ") }
            joined.append(part)
        }
        return .span([.class("perpetrator")], .list(joined))
    }

    private func cooperation(
        _ record: RecordVersion<Cooperation>, _ about: RecordSurroundings, _ events: [String: String],
        _ names: StaffNames, _ facts: RecordFacts
    ) -> HTML {
        let cooperation = record.content
        let words = facts.words
        return facts.article(
            record, in: about.row.id, path: CooperationForm.path, by: names,
            .h3(facts.code(cooperation.entity, "un_entity")),
            .dl(
                facts.codes(Phrase("acts.mandate"), cooperation.mandate, "sp_mandate"),
                facts.people(Phrase("acts.cooperation.subjects"), cooperation.subjects),
                facts.codes(Phrase("acts.limbs"), cooperation.limbs, "cooperation_limb"),
                facts.codes(Phrase("acts.tense"), cooperation.tense, "cooperation_tense"),
                facts.codes(Phrase("acts.activities"), cooperation.activities, "cooperation_activity"),
                facts.span(Phrase("acts.date"), cooperation.date),
                facts.fact(
                    Phrase("acts.setting"),
                    cooperation.setting.map { [.data([.value($0.rawValue)], words.html($0.phrase))] } ?? []),
                facts.fact(
                    Phrase("acts.event"),
                    cooperation.event.map { event in
                        [.a([.href("/desk/calendar/events/\(event)")], .userText(events[event] ?? "–"))]
                    } ?? []),
                facts.text(Phrase("people.notes"), cooperation.note)))
    }

    private func facts(
        _ record: RecordVersion<WholeCase>, _ about: RecordSurroundings, _ names: StaffNames, _ facts: RecordFacts
    ) -> HTML {
        let content = record.content
        let words = facts.words
        func answer(_ title: Phrase, _ value: Bool?) -> HTML {
            facts.fact(
                title,
                value.map {
                    [.data([.value($0.yesOrNo)], words.html($0 ? Phrase("record.yes") : Phrase("record.no")))]
                } ?? [])
        }
        return .article(
            [.class("record"), .id("record-\(record.id)")],
            .dl(
                [.id("facts")],
                facts.codes(Phrase("acts.nature"), content.nature, "act_nature"),
                facts.codes(Phrase("acts.effects"), content.effects, "effect"),
                facts.states(Phrase("acts.of_act"), content.stateOfAct),
                facts.states(Phrase("acts.responsible"), content.stateResponsible),
                facts.states(Phrase("acts.of_nationality"), content.stateOfNationality),
                answer(Phrase("acts.on_un_premises"), content.onPremises),
                answer(Phrase("acts.previously_reported"), content.previouslyReported),
                facts.fact(Phrase("acts.references"), content.references.map { .userText($0) })),
            .p(
                [.class("hint")],
                words.html(Phrase("record.version", ["number": .number(record.version)])), " · ",
                UTCTime.html(record.savedAt), " · ", .userText(names.name(record.savedBy)), " · ",
                .a([.href("/desk/cases/\(about.row.id)/records/\(record.id)")], words.html(Phrase("record.history")))))
    }
}
