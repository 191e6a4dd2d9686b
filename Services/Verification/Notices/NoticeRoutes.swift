import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// Somebody has seen a notice and takes it off the desk.
struct NoticeRoutes: Sendable {
    let desk: DeskDatabase
    let write: WriteConsent

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/cases/{id}/notices/{notice}", UUID.self, UUID.self, roles: .who(may: .editCases)) {
            _, staff, _, id, notice in
            let section = try await settle(notice, of: CaseID(id), by: staff)
            return .redirect(section.path(of: CaseID(id)), door: .staff)
        }
    }

    private func settle(
        _ id: UUID, of caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> CaseSection {
        try await desk.change(.settleNotice, .case(caseID), by: officer) { transaction in
            _ = try await write.files.row(caseID, toChange: true, evenClosed: true, in: &transaction)
            guard let notice = try await NoticeQueries.of(caseID, in: &transaction).first(where: { $0.id == id }) else {
                throw DeskFailure.notFound
            }
            // Twice is once.
            let isSettled = try await NoticeQueries.settle(
                id, of: caseID, at: now, by: StaffID(officer.id), in: &transaction)
            if isSettled, notice.occasion.kind == .consentWithdrawn {
                try await write.tellStanding(of: caseID, at: now, in: &transaction)
            }
            return notice.occasion.kind.section
        }
    }
}

extension AuditAction {
    static let settleNotice = AuditAction("notice.settle")
}
