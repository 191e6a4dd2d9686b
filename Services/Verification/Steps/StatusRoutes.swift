import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Taking a case to another status: its form has a page of its own, and stands on the case's first.
struct StatusRoutes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let move: MoveCase
    let form: StatusForm
    let shell: CaseShell

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/status", UUID.self, roles: .who(may: .editCases)) { _, staff, id in
            try await show(CaseID(id), FormState(), staff)
        }
        routes.post("/desk/cases/{id}/status", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await take(CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ id: CaseID, _ state: FormState, _ staff: Staff, _ status: Status = .ok, notice: Phrase? = nil
    ) async throws -> Response {
        let (row, before) = try await desk.read(for: staff) { transaction in
            let row = try await files.row(id, in: &transaction).row
            return (row, try await StepQueries.before(row, in: &transaction))
        }
        let words = shell.pages.words(staff)
        return shell.response(
            row, .overview, staff, status: status, notice: notice,
            form.html(row, dormantSince: before, state, words, staff))
    }

    private func take(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = FormState(typed: fields, StatusForm.names)
        do {
            let isTaken = try await move(try StatusForm.parse(fields), on: id, by: staff)
            return .redirect(isTaken ? "/desk/cases/\(id)" : CaseSection.findings.path(of: id), door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, typed.with(errors), staff, .unprocessable)
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            return try await show(id, typed, staff, .conflict, notice: phrase)
        }
    }
}
