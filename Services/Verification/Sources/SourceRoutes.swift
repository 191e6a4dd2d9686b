import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Writing to a source, from the submission's page or its case's.
struct SourceRoutes: Sendable {
    let write: WriteToSource
    let desk: DeskDatabase
    let submissions: SubmissionRoutes
    let onCase: CaseSourceRoutes

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/submissions/{id}/messages", UUID.self, roles: .who(may: .answerSources)) {
            _, staff, form, id in try await send(SubmissionID(id), form.fields, staff)
        }
        routes.post("/desk/submissions/{id}/check-ins", UUID.self, roles: .who(may: .answerSources)) {
            _, staff, form, id in try await ask(SubmissionID(id), form.fields, staff)
        }
        onCase.register(in: &routes)
    }

    private func send(_ id: SubmissionID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var typed = FormState()
        for name in SourceForm.names { typed.set(name, fields[name] ?? "") }
        do {
            let input = try SourceForm.parse(fields, staff)
            try await write(input.text, kind: input.kind, language: input.language, to: id, by: staff)
            return try await back(from: id, staff)
        } catch let errors as FormErrors {
            return try await again(id, fields, staff, typed.with(errors), nil, .unprocessable)
        } catch let refusal as WriteToSource.Refusal {
            return try await again(id, fields, staff, typed, SourceForm.phrase(refusal), .conflict)
        }
    }

    /// The page that the form stood on, with what was typed.
    private func again(
        _ id: SubmissionID, _ fields: Fields, _ staff: Staff, _ typed: FormState, _ notice: Phrase?, _ status: Status
    ) async throws -> Response {
        let row = try await desk.read(for: staff) { try await SubmissionQueries.find(id, in: &$0) }
        guard fields["page"] == SourceForm.casePage, let caseID = row?.caseID else {
            return try await submissions.show(id, staff, source: typed, notice: notice, status)
        }
        return try await onCase.show(caseID, staff, typed: (id, typed), notice: notice, status)
    }

    private func ask(_ id: SubmissionID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            try await write("", kind: .checkIn, language: staff.language.code, to: id, by: staff)
            return try await back(from: id, staff)
        } catch let refusal as WriteToSource.Refusal {
            return try await again(id, fields, staff, FormState(), SourceForm.phrase(refusal), .conflict)
        }
    }

    /// To the page that shows the conversation: the case's, where there is one.
    private func back(from id: SubmissionID, _ staff: Staff) async throws -> Response {
        let row = try await desk.read(for: staff) { try await SubmissionQueries.find(id, in: &$0) }
        let page = row?.caseID.map { CaseSection.source.path(of: $0) } ?? "/desk/submissions/\(id)"
        return .redirect("\(page)#source-\(id)", door: .staff)
    }
}
