import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// The form that says what one of the case's people is to another.
struct RelationForm: RecordForm {
    typealias Content = Relation

    static let path = "relations"
    static let section = CaseSection.people
    static let saving = AuditAction("relation.save")
    static let removing = AuditAction("relation.remove")
    static let isCounted = false
    static let adding = Phrase("people.relation.add")
    static let changing = Phrase("people.relation.change")

    private static let noteLimit = 2_000

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        let names = about.coding.names(words(Phrase("people.nameless")))
        let people = about.coding.subjectIDs.map { Choice($0, names[$0] ?? $0) }
        return .list(
            fields.select("from", Phrase("people.relation.from"), options: people, required: true),
            fields.select(
                "relation", Phrase("people.relation"),
                options: Relation.Tie.allCases.map { Choice($0.rawValue, words($0.phrase)) }, required: true),
            fields.select("to", Phrase("people.relation.to"), options: people, required: true),
            fields.textarea("note", Phrase("people.notes"), rows: 3))
    }

    func state(of relation: Relation) -> FormState {
        var state = FormState()
        state.set("from", relation.from)
        state.set("relation", relation.relation.rawValue)
        state.set("to", relation.to)
        state.set("note", relation.note)
        return state
    }

    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> Relation {
        var errors = FormErrors()
        let from = person(fields, "from", about, &errors)
        let tie: Relation.Tie? = errors.code(fields, "relation")
        let to = person(fields, "to", about, &errors)
        if let from, from == to { errors.add("to", Phrase("people.relation.self")) }
        let note = errors.optionalText(fields, "note", limit: Self.noteLimit)
        let twice = about.coding.relations.contains {
            $0.id != about.record && $0.content.from == from && $0.content.to == to && $0.content.relation == tie
        }
        if twice { errors.add("relation", Phrase("people.relation.twice")) }
        try errors.check()
        guard let from, let tie, let to else { throw errors }
        return Relation(from: from, to: to, relation: tie, note: note)
    }

    private func person(
        _ fields: Fields, _ name: String, _ about: RecordSurroundings, _ errors: inout FormErrors
    ) -> String? {
        let typed = (fields[name] ?? "").lowercased()
        if typed.isEmpty {
            errors.add(name, Phrase("field.required"))
            return nil
        }
        guard about.coding.subjectIDs.contains(typed) else {
            errors.add(name, Phrase("record.not_of_case"))
            return nil
        }
        return typed
    }
}

extension Relation.Tie {
    var phrase: Phrase {
        switch self {
        case .relative: Phrase("people.relation.relative_of")
        case .lawyer: Phrase("people.relation.lawyer_of")
        case .assists: Phrase("people.relation.assists")
        case .member: Phrase("people.relation.member_of")
        case .works: Phrase("people.relation.works_for")
        case .represents: Phrase("people.relation.represents")
        case .colleague: Phrase("people.relation.colleague_of")
        case .witness: Phrase("people.relation.witness_for")
        }
    }
}
