import Accounts
import CaseModel
import Foundation
import HTTP

/// An officer takes what a partner sent, byte for byte: never shown in a page and never told to a program as what it claims to
/// be. That it was read is recorded before.
struct ReadOriginal: Sendable {
    let desk: DeskDatabase
    let open: OpenSubmission

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/submissions/{id}/original", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            try await self(SubmissionID(id), by: staff)
        }
    }

    func callAsFunction(_ id: SubmissionID, by officer: Staff) async throws -> Response {
        let content = try await desk.read(for: officer) { transaction in
            guard let row = try await SubmissionQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
            return try open(row)
        }
        guard let delivery = content.delivery else { throw DeskFailure.notFound }
        return Response(
            type: "application/octet-stream", Array(delivery.original),
            headers: [
                "Content-Disposition": "attachment; filename=\"\(id).json\"",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            ])
    }
}
