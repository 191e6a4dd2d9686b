import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Reading a submission, and opening a case from it.
struct SubmissionRoutes: Sendable {
    let read: ReadSubmission
    let openCase: OpenCase
    let pages: SubmissionPages
    let lists: CodeLists
    let triage: ReadSubmissionTriage
    /// What other features show on a submission's page, in this order.
    let beside: [@Sendable (SubmissionRow, SubmissionContent?, Staff) async throws -> HTML]

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/submissions/{id}", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            try await show(SubmissionID(id), staff)
        }
        routes.post("/desk/submissions/{id}/case", UUID.self, roles: .who(may: .openCases)) { _, staff, form, id in
            try await open(SubmissionID(id), form.fields, staff)
        }
    }

    /// - Parameter source: What was typed into the form that writes to the source.
    func show(
        _ id: SubmissionID, _ staff: Staff, _ state: FormState? = nil, source: FormState = FormState(),
        notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let file = try await read(id, by: staff)
        var more: [HTML] = []
        for part in beside { more.append(try await part(file.row, file.content, staff)) }
        let page = pages.submission(
            file, triage: try await triage(file.row, for: staff), beside: .list(more),
            state: state ?? proposed(file.row, file.content), source: source,
            notice: notice, staff)
        return .page(page, door: .staff, status: status)
    }

    /// What the submission itself suggests; the officer decides.
    private func proposed(_ row: SubmissionRow, _ content: SubmissionContent?) -> FormState {
        var state = FormState()
        state.set("urgency", row.urgency.rawValue)
        if let act = content?.acts.first { state.set("act", act) }
        if let entity = content?.unEntities.first { state.set("un_entity", entity) }
        if let code = content?.stateOfAct { state.set("state", code) }
        return state
    }

    private func open(_ id: SubmissionID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var state = FormState()
        for name in ["urgency", "act", "un_entity", "state", "campaign", "urgency_reason"] {
            state.set(name, fields[name] ?? "")
        }
        state = FormState(values: state.values.merging(["with": fields.values("with")]) { $1 })
        do {
            return .redirect("/desk/cases/\(try await openCase(try parse(fields, id), by: staff))", door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, staff, state.with(errors), .unprocessable)
        } catch TriageRefusal.urgencyReasonMissing {
            var errors = FormErrors()
            errors.add("urgency_reason", Phrase("open.urgency_reason.missing"))
            return try await show(id, staff, state.with(errors), .unprocessable)
        } catch DeskFailure.alreadyInACase {
            return try await show(id, staff, nil, notice: TriageRefusal.alreadyInACase.phrase, .conflict)
        }
    }

    private func parse(_ fields: Fields, _ id: SubmissionID) throws(FormErrors) -> OpenCase.Input {
        var errors = FormErrors()
        let urgency: Urgency? = errors.code(fields, "urgency")
        let act = errors.code(fields, "act", in: "act_type", lists, required: true)
        let entity = errors.code(fields, "un_entity", in: "un_entity", lists, required: false)
        let state = fields["state"].flatMap { $0.isEmpty ? nil : $0 }
        if let state, lists.state(state) == nil { errors.add("state", Phrase("field.unknown_code")) }
        try errors.check()
        guard let urgency, let act else { throw errors }
        return OpenCase.Input(
            submission: id, others: fields.values("with").compactMap { SubmissionID($0) }.filter { $0 != id },
            campaign: fields["campaign"] == "yes", urgency: urgency,
            urgencyReason: TriageFields.optional(fields, "urgency_reason"), acts: [act],
            unEntities: entity.map { [$0] } ?? [], stateOfAct: state)
    }
}
