import Accounts
import CaseModel
import Foundation
import HTTP
import ProtocolFiles
import ServiceRuntime
import Web

extension DeskParts {
    func protocols(in routes: inout StaffRoutes) throws {
        let library = try ProtocolLibrary(
            folder: settings.optional("AMPARO_PROTOCOLS").map { URL(fileURLWithPath: $0) }, lists: lists)
        ProtocolRoutes(
            follow: FollowProtocol(
                desk: desk, files: files, records: records, library: library, keys: SearchKeys(keys)), sources: sources,
            pages: ProtocolPages(shell: shell, library: library)
        ).register(in: &routes)
        ProtocolListRoutes(desk: desk, pages: pages, lists: lists, library: library).register(in: &routes)
    }
}

/// A case's protocol and what can be done with it.
struct ProtocolRoutes: Sendable {
    let follow: FollowProtocol
    let sources: SourceFiles
    let pages: ProtocolPages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/protocol", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            var forms = ProtocolPages.Forms()
            if let step = request.query["step"] { forms.note.set("step", step) }
            return try await show(CaseID(id), staff, forms)
        }
        routes.post("/desk/cases/{id}/protocol", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await change(CaseID(id), staff, typed: \.choice, FormState(form)) {
                try await choose(CaseID(id), form.fields, staff)
            }
        }
        // Whoever does a step and reads cases notes it, whether or not they change anything else in one.
        routes.post("/desk/cases/{id}/protocol/steps", UUID.self, roles: .who(may: .readCases)) {
            _, staff, form, id in
            try await change(CaseID(id), staff, typed: \.note, FormState(form)) {
                try await follow.note(try StepForm.parseNote(form.fields), on: CaseID(id), by: staff)
            }
        }
        routes.post("/desk/cases/{id}/protocol/added", UUID.self, roles: .who(may: .editCases)) {
            _, staff, form, id in
            try await change(CaseID(id), staff, typed: \.addition, FormState(form)) {
                try await follow.add(try StepForm.parseAdded(form.fields), on: CaseID(id), by: staff)
            }
        }
    }

    private func show(
        _ id: CaseID, _ staff: Staff, _ forms: ProtocolPages.Forms, _ status: Status = .ok, at now: Date = .now
    ) async throws -> Response {
        let content = try await follow.desk.read(for: staff) { transaction in
            let (row, sealing) = try await follow.files.row(id, in: &transaction)
            let run = try await CaseRuns(records: follow.records).get(row, sealing, in: &transaction)
            let people = (run?.events ?? []).map(\.createdBy) + (run?.added ?? []).map(\.createdBy)
            let coding = try await CaseCoding.read(id, sealing, in: &transaction)
            let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
            let kinds = try await RecordQueries.all(CaseFacts.kindsRead, of: id, in: &transaction).map(\.kind)
            let known = CaseFacts.known(
                coding, try await sources.get(submissions, in: &transaction), kinds: Set(kinds))
            return ProtocolPages.Content(
                row: row, run: run,
                suggested: pages.library.suggested(for: CaseCoding.once(coding.cooperations.map(\.content.entity))),
                needs: CompletenessRule.needs(known: known, run?.run.definition),
                names: try await StaffNames.of(people, in: &transaction), now: now)
        }
        return .page(pages.page(content, forms, staff), door: .staff, status: status)
    }

    private func choose(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws {
        var errors = FormErrors()
        let code = errors.choice(fields, "protocol", among: pages.library.all.map(\.code))
        let reason = errors.optionalText(fields, "protocol_reason", limit: StepForm.limit)
        try errors.check()
        guard let code else { throw errors }
        try await follow(code, reason: reason, seen: Int(fields["version"] ?? "") ?? -1, on: id, by: staff)
    }

    /// Does it, and shows what was typed again where it may not be done.
    private func change(
        _ id: CaseID, _ staff: Staff, typed place: any WritableKeyPath<ProtocolPages.Forms, FormState> & Sendable,
        _ typed: FormState, _ body: () async throws -> Void
    ) async throws -> Response {
        var forms = ProtocolPages.Forms()
        do {
            try await body()
            return .redirect("/desk/cases/\(id)/protocol", door: .staff)
        } catch let errors as FormErrors {
            forms[keyPath: place] = typed.with(errors)
            return try await show(id, staff, forms, .unprocessable)
        } catch let refusal as FollowProtocol.Refusal {
            forms[keyPath: place] = typed.with(FormErrors([ProtocolWords.error(refusal)]))
            return try await show(id, staff, forms, .unprocessable)
        } catch DeskFailure.conflict {
            forms[keyPath: place] = typed
            forms.notice = Phrase("conflict.text")
            return try await show(id, staff, forms, .conflict)
        } catch DeskFailure.caseClosed {
            forms.notice = Phrase("protocol.refused.closed")
            return try await show(id, staff, forms, .conflict)
        }
    }
}
