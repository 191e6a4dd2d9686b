import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func caseTriage(in routes: inout StaffRoutes) {
        CaseTriageRoutes(
            read: ReadCaseTriage(parts: self),
            screen: ScreenCase(desk: desk, moves: moves, records: records, step: step, sources: sources),
            split: SplitCase(desk: desk, moves: moves, step: step, open: openCase),
            duplicate: CloseAsDuplicate(desk: desk, moves: moves, step: step),
            refuse: RefuseLikeness(desk: desk, journal: journal), pages: CaseTriagePages(shell: shell)
        ).register(in: &routes)
    }
}

/// Screening a case, putting it together with others and taking it apart.
struct CaseTriageRoutes: Sendable {
    let read: ReadCaseTriage
    let screen: ScreenCase
    let split: SplitCase
    let duplicate: CloseAsDuplicate
    let refuse: RefuseLikeness
    let pages: CaseTriagePages

    func register(in routes: inout StaffRoutes) {
        let open = Set<Role>.who(may: .openCases)
        routes.get("/desk/cases/{id}/triage", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            try await show(CaseID(id), staff)
        }
        routes.post("/desk/cases/{id}/screen", UUID.self, roles: open) { _, staff, form, id in
            try await answer(CaseID(id), form, staff)
        }
        routes.post("/desk/cases/{id}/split", UUID.self, roles: open) { _, staff, form, id in
            try await refusing(CaseID(id), "split", form, staff) {
                try await take(CaseID(id), apart: form.fields, staff)
            }
        }
        routes.post("/desk/cases/{id}/duplicate", UUID.self, roles: open) { _, staff, form, id in
            try await refusing(CaseID(id), "duplicate", form, staff) {
                let reason = try Self.reason(form.fields)
                let original = try await duplicate(
                    CaseID(id), of: form.fields["case"] ?? "", because: reason, by: staff)
                return back(to: original)
            }
        }
        routes.post("/desk/cases/{id}/different", UUID.self, roles: open) { _, staff, form, id in
            try await refusing(CaseID(id), "different", form, staff) {
                let reason = try Self.reason(form.fields)
                guard let other = CaseID(form.fields["case"] ?? "") else { throw TriageRefusal.caseUnknown }
                try await refuse(.case(CaseID(id)), .case(other), because: reason, by: staff)
                return back(to: CaseID(id))
            }
        }
    }

    private func show(
        _ id: CaseID, _ staff: Staff, _ forms: CaseTriagePages.Forms = .init(), _ status: Status = .ok
    ) async throws -> Response {
        .page(pages.page(try await read(id, for: staff), forms, staff), door: .staff, status: status)
    }

    private func back(to id: CaseID) -> Response { .redirect("/desk/cases/\(id)/triage", door: .staff) }

    private static func reason(_ fields: Fields) throws(FormErrors) -> String {
        var errors = FormErrors()
        let reason = errors.text(fields, "reason", limit: FieldLimits.message)
        guard let reason else { throw errors }
        return reason
    }

    /// The case as it is, with why nothing was done and what was typed.
    private func refusing(
        _ id: CaseID, _ name: String, _ form: Form, _ staff: Staff, _ body: () async throws -> Response
    ) async throws -> Response {
        let typed = (form: name, state: FormState(form))
        do {
            return try await body()
        } catch let errors as FormErrors {
            let state = typed.state.with(errors)
            return try await show(
                id, staff, .init(typed: (name, state), notice: Phrase("triage.refused.reason")), .unprocessable)
        } catch let refusal as TriageRefusal {
            return try await show(id, staff, .init(typed: typed, notice: refusal.phrase), refusal.status)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(notice: Phrase("case.step_not_allowed")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: Phrase("record.case_closed")), .conflict)
        } catch DeskFailure.conflict {
            return try await show(id, staff, .init(notice: Phrase("conflict.text")), .conflict)
        }
    }

    private func take(_ id: CaseID, apart fields: Fields, _ staff: Staff) async throws -> Response {
        let reason = try Self.reason(fields)
        if let other = CaseID(fields["duplicate"] ?? "") {
            try await split.undo(other, of: id, because: reason, by: staff)
            return back(to: other)
        }
        guard let submission = SubmissionID(fields["submission"] ?? ""),
            let target = SplitCase.Target(rawValue: fields["to"] ?? "")
        else { throw TriageRefusal.notOfThisCase }
        let new = try await split(submission, from: id, to: target, because: reason, by: staff)
        return new.map { back(to: $0) } ?? .redirect("/desk/submissions/\(submission)", door: .staff)
    }

    private func answer(_ id: CaseID, _ form: Form, _ staff: Staff) async throws -> Response {
        let typed = FormState(form)
        var errors = FormErrors()
        do {
            let phrases = pages.shell.pages.layout.phrases
            let input = try ScreenForm.parse(form.fields, lists: pages.shell.lists, phrases: phrases)
            try await screen(input, on: id, by: staff)
            return back(to: id)
        } catch let found as FormErrors {
            errors = found
        } catch ScreenCase.Refusal.urgencyReasonMissing {
            errors.add("urgency_reason", Phrase("open.urgency_reason.missing"))
        } catch ScreenCase.Refusal.answerMissing {
            errors.add("answer", Phrase("scope.answer.missing"))
        } catch ScreenCase.Refusal.conflicting(let conflicts) {
            return try await show(id, staff, .init(screen: typed, conflicts: conflicts), .conflict)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(screen: typed, notice: Phrase("case.step_not_allowed")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(screen: typed, notice: Phrase("record.case_closed")), .conflict)
        } catch DeskFailure.conflict {
            return try await show(id, staff, .init(screen: typed, notice: Phrase("conflict.text")), .conflict)
        }
        return try await show(id, staff, .init(screen: typed.with(errors)), .unprocessable)
    }
}
