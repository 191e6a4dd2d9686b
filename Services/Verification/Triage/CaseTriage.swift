import Accounts
import CaseModel
import Foundation
import Postgres
import Vault

/// What triage knows of a case.
struct CaseTriage: Sendable {
    struct Other: Sendable {
        let id: CaseID
        let number: Int64
    }

    let row: CaseRow
    let clocks: [DeskClock]
    let submissions: [SubmissionRow]
    let alike: [Alike]
    let officers: [Officer]
    let names: StaffNames
    let steps: [TakenStep]
    /// The case that this one was closed as a duplicate of, and those that were closed as duplicates of it.
    let original: Other?
    let duplicates: [Other]
    let screen: RecordVersion<ScreenContent>?
    /// In which the first of the sources wants to be answered.
    let language: String?
}

struct ReadCaseTriage: Sendable {
    let parts: DeskParts
    let find = FindAlike()

    func callAsFunction(_ id: CaseID, for staff: Staff) async throws -> CaseTriage {
        try await parts.desk.read(for: staff) { transaction in
            let (row, sealing) = try await parts.files.row(id, in: &transaction)
            let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
            let steps = try await parts.journal.steps(of: submissions.map(\.id), case: id, in: &transaction)
            let people = steps.map(\.by) + steps.compactMap(\.officer) + [row.officer].compactMap { $0 }
            let toldAt = try await CaseTriageQueries.toldAt(id, in: &transaction)
            let screens = try await parts.records.all(ScreenContent.self, of: id, sealing, in: &transaction)
            return CaseTriage(
                row: row,
                clocks: row.status.isTerminal
                    ? []
                    : DeskClock.ofCase(
                        row.urgency, firstReceivedAt: row.firstReceivedAt, isDecided: row.decidedAt != nil,
                        toldAt: toldAt),
                submissions: submissions,
                alike: try await find(submissions.map(\.id), of: id, in: &transaction),
                officers: try await Officers.fitting([row.compartment], in: &transaction),
                names: try await StaffNames.of(people, in: &transaction), steps: steps,
                original: try await CaseTriageQueries.original(of: id, in: &transaction),
                duplicates: try await CaseTriageQueries.duplicates(of: id, in: &transaction), screen: screens.first,
                language: submissions.first.flatMap { try? parts.open($0).answerLanguage })
        }
    }
}

enum CaseTriageQueries {
    /// The source that has waited longest; nil where that clock does not run.
    static func toldAt(_ id: CaseID, in transaction: inout Transaction) async throws -> Date? {
        try await transaction.first(
            "SELECT min(told_at) AS told_at FROM submissions WHERE case_id = \(id.uuid) AND feedback_runs")?
            .get("told_at")
    }

    static func original(of id: CaseID, in transaction: inout Transaction) async throws -> CaseTriage.Other? {
        try await transaction.first(
            """
            SELECT other.id, other.number FROM cases JOIN cases AS other ON other.id = cases.duplicate_of
            WHERE cases.id = \(id.uuid)
            """
        ).map(CaseTriage.Other.init)
    }

    static func duplicates(of id: CaseID, in transaction: inout Transaction) async throws -> [CaseTriage.Other] {
        try await transaction.query(
            "SELECT id, number FROM cases WHERE duplicate_of = \(id.uuid) ORDER BY number"
        ).map(CaseTriage.Other.init)
    }
}

extension CaseTriage.Other {
    fileprivate init(_ row: Row) throws {
        id = CaseID(try row.get("id", as: UUID.self))
        number = try row.get("number")
    }
}
