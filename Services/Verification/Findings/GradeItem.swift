import Accounts
import CaseModel
import Foundation

/// A second officer grades an item by themselves (DOMAIN.md C.2). What they make of it stands beside the first grades; where
/// the two differ, both are shown, and the first count until somebody changes them.
struct GradeItem: Sendable {
    enum Refusal: Error {
        /// Nobody is their own second grader.
        case ownGrade
        /// There is no first grade yet.
        case notGraded
    }

    let change: ChangeFindings

    func callAsFunction(
        _ reliability: SourceReliability, _ credibility: InformationCredibility, note: String, of id: RecordID,
        seen: Int, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(.gradeFinding, in: caseID, by: officer, at: now) { place, transaction in
            let item = try place.item(id)
            guard item.version == seen else { throw DeskFailure.conflict }
            guard item.content.isGraded else { throw Refusal.notGraded }
            guard item.content.gradedBy != place.officer else { throw Refusal.ownGrade }
            var content = item.content
            content.second = SecondGrade(
                reliability: reliability, credibility: credibility, note: note, by: place.officer, at: now)
            _ = try await change.records.revise(
                id, seen: seen, to: content, in: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            return ((), id)
        }
    }
}
