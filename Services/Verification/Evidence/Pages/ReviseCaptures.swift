import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// Changing a web capture, or taking it out of the case.
struct ReviseCaptures: Sendable {
    let routes: CaseEvidenceRoutes

    func register(in staffRoutes: inout StaffRoutes) {
        let editors = Set<Role>.who(may: .editCases)
        staffRoutes.get("/desk/cases/{id}/captures/{record}", UUID.self, UUID.self, roles: editors) {
            _, staff, id, record in try await show(CaseID(id), RecordID(record), staff)
        }
        staffRoutes.post("/desk/cases/{id}/captures/{record}", UUID.self, UUID.self, roles: editors) {
            _, staff, form, id, record in try await save(CaseID(id), RecordID(record), form.fields, staff)
        }
        staffRoutes.post("/desk/cases/{id}/captures/{record}/remove", UUID.self, UUID.self, roles: editors) {
            _, staff, form, id, record in
            try await routes.remove(WebCapture.self, RecordID(record), CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ id: CaseID, _ record: RecordID, _ staff: Staff, _ state: FormState? = nil,
        conflict: [FieldMerge.Conflict] = [], _ status: Status = .ok
    ) async throws -> Response {
        let html = try await routes.desk.read(for: staff) { transaction in
            let (row, sealing) = try await routes.files.row(id, in: &transaction)
            let stored: RecordVersion<WebCapture> = try await routes.records.get(
                record, of: id, sealing, in: &transaction)
            return routes.pages.revise(
                capture: stored, row, state ?? CaptureForm.state(stored.content), conflict: conflict, staff)
        }
        return .page(html, door: .staff, status: status)
    }

    private func save(
        _ id: CaseID, _ record: RecordID, _ fields: Fields, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        let typed = EvidenceForms.state(fields)
        do {
            var capture = try CaptureForm(lists: routes.lists).parse(fields, now: now)
            let seen = Int(fields["version"] ?? "") ?? 0
            let revision = try await routes.desk.change(.reviseCapture, .case(id), by: staff) { transaction in
                let (_, sealing) = try await routes.files.row(id, toChange: true, in: &transaction)
                let stored: RecordVersion<WebCapture> = try await routes.records.get(
                    record, of: id, sealing, in: &transaction)
                capture.files = stored.content.files
                return try await routes.records.revise(
                    record, seen: seen, to: capture, in: id, sealing, by: StaffID(staff.id), at: now, in: &transaction)
            }
            if case .conflicting(_, let conflicts) = revision {
                return try await show(id, record, staff, typed, conflict: conflicts, .conflict)
            }
            return .redirect("/desk/cases/\(id)/evidence#record-\(record)", door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, record, staff, typed.with(errors), .unprocessable)
        } catch DeskFailure.caseClosed {
            let closed = FormErrors([FormError("url", CaseEvidenceRoutes.closed)])
            return try await show(id, record, staff, typed.with(closed), .conflict)
        }
    }
}

extension CaseEvidenceRoutes {
    func remove<Content: CaseRecordContent>(
        _ type: Content.Type, _ record: RecordID, _ id: CaseID, _ fields: Fields, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        do {
            var errors = FormErrors()
            let reason = errors.text(fields, "reason", limit: 2000)
            try errors.check()
            try await desk.change(.removeEvidenceRecord, .case(id), by: staff) { transaction in
                let (_, sealing) = try await files.row(id, toChange: true, in: &transaction)
                try await records.remove(
                    type, record, seen: Int(fields["version"] ?? "") ?? 0, because: reason ?? "", in: id, sealing,
                    by: StaffID(staff.id), at: now, in: &transaction)
            }
            return .redirect("/desk/cases/\(id)/evidence", door: .staff)
        } catch is FormErrors {
            return try await show(id, staff, .init(notice: Phrase("evidence.record.reason")), .unprocessable)
        } catch DeskFailure.conflict {
            return try await show(id, staff, .init(notice: Phrase("conflict.text")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: Self.closed), .conflict)
        }
    }
}
