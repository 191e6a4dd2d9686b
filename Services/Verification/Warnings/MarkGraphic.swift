import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Vault
import Web

/// An officer says that what a submission tells needs a warning, or needs none.
struct MarkGraphic: Sendable {
    let desk: DeskDatabase
    let sealing: MarkSealing
    let submissions: SubmissionRoutes

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/submissions/{id}/warning", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            guard let mark = GraphicContent.Mark(rawValue: form.fields["warning"] ?? "") else {
                return try await submissions.show(
                    SubmissionID(id), staff, notice: Phrase("field.unknown_code"), .unprocessable)
            }
            try await self(mark, SubmissionID(id), by: staff)
            return .redirect("/desk/submissions/\(SubmissionID(id))", door: .staff)
        }
    }

    func callAsFunction(
        _ mark: GraphicContent.Mark, _ id: SubmissionID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.markGraphic, .submission(id), by: officer) { transaction in
            guard try await SubmissionQueries.find(id, in: &transaction) != nil else { throw DeskFailure.notFound }
            let sealed = try sealing.seal(mark, of: id)
            try await transaction.execute(
                """
                INSERT INTO content_warnings (submission_id, sealed, said_at, said_by)
                VALUES (\(id.uuid), \(sealed), \(now), \(officer.id))
                ON CONFLICT (submission_id) DO UPDATE
                SET sealed = excluded.sealed, said_at = excluded.said_at, said_by = excluded.said_by
                """)
        }
    }
}

/// Seals what officers say of a submission's content for this service, and opens it.
struct MarkSealing: Sendable {
    let keys: ServiceKeys

    private struct Content: Codable {
        var mark: GraphicContent.Mark
    }

    func seal(_ mark: GraphicContent.Mark, of id: SubmissionID) throws -> [UInt8] {
        try keys.sealing.publicKey.seal(
            Padding.pad(try EventCoding.encode(Content(mark: mark))), context: Self.context(id))
    }

    /// Nil where no officer has said anything.
    func mark(
        of id: SubmissionID, in transaction: inout Transaction
    ) async throws -> GraphicContent.Mark? {
        let row = try await transaction.first(
            "SELECT sealed FROM content_warnings WHERE submission_id = \(id.uuid)")
        guard let row else { return nil }
        let padded = try keys.sealing.open(try row.get("sealed"), context: Self.context(id))
        return try EventCoding.decode(Content.self, from: try Padding.unpad(padded)).mark
    }

    private static func context(_ id: SubmissionID) -> SealContext {
        SealContext(table: "content_warnings", column: "sealed", row: id.uuid)
    }
}

extension AuditAction {
    static let markGraphic = AuditAction("submission.warn")
}
