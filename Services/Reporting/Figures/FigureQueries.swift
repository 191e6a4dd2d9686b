import CaseModel
import Foundation
import Postgres

/// A case as the projection has it.
struct ProjectedCase: Sendable {
    let id: CaseID
    let urgency: String
    let findings: Int
    let isDecided: Bool
    let sealed: [UInt8]
    /// Whether it may be counted; nil where nobody has said anything of it.
    let sealedConsent: [UInt8]?

    init(_ row: Row) throws {
        id = CaseID(try row.get("id", as: UUID.self))
        urgency = try row.get("urgency")
        findings = Int(try row.get("findings", as: Int32.self))
        isDecided = try row.get("decided_at", as: Date?.self) != nil
        sealed = try row.get("sealed")
        sealedConsent = try row.get("sealed_consent")
    }
}

enum FigureQueries {
    /// All cases but those that a withdrawal holds back, in pages by id.
    static func page(after id: UUID, size: Int, in transaction: inout Transaction) async throws -> [ProjectedCase] {
        try await transaction.query(
            """
            SELECT id, urgency, findings, decided_at, sealed, sealed_consent FROM cases
            WHERE id > \(id) AND NOT is_held_back ORDER BY id LIMIT \(size)
            """
        ).map(ProjectedCase.init)
    }
}
