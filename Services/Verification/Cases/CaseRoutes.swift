import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func cases(in routes: inout StaffRoutes) {
        CaseRoutes(
            parts: self, files: files, sources: sources,
            recordFinding: RecordFinding(desk: desk, files: files, outbox: outbox),
            decideCase: DecideCase(desk: desk, files: files, sources: sources, outbox: outbox),
            pages: CasePages(shell: shell)
        ).register(in: &routes)
        PrintCase(parts: self).register(in: &routes)
        RecordRoutes(desk: desk, files: files, pages: RecordPages(shell: shell)).register(in: &routes)
    }
}

/// A case's page and what can be done on it.
struct CaseRoutes: Sendable {
    let parts: DeskParts
    let files: CaseFiles
    let sources: SourceFiles
    let recordFinding: RecordFinding
    let decideCase: DecideCase
    let pages: CasePages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            try await show(CaseID(id), staff)
        }
        routes.post("/desk/cases/{id}/findings", UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id in try await record(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/decision", UUID.self, roles: .who(may: .decideCases)) {
            _, staff, form, id in try await decide(CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ id: CaseID, _ staff: Staff, _ forms: CasePages.Forms = .init(), _ status: Status = .ok
    ) async throws -> Response {
        let (view, glances) = try await parts.desk.read(for: staff) { transaction in
            let view = try await parts.view(id, staff, at: .now, in: &transaction)
            return (view, try await CaseParts.glances(view, in: &transaction))
        }
        let page = pages.file(view.file, sources: view.sources, glances: glances, forms: forms, staff)
        return .page(page, door: .staff, status: status)
    }

    private func record(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = Self.state(
            fields, ["claim", "direction", "source", "reliability", "credibility", "group", "note"])
        do {
            let content = try FindingForm.parse(fields)
            if try await recordFinding(content, in: id, by: staff) == .recorded { return back(to: id) }
            let error = FormError("credibility", Phrase("finding.credibility.one"))
            let state = FormState(values: typed.values, errors: [error])
            return try await show(id, staff, .init(finding: state), .unprocessable)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(finding: typed.with(errors)), .unprocessable)
        } catch let failure as DeskFailure {
            return try await refused(failure, id, staff, .init(finding: typed))
        }
    }

    private func decide(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = Self.state(fields, ["next", "nexus", "reason", "answer"])
        do {
            try await decideCase(try DecisionForm.parse(fields, language: staff.language), on: id, by: staff)
            return back(to: id)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(decision: typed.with(errors)), .unprocessable)
        } catch let failure as DeskFailure {
            return try await refused(failure, id, staff, .init(decision: typed))
        }
    }

    /// The case as it is now, with what was typed and why it was not done.
    private func refused(
        _ failure: DeskFailure, _ id: CaseID, _ staff: Staff, _ forms: CasePages.Forms
    ) async throws -> Response {
        var forms = forms
        switch failure {
        case .conflict: forms.notice = Phrase("conflict.text")
        case .stepNotAllowed: forms.notice = Phrase("case.step_not_allowed")
        default: throw failure
        }
        return try await show(id, staff, forms, .conflict)
    }

    private func back(to id: CaseID) -> Response { .redirect("/desk/cases/\(id)", door: .staff) }

    private static func state(_ fields: Fields, _ names: [String]) -> FormState {
        var state = FormState()
        for name in names { state.set(name, fields[name] ?? "") }
        return state
    }
}
