import Accounts
import CaseModel
import Foundation
import Postgres

/// Somebody who may be given work.
struct Officer: Sendable, Equatable {
    let id: StaffID
    let name: String
}

/// What somebody has.
struct Workload: Sendable {
    let officer: Officer
    let waiting: Int
    let cases: Int
    let urgent: Int
}

enum Officers {
    /// The roles that deal with submissions and cases themselves.
    static let roles = Set<Role>.who(may: .editCases).union(Set<Role>.who(may: .recordFindings))

    /// Those whom work of these compartments may be given to, by name.
    static func fitting(
        _ compartments: some Collection<Compartment>, in transaction: inout Transaction
    ) async throws -> [Officer] {
        try await transaction.query(
            """
            SELECT id, display_name FROM accounts.staff
            WHERE disabled_at IS NULL AND compartments && \(compartments.map(\.code)) AND roles && \(codes)
            ORDER BY display_name, id LIMIT 1000
            """
        ).map { Officer(id: StaffID(try $0.get("id", as: UUID.self)), name: try $0.get("display_name")) }
    }

    /// Whether somebody may be given what stands in a compartment.
    static func fits(
        _ person: StaffID, _ compartment: Compartment, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.first(
            """
            SELECT 1 FROM accounts.staff WHERE id = \(person.uuid) AND disabled_at IS NULL
                AND \(compartment.code) = ANY (compartments) AND roles && \(codes)
            """) != nil
    }

    /// What everybody has who has anything, and who else could have, within the transaction's compartments.
    static func workload(
        _ compartments: some Collection<Compartment>, in transaction: inout Transaction
    ) async throws -> [Workload] {
        let officers = try await fitting(compartments, in: &transaction)
        let ids = officers.map(\.id.uuid)
        let rows = try await transaction.query(
            """
            SELECT officer.id,
                (SELECT count(*) FROM submissions WHERE officer_id = officer.id AND case_id IS NULL) AS waiting,
                (SELECT count(*) FROM cases WHERE officer_id = officer.id AND is_open) AS cases,
                (SELECT count(*) FROM cases WHERE officer_id = officer.id AND is_open AND urgency = 'U1')
                    + (SELECT count(*) FROM submissions
                        WHERE officer_id = officer.id AND case_id IS NULL AND urgency = 'U1') AS urgent
            FROM unnest(\(ids)) AS officer (id)
            """)
        let counts = try Dictionary(uniqueKeysWithValues: rows.map { (try $0.get("id", as: UUID.self), $0) })
        return try officers.map { officer in
            let row = counts[officer.id.uuid]
            return Workload(
                officer: officer, waiting: try row?.get("waiting") ?? 0, cases: try row?.get("cases") ?? 0,
                urgent: try row?.get("urgent") ?? 0)
        }
    }

    private static var codes: [String] { roles.map(\.rawValue).sorted() }
}
