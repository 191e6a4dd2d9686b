import CaseModel
import Foundation
import Postgres
import Vault

enum NoticeQueries {
    static func of(_ caseID: CaseID, in transaction: inout Transaction) async throws -> [CaseNotice] {
        try await transaction.query("\(columns) WHERE case_id = \(caseID.uuid) ORDER BY urgency, due_at, id")
            .map(CaseNotice.init)
    }

    /// What stands on the desk: the most urgent and then the oldest first, with the numbers of their cases.
    static func open(
        at now: Date, limit: Int, in transaction: inout Transaction
    ) async throws -> [(notice: CaseNotice, number: Int64)] {
        try await transaction.query(
            """
            SELECT n.id, n.case_id, n.kind, n.about, n.due_at, n.urgency, n.settled_at, cases.number
            FROM case_notices n JOIN cases ON cases.id = n.case_id
            WHERE n.settled_at IS NULL AND n.due_at <= \(now) ORDER BY n.urgency, n.due_at, n.id LIMIT \(limit)
            """
        ).map { (try CaseNotice($0), try $0.get("number")) }
    }

    /// Returns false where the same is said already.
    @discardableResult static func raise(
        _ occasion: CaseNotice.Occasion, of caseID: CaseID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO case_notices (id, case_id, kind, about, due_at, urgency)
            VALUES (\(Randomness.timelessUUID()), \(caseID.uuid), \(occasion.kind.rawValue), \(occasion.about),
                \(occasion.dueAt), \(occasion.urgency.rawValue))
            ON CONFLICT (case_id, kind, about) DO NOTHING
            """) == 1
    }

    /// Says it, again where somebody has settled it, with its new time.
    static func renew(
        _ occasion: CaseNotice.Occasion, of caseID: CaseID, in transaction: inout Transaction
    ) async throws {
        guard try await raise(occasion, of: caseID, in: &transaction) == false else { return }
        try await transaction.execute(
            """
            UPDATE case_notices SET due_at = \(occasion.dueAt), urgency = \(occasion.urgency.rawValue),
                settled_at = NULL, settled_by = NULL
            WHERE case_id = \(caseID.uuid) AND kind = \(occasion.kind.rawValue) AND about = \(occasion.about)
            """)
    }

    /// Returns false where it is not there, or settled.
    static func settle(
        _ id: UUID, of caseID: CaseID, at now: Date, by officer: StaffID?, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE case_notices SET settled_at = \(now), settled_by = \(officer?.uuid)
            WHERE id = \(id) AND case_id = \(caseID.uuid) AND settled_at IS NULL
            """) == 1
    }

    private static let columns: SQL =
        "SELECT id, case_id, kind, about, due_at, urgency, settled_at FROM case_notices"
}
