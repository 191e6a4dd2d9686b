import Accounts
import CaseModel
import Foundation
import Web

/// Independence groups: what is known of one, and a person's answer to the proposal that two items are of one.
struct GroupItems: Sendable {
    let change: ChangeFindings

    /// Says who told them.
    func name(
        _ content: GroupContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(.groupFindings, in: caseID, by: officer, at: now) { place, transaction in
            guard place.file.assessment.groups.contains(where: { $0.name == content.name }) else {
                throw FormErrors([FormError("name", Phrase("field.unknown_code"))])
            }
            let known = try await change.records.all(
                GroupContent.self, of: caseID, place.sealing, in: &transaction
            ).first { $0.content.name == content.name }
            guard let known else {
                let id = try await change.records.add(
                    content, to: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
                return ((), id)
            }
            _ = try await change.records.revise(
                known.id, seen: known.version, to: content, in: caseID, place.sealing, by: place.officer, at: now,
                in: &transaction)
            return ((), known.id)
        }
    }

    /// Puts the second item, and all that share its group, into the first one's group; or keeps that they do not belong
    /// together.
    func answer(
        _ answer: GroupingContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(.groupFindings, in: caseID, by: officer, at: now) { place, transaction in
            let (one, other) = (try place.item(answer.one), try place.item(answer.other))
            let id = try await change.records.add(
                answer, to: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            guard answer.answer == .confirmed else { return ((), id) }
            for item in place.file.items where item.content.group == other.content.group {
                var content = item.content
                content.group = one.content.group
                _ = try await change.records.revise(
                    item.id, seen: item.version, to: content, in: caseID, place.sealing, by: place.officer, at: now,
                    in: &transaction)
            }
            return ((), id)
        }
    }
}
