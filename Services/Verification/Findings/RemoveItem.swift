import Accounts
import CaseModel
import Foundation

/// Takes an item of information out of the case, with the reason. Its history stays; a "1" that rested on it holds no more.
struct RemoveItem: Sendable {
    let change: ChangeFindings

    func callAsFunction(
        _ id: RecordID, seen: Int, because reason: String, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(.removeFinding, in: caseID, by: officer, at: now) { place, transaction in
            _ = try place.item(id)
            try await change.records.remove(
                ItemContent.self, id, seen: seen, because: reason, in: caseID, place.sealing, by: place.officer,
                at: now, in: &transaction)
            return ((), id)
        }
    }
}
