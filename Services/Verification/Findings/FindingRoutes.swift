import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func findings(in routes: inout StaffRoutes) {
        let change = ChangeFindings(desk: desk, files: files, outbox: outbox)
        let read = ReadFindings(desk: desk, files: files, sources: sources)
        FindingRoutes(
            read: read, record: RecordItem(change: change),
            dissent: RecordDissent(desk: desk, files: files), pages: FindingPages(shell: shell), lists: lists,
            decide: DecideCase(desk: desk, files: files, effect: decisionEffect)
        ).register(in: &routes)
        ItemRoutes(
            read: read, record: RecordItem(change: change), remove: RemoveItem(change: change),
            grade: GradeItem(change: change), pages: ItemPages(shell: shell), lists: lists
        ).register(in: &routes)
        RegisterRoutes(
            read: read, keep: KeepContradiction(change: change), group: GroupItems(change: change),
            pages: RegisterPages(shell: shell)
        ).register(in: &routes)
        ReviewRoutes(
            read: read,
            answer: AnswerStep(desk: desk, files: files, decide: decisionEffect, step: step),
            pages: ReviewPages(shell: shell)
        ).register(in: &routes)
        StatusRoutes(
            desk: desk, files: files, move: MoveCase(desk: desk, files: files, step: step),
            form: StatusForm(lists: lists), shell: shell
        ).register(in: &routes)
    }

    private var decisionEffect: DecisionEffect {
        DecisionEffect(desk: desk, files: files, sources: sources, outbox: outbox)
    }
}

/// The findings' page of a case, and what is done on it.
struct FindingRoutes: Sendable {
    let read: ReadFindings
    let record: RecordItem
    let dissent: RecordDissent
    let pages: FindingPages
    let lists: CodeLists
    let decide: DecideCase

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/findings", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            var forms = FindingPages.Forms()
            if request.query["merged"] != nil { forms.notice = Phrase("record.merged") }
            return try await show(CaseID(id), staff, forms)
        }
        routes.post("/desk/cases/{id}/findings", UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id in try await add(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/decision", UUID.self, roles: .who(may: .decideCases)) {
            _, staff, form, id in try await decide(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/dissents", UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id in try await dissent(CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ id: CaseID, _ staff: Staff, _ forms: FindingPages.Forms, _ status: Status = .ok
    ) async throws -> Response {
        pages.findings(try await read(id, for: staff), forms, staff, status)
    }

    private func add(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = FormState(typed: fields, ItemForm.names)
        do {
            let item = try await record(try ItemForm.parse(fields, lists), in: id, by: staff)
            return .redirect("\(CaseSection.findings.path(of: id))#record-\(item)", door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(item: typed.with(errors)), .unprocessable)
        } catch {
            return try await refused(error, id, staff, .init(item: typed))
        }
    }

    private func decide(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = FormState(typed: fields, DecisionForm.names)
        do {
            _ = try await decide(try DecisionForm.parse(fields, language: staff.language), on: id, by: staff)
            return .redirect(CaseSection.findings.path(of: id), door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(decision: typed.with(errors)), .unprocessable)
        } catch {
            return try await refused(error, id, staff, .init(decision: typed))
        }
    }

    private func dissent(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var errors = FormErrors()
        let text = errors.text(fields, "text", limit: FieldLimits.message)
        guard let text else {
            let typed = FormState(typed: fields, ["text"]).with(errors)
            return try await show(id, staff, .init(dissent: typed), .unprocessable)
        }
        let about = fields["about"].flatMap { RecordID($0) }
        try await dissent(text, about: about, in: id, by: staff)
        return .redirect("\(CaseSection.findings.path(of: id))#dissents", door: .staff)
    }

    /// The page as it is now, with what was typed and why it was not done.
    private func refused(
        _ error: any Error, _ id: CaseID, _ staff: Staff, _ forms: FindingPages.Forms
    ) async throws -> Response {
        guard let phrase = refusalPhrase(error) else { throw error }
        var forms = forms
        forms.notice = phrase
        return try await show(id, staff, forms, .conflict)
    }
}
