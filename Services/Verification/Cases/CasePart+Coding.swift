import Accounts
import CaseModel
import Foundation
import Postgres
import Web

// Who it is about and what happened.
extension CasePart {
    static let people = CasePart(
        section: .people,
        glance: { view, _ in
            guard !view.file.coding.subjects.isEmpty else {
                return .p(view.words.html(Phrase("people.none")))
            }
            return .ul(.list(view.file.coding.subjects.map { person($0, view.facts) }))
        },
        paper: { view, transaction in
            let descriptors = try await view.parts.descriptors(
                view.file.row.id, view.sealing, view.staff, in: &transaction)
            let names = try await StaffNames.of(view.file.coding.savedBy, in: &transaction)
            return PeoplePages(shell: view.parts.shell).body(view.surroundings, descriptors, names, view.staff)
        })

    /// Who, what they are, and where they stand before the law.
    private static func person(_ record: RecordVersion<Subject>, _ facts: RecordFacts) -> HTML {
        let subject = record.content
        let unit = facts.code(subject.unit, "target_unit")
        let count = Subject.single.contains(subject.unit) ? nil : subject.count
        return .li(
            facts.person(record.id.description), " (", unit, count.map { .text(" \($0)") } ?? .empty, ")",
            .list(subject.categories.map { .list(" · ", facts.code($0, "target_category")) }),
            subject.legalStatus.last.map { .list(" · ", facts.code($0.status, "legal_status")) } ?? .empty,
            .when(subject.withheld, .list(" · ", facts.words.html(Phrase("people.withheld")))))
    }

    static let acts = CasePart(
        section: .acts,
        glance: { view, _ in
            let (coding, facts) = (view.file.coding, view.facts)
            let early = Set(coding.tooEarly)
            return .list(
                .when(coding.acts.isEmpty, .p(view.words.html(Phrase("acts.none")))),
                .ul(
                    .list(coding.acts.map { act($0.content, early.contains($0.id), facts) }),
                    .list(coding.cooperations.map { cooperation($0.content, facts) })),
                coding.facts.map { whole($0.content, facts) } ?? .empty)
        },
        paper: { view, transaction in
            let names = try await StaffNames.of(view.file.coding.savedBy, in: &transaction)
            let events = try await view.parts.eventTitles(view.file.coding, in: &transaction)
            return ActsPages(shell: view.parts.shell).body(view.surroundings, names, events: events, view.staff)
        })

    /// What, when, where, to whom, by whom.
    private static func act(_ act: Act, _ isEarly: Bool, _ facts: RecordFacts) -> HTML {
        var parts: [HTML] = [facts.code(act.act, "act_type")]
        if let date = act.date { parts.append(facts.date(date)) }
        if act.ongoing { parts.append(facts.words.html(Phrase("acts.ongoing"))) }
        if !act.place.isEmpty { parts.append(.userText(act.place)) }
        if let state = act.stateOfAct { parts.append(facts.state(state)) }
        parts += act.subjects.map { facts.person($0) }
        parts += act.perpetrators.map { facts.code($0.type, "perpetrator_type") }
        if isEarly { parts.append(.strong(facts.words.html(Phrase("acts.too_early")))) }
        return line(parts)
    }

    private static func cooperation(_ cooperation: Cooperation, _ facts: RecordFacts) -> HTML {
        var parts: [HTML] = [
            .list(facts.words.html(Phrase("acts.cooperation")), ": ", facts.code(cooperation.entity, "un_entity"))
        ]
        if let mandate = cooperation.mandate { parts.append(facts.code(mandate, "sp_mandate")) }
        if let tense = cooperation.tense { parts.append(facts.code(tense, "cooperation_tense")) }
        if let date = cooperation.date { parts.append(facts.date(date)) }
        parts += cooperation.subjects.map { facts.person($0) }
        return line(parts)
    }

    private static func whole(_ whole: WholeCase, _ facts: RecordFacts) -> HTML {
        .dl(
            facts.codes(Phrase("acts.nature"), whole.nature, "act_nature"),
            facts.codes(Phrase("acts.effects"), whole.effects, "effect"),
            facts.states(Phrase("acts.responsible"), whole.stateResponsible))
    }

    private static func line(_ parts: [HTML]) -> HTML {
        var joined: [HTML] = []
        for part in parts {
            if !joined.isEmpty { joined.append(" · ") }
            joined.append(part)
        }
        return .li(.list(joined))
    }
}
