import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The register of contradictions, and the independence groups.
struct RegisterRoutes: Sendable {
    let read: ReadFindings
    let keep: KeepContradiction
    let group: GroupItems
    let pages: RegisterPages

    func register(in routes: inout StaffRoutes) {
        let may: Set<Role> = .who(may: .recordFindings)
        routes.get("/desk/cases/{id}/contradictions/new", UUID.self, roles: may) { _, staff, id in
            pages.enter(try await read(CaseID(id), for: staff), FormState(), staff)
        }
        routes.post("/desk/cases/{id}/contradictions", UUID.self, roles: may) { _, staff, form, id in
            try await enter(CaseID(id), form.fields, staff)
        }
        routes.get("/desk/cases/{id}/contradictions/{record}", UUID.self, UUID.self, roles: may) {
            _, staff, id, record in
            let (one, findings) = try await get(id, record, staff)
            return pages.answer(one, findings, .init(state: one.content.formState), staff)
        }
        routes.post("/desk/cases/{id}/contradictions/{record}", UUID.self, UUID.self, roles: may) {
            _, staff, form, id, record in try await answer(id, record, form.fields, staff)
        }
        routes.get("/desk/cases/{id}/groups", UUID.self, roles: may) { _, staff, id in
            pages.groups(try await read(CaseID(id), for: staff), FormState(), staff)
        }
        routes.post("/desk/cases/{id}/groups", UUID.self, roles: may) { _, staff, form, id in
            try await name(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/groupings", UUID.self, roles: may) { _, staff, form, id in
            try await group(CaseID(id), form.fields, staff)
        }
    }

    // MARK: Contradictions

    private func get(_ id: UUID, _ record: UUID, _ staff: Staff) async throws -> (Contradiction, Findings) {
        let findings = try await read(CaseID(id), for: staff)
        let found = findings.assessment.contradictions.first { $0.id.uuid == record }
        guard let found else { throw DeskFailure.notFound }
        return (found, findings)
    }

    private func enter(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var typed = FormState(typed: fields, ["items", "claim", "differs", "note"])
        var notice: Phrase?
        do {
            _ = try await keep(try ContradictionContent.parse(fields), in: id, by: staff)
            return .redirect(CaseSection.findings.path(of: id), door: .staff)
        } catch let errors as FormErrors {
            typed = typed.with(errors)
        } catch {
            notice = refusalPhrase(error)
            if notice == nil { throw error }
        }
        let status: Status = notice == nil ? .unprocessable : .conflict
        return pages.enter(try await read(id, for: staff), typed, staff, status, notice: notice)
    }

    private func answer(_ id: UUID, _ record: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var shown = ItemPages.Answer(
            state: FormState(typed: fields, ["differs", "note", "state", "how", "why"]), status: .conflict)
        do {
            let revision = try await keep.answer(
                try KeepContradiction.Answer.parse(fields), to: RecordID(record),
                seen: Int(fields["version"] ?? "") ?? 0, in: CaseID(id), by: staff)
            guard case .conflicting(_, let conflicts) = revision else {
                return .redirect(CaseSection.findings.path(of: CaseID(id)), door: .staff)
            }
            shown.conflicts = conflicts
        } catch let errors as FormErrors {
            shown.state = shown.state.with(errors)
            shown.status = .unprocessable
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            shown.notice = phrase
        }
        let (one, findings) = try await get(id, record, staff)
        return pages.answer(one, findings, shown, staff)
    }

    // MARK: Groups

    private func name(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var typed = FormState(typed: fields, ["name", "told_by"])
        var notice: Phrase?
        do {
            var errors = FormErrors()
            let name = errors.text(fields, "name", limit: FieldLimits.message)
            let told = errors.text(fields, "told_by", limit: FieldLimits.message)
            guard let name, let told else { throw errors }
            try await group.name(GroupContent(name: name, toldBy: told), in: id, by: staff)
            return .redirect("/desk/cases/\(id)/groups", door: .staff)
        } catch let errors as FormErrors {
            typed = typed.with(errors)
        } catch {
            notice = refusalPhrase(error)
            if notice == nil { throw error }
        }
        let status: Status = notice == nil ? .unprocessable : .conflict
        return pages.groups(try await read(id, for: staff), typed, staff, status, notice: notice)
    }

    private func group(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var errors = FormErrors()
        let (one, other) = (errors.records(fields, "one").first, errors.records(fields, "other").first)
        let answer: GroupingContent.Answer? = errors.code(fields, "answer")
        var notice = Phrase("field.unknown_code")
        var status = Status.unprocessable
        do {
            if let one, let other, let answer, one != other {
                try await group.answer(GroupingContent(one: one, other: other, answer: answer), in: id, by: staff)
                return .redirect(CaseSection.findings.path(of: id), door: .staff)
            }
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            (notice, status) = (phrase, .conflict)
        }
        return pages.groups(try await read(id, for: staff), FormState(), staff, status, notice: notice)
    }
}

extension ContradictionContent {
    static func parse(_ fields: Fields) throws(FormErrors) -> ContradictionContent {
        var errors = FormErrors()
        let items = errors.records(fields, "items")
        if items.count < 2 { errors.add("items", Phrase("contradiction.items.two")) }
        let claim: Claim? = errors.code(fields, "claim")
        let differs: Differs? = errors.code(fields, "differs")
        let note = errors.optionalText(fields, "note", limit: FieldLimits.message)
        try errors.check()
        guard let claim, let differs else { throw errors }
        return ContradictionContent(items: items, claim: claim, differs: differs, note: note, state: .open)
    }

    var formState: FormState {
        FormState(values: [
            "differs": [differs.rawValue], "note": [note], "state": [state == .proposed ? "" : state.rawValue],
            "how": [how], "why": [why],
        ])
    }
}

extension KeepContradiction.Answer {
    /// Resolved is only what somebody says the how and the why of.
    static func parse(_ fields: Fields) throws(FormErrors) -> KeepContradiction.Answer {
        var errors = FormErrors()
        let differs: ContradictionContent.Differs? = errors.code(fields, "differs")
        let note = errors.optionalText(fields, "note", limit: FieldLimits.message)
        var state: ContradictionContent.State? = errors.code(fields, "state")
        if state == .proposed {
            errors.add("state", Phrase("field.unknown_code"))
            state = nil
        }
        let isResolved = state == .resolved
        func reason(_ name: String) -> String {
            isResolved
                ? errors.text(fields, name, limit: FieldLimits.message) ?? ""
                : errors.optionalText(fields, name, limit: FieldLimits.message)
        }
        let (how, why) = (reason("how"), reason("why"))
        try errors.check()
        guard let differs, let state else { throw errors }
        return KeepContradiction.Answer(differs: differs, note: note, state: state, how: how, why: why)
    }
}
