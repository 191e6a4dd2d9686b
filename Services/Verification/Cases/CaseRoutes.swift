import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func cases(in routes: inout StaffRoutes) {
        CaseRoutes(parts: self, pages: CasePages(shell: shell)).register(in: &routes)
        findings(in: &routes)
        PrintCase(parts: self).register(in: &routes)
        RecordRoutes(desk: desk, files: files, pages: RecordPages(shell: shell)).register(in: &routes)
    }
}

/// A case's first page.
struct CaseRoutes: Sendable {
    let parts: DeskParts
    let pages: CasePages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            let (view, glances, before) = try await parts.desk.read(for: staff) { transaction in
                let view = try await parts.view(CaseID(id), staff, at: .now, in: &transaction)
                return (
                    view, try await CaseParts.glances(view, in: &transaction),
                    try await StepQueries.before(view.file.row, in: &transaction)
                )
            }
            let page = pages.file(
                view.file, sources: view.sources, glances: glances, dormantSince: before, staff)
            return .page(page, door: .staff)
        }
    }
}
