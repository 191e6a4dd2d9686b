import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// Changing a translation, or taking it out of the case. A revision quotes the version that lies here now.
struct ReviseTranslations: Sendable {
    let routes: CaseEvidenceRoutes

    func register(in staffRoutes: inout StaffRoutes) {
        let editors = Set<Role>.who(may: .editCases)
        staffRoutes.get("/desk/cases/{id}/translations/{record}", UUID.self, UUID.self, roles: editors) {
            _, staff, id, record in try await show(CaseID(id), RecordID(record), staff)
        }
        staffRoutes.post("/desk/cases/{id}/translations/{record}", UUID.self, UUID.self, roles: editors) {
            _, staff, form, id, record in try await save(CaseID(id), RecordID(record), form.fields, staff)
        }
        staffRoutes.post("/desk/cases/{id}/translations/{record}/remove", UUID.self, UUID.self, roles: editors) {
            _, staff, form, id, record in
            try await routes.remove(Translation.self, RecordID(record), CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ id: CaseID, _ record: RecordID, _ staff: Staff, _ state: FormState? = nil,
        conflict: [FieldMerge.Conflict] = [], _ status: Status = .ok
    ) async throws -> Response {
        let html = try await routes.desk.read(for: staff) { transaction in
            let (row, sealing) = try await routes.files.row(id, in: &transaction)
            let stored: RecordVersion<Translation> = try await routes.records.get(
                record, of: id, sealing, in: &transaction)
            let texts = try await routes.content(id, in: &transaction).texts
            return routes.pages.revise(
                translation: stored, row, of: texts, state ?? TranslationForm.state(stored.content),
                conflict: conflict, staff)
        }
        return .page(html, door: .staff, status: status)
    }

    private func save(
        _ id: CaseID, _ record: RecordID, _ fields: Fields, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        let typed = EvidenceForms.state(fields)
        do {
            let seen = Int(fields["version"] ?? "") ?? 0
            let revision = try await routes.desk.change(.reviseTranslation, .case(id), by: staff) { transaction in
                let (_, sealing) = try await routes.files.row(id, toChange: true, in: &transaction)
                let texts = try await routes.content(id, in: &transaction).texts
                let translation = try TranslationForm(lists: routes.lists).parse(fields, among: texts, now: now)
                return try await routes.records.revise(
                    record, seen: seen, to: translation, in: id, sealing, by: StaffID(staff.id), at: now,
                    in: &transaction)
            }
            if case .conflicting(_, let conflicts) = revision {
                return try await show(id, record, staff, typed, conflict: conflicts, .conflict)
            }
            return .redirect("/desk/cases/\(id)/evidence#record-\(record)", door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, record, staff, typed.with(errors), .unprocessable)
        } catch DeskFailure.caseClosed {
            let closed = FormErrors([FormError("text", CaseEvidenceRoutes.closed)])
            return try await show(id, record, staff, typed.with(closed), .conflict)
        }
    }
}
