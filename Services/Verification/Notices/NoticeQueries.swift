import CaseModel
import Foundation
import Postgres
import Vault

enum NoticeQueries {
    static func of(_ caseID: CaseID, in transaction: inout Transaction) async throws -> [CaseNotice] {
        try await transaction.query("\(columns) WHERE case_id = \(caseID.uuid) ORDER BY urgency, due_at, id")
            .map(CaseNotice.init)
    }

    /// What stands on the desk (`OpenNotice`): the most urgent and then the oldest first. Of each class the first ones, of U1
    /// all. Most notices are due some day: class by class, the index leads past them. A case that is closed has no step left
    /// to do.
    static func open(at now: Date, limit: Int) -> SQL {
        let closed = CaseStatus.allCases.filter(\.isTerminal).map(\.rawValue)
        return """
            SELECT n.* FROM unnest(\(Urgency.allCases.map(\.rawValue))) AS class (code) CROSS JOIN LATERAL (
                SELECT o.id, o.case_id, o.kind, o.about, o.due_at, o.urgency, o.settled_at, o.for_role, cases.number,
                    cases.compartment
                FROM case_notices o JOIN cases ON cases.id = o.case_id
                WHERE o.urgency = class.code AND o.settled_at IS NULL AND o.due_at <= \(now)
                    AND NOT (o.kind = \(CaseNotice.Kind.stepOverdue.rawValue) AND cases.status = ANY (\(closed)))
                ORDER BY o.due_at, o.id LIMIT CASE WHEN class.code <> 'U1' THEN \(limit) END) AS n
            ORDER BY n.urgency, n.due_at, n.id
            """
    }

    /// Returns false where the same is said already.
    @discardableResult static func raise(
        _ occasion: CaseNotice.Occasion, of caseID: CaseID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO case_notices (id, case_id, kind, about, due_at, urgency, for_role)
            VALUES (\(Randomness.timelessUUID()), \(caseID.uuid), \(occasion.kind.rawValue), \(occasion.about),
                \(occasion.dueAt), \(occasion.urgency.rawValue), \(occasion.forRole))
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
                settled_at = NULL, settled_by = NULL, for_role = \(occasion.forRole)
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
        "SELECT id, case_id, kind, about, due_at, urgency, settled_at, for_role FROM case_notices"
}
