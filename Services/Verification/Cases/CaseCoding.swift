import CaseModel
import Foundation
import Postgres

/// How a case is coded: who, what and with whom, as the records that stand say it. Descriptors are not part of it.
struct CaseCoding: Sendable {
    var subjects: [RecordVersion<Subject>] = []
    var relations: [RecordVersion<Relation>] = []
    var acts: [RecordVersion<Act>] = []
    var cooperations: [RecordVersion<Cooperation>] = []
    var facts: RecordVersion<WholeCase>?

    private static let kinds = [Subject.kind, Relation.kind, Act.kind, Cooperation.kind, WholeCase.kind]

    static func read(
        _ id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> CaseCoding {
        var coding = CaseCoding()
        for row in try await RecordQueries.all(kinds, of: id, in: &transaction) {
            switch row.kind {
            case Subject.kind: coding.subjects.append(try sealing.open(row))
            case Relation.kind: coding.relations.append(try sealing.open(row))
            case Act.kind: coding.acts.append(try sealing.open(row))
            case Cooperation.kind: coding.cooperations.append(try sealing.open(row))
            // One a case; should there be two, the first stands.
            case WholeCase.kind where coding.facts == nil: coding.facts = try sealing.open(row)
            default: break
            }
        }
        coding.acts.sort { DateSpan.isBefore($0.content.date, $1.content.date) }
        coding.cooperations.sort { DateSpan.isBefore($0.content.date, $1.content.date) }
        return coding
    }

    var subjectIDs: [String] { subjects.map(\.id.description) }

    /// What pages call the subjects.
    func names(_ nameless: String) -> [String: String] {
        var names: [String: String] = [:]
        for subject in subjects {
            names[subject.id.description] = subject.content.displayName.isEmpty ? nameless : subject.content.displayName
        }
        return names
    }

    /// Records that name a subject.
    func mentions(_ subject: RecordID) -> Bool {
        let id = subject.description
        return relations.contains { $0.content.from == id || $0.content.to == id }
            || acts.contains { $0.content.subjects.contains(id) }
            || cooperations.contains { $0.content.subjects.contains(id) }
    }

    /// Acts that by their dates cannot be about any of the case's cooperation (DOMAIN.md C.4).
    var tooEarly: [RecordID] {
        guard !cooperations.isEmpty else { return [] }
        return acts.filter { act in
            cooperations.allSatisfy {
                DateSpan.order(act: act.content.date, cooperation: $0.content.date, tense: $0.content.tense)
                    == .actFirst
            }
        }.map(\.id)
    }
}

extension CaseFigures {
    /// What is counted of how the case is coded. Each State field has one place here: the first.
    mutating func take(_ coding: CaseCoding) {
        acts = CaseCoding.once(coding.acts.map(\.content.act))
        unEntities = CaseCoding.once(coding.cooperations.map(\.content.entity))
        let facts = coding.facts?.content
        stateOfAct = facts.map(\.stateOfAct.first) ?? coding.statesOfAct.first
        stateResponsible = facts.map(\.stateResponsible.first) ?? coding.statesResponsible.first
        stateOfNationality = facts.map(\.stateOfNationality.first) ?? coding.statesOfNationality.first
        happened = coding.acts.lazy.compactMap { $0.content.date?.first }.first
        individuals = coding.subjects.compactMap(\.content.people).reduce(0, +)
        organizations = coding.subjects.count { $0.content.unit == "ORGANIZATION" }
    }
}
