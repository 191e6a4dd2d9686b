import CaseModel
import Foundation
import Postgres

enum DeskQueries {
    /// What the transaction may see from here on: nothing where the list is empty, and nobody's own where nobody is named.
    ///
    /// - Parameter descriptors: Whether it may see what describes people.
    static func see(
        _ compartments: [Compartment], as officer: StaffID? = nil, descriptors: Bool = false,
        in transaction: inout Transaction
    ) async throws {
        let list = compartments.map(\.code).joined(separator: ",")
        try await transaction.execute(
            """
            SELECT set_config('amparo.compartments', \(list), true),
                set_config('amparo.staff', \(officer?.description ?? ""), true),
                set_config('amparo.descriptors', \(descriptors ? "yes" : "no"), true)
            """)
    }

    /// Submissions that belong to no case yet, the most urgent and then the oldest first.
    static func waiting(limit: Int, in transaction: inout Transaction) async throws -> [WaitingSubmission] {
        try await transaction.query(
            """
            SELECT id, received_at, urgency, first_read_at FROM submissions
            WHERE case_id IS NULL ORDER BY urgency, received_at, id LIMIT \(limit)
            """
        ).map(WaitingSubmission.init)
    }

    static func cases(limit: Int, in transaction: inout Transaction) async throws -> [CaseRow] {
        try await transaction.query(
            """
            SELECT id, number, opened_at, urgency, compartment, status, decided_at, version FROM cases
            ORDER BY decided_at IS NOT NULL, urgency, opened_at DESC, id LIMIT \(limit)
            """
        ).map(CaseRow.init)
    }
}

struct WaitingSubmission: Sendable {
    let id: SubmissionID
    let receivedAt: Date
    let urgency: Urgency
    let isRead: Bool

    init(_ row: Row) throws {
        id = SubmissionID(try row.get("id", as: UUID.self))
        receivedAt = try row.get("received_at")
        urgency = try Code.read(row, "urgency")
        isRead = try row.get("first_read_at", as: Date?.self) != nil
    }
}
