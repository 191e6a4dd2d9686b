import Accounts
import CaseModel
import Foundation
import Web

/// An officer enters where items say different things, and says how it was resolved.
struct KeepContradiction: Sendable {
    let change: ChangeFindings

    func callAsFunction(
        _ content: ContradictionContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> RecordID {
        try await change(.registerContradiction, in: caseID, by: officer, at: now) { place, transaction in
            let known = Set(place.file.items.map(\.id))
            guard content.items.allSatisfy(known.contains) else {
                throw FormErrors([FormError("items", Phrase("field.unknown_code"))])
            }
            let id = try await change.records.add(
                content, to: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            return (id, id)
        }
    }

    /// What an officer says of one that is registered.
    struct Answer: Sendable {
        var differs: ContradictionContent.Differs
        var note: String
        var state: ContradictionContent.State
        var how: String
        var why: String
    }

    func answer(
        _ answer: Answer, to id: RecordID, seen: Int, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Revision {
        try await change(.settleContradiction, in: caseID, by: officer, at: now) { place, transaction in
            let stored = place.file.assessment.contradictions.first { $0.id == id }
            guard let stored else { throw DeskFailure.notFound }
            var content = stored.content
            content.differs = answer.differs
            content.note = answer.note
            content.state = answer.state
            content.how = answer.how
            content.why = answer.why
            content.resolvedBy = answer.state == .resolved ? place.officer : nil
            let revision = try await change.records.revise(
                id, seen: seen, to: content, in: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            guard case .saved = revision else { return (revision, nil) }
            return (revision, id)
        }
    }
}
