import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func notes(in routes: inout StaffRoutes) {
        let keep = KeepNotes(desk: desk, files: files, records: records)
        NoteRoutes(keep: keep, pages: NotePages(shell: shell)).register(in: &routes)
        OwnNoteRoutes(keep: keep, pages: NotePages(shell: shell)).register(in: &routes)
    }
}

/// The notes of a case: reading all of them, and writing those that its officers share.
struct NoteRoutes: Sendable {
    let keep: KeepNotes
    let pages: NotePages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/notes", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            var forms = NotePages.Forms()
            for name in ["section", "about"] { forms.note.set(name, request.query[name] ?? "") }
            return try await show(CaseID(id), staff, forms)
        }
        routes.post("/desk/cases/{id}/notes", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            do {
                try await keep.add(try NoteForm.parse(form.fields), to: CaseID(id), by: staff)
                return back(to: CaseID(id))
            } catch let errors as FormErrors {
                return try await show(CaseID(id), staff, .init(note: FormState(form).with(errors)), .unprocessable)
            } catch DeskFailure.caseClosed {
                return try await show(CaseID(id), staff, .init(note: FormState(form).with(Self.closed)), .conflict)
            }
        }
        routes.get("/desk/cases/{id}/notes/{record}", UUID.self, UUID.self, roles: .who(may: .editCases)) {
            _, staff, id, note in
            let (row, stored) = try await find(RecordID(note), CaseID(id), staff)
            return .page(pages.one(stored, row, staff), door: .staff)
        }
        routes.post("/desk/cases/{id}/notes/{record}", UUID.self, UUID.self, roles: .who(may: .editCases)) {
            _, staff, form, id, note in
            try await revise(RecordID(note), CaseID(id), form, staff)
        }
        routes.post("/desk/cases/{id}/notes/{record}/remove", UUID.self, UUID.self, roles: .who(may: .editCases)) {
            _, staff, form, id, note in
            try await remove(RecordID(note), CaseID(id), form, staff)
        }
    }

    func show(
        _ id: CaseID, _ staff: Staff, _ forms: NotePages.Forms, _ status: Status = .ok
    ) async throws -> Response {
        let content = try await keep.desk.read(for: staff) { transaction in
            let (row, sealing) = try await keep.files.row(id, in: &transaction)
            let notes = try await keep.records.all(Note.self, of: id, sealing, in: &transaction)
            let own = try await OwnNotes.all(of: id, by: StaffID(staff.id), sealing, in: &transaction)
            let people = notes.flatMap { [$0.createdBy, $0.savedBy] }
            let names = try await StaffNames.of(people, in: &transaction)
            return NotePages.Content(row: row, notes: notes, own: own, names: names)
        }
        return .page(pages.all(content, forms, staff), door: .staff, status: status)
    }

    private func revise(_ note: RecordID, _ id: CaseID, _ form: Form, _ staff: Staff) async throws -> Response {
        do {
            let content = try NoteForm.parse(form.fields)
            let seen = Int(form.fields["version"] ?? "") ?? 0
            let outcome = try await keep.revise(note, seen: seen, to: content, in: id, by: staff)
            guard case .conflicting(_, let conflicts) = outcome else { return back(to: id) }
            let (row, stored) = try await find(note, id, staff)
            let sides = RecordWords(Note.kind, pages.shell.lists, pages.shell.pages.words(staff)).conflict(conflicts)
            let page = pages.one(stored, row, staff, state: FormState(form), before: sides)
            return .page(page, door: .staff, status: .conflict)
        } catch let errors as FormErrors {
            let (row, stored) = try await find(note, id, staff)
            let page = pages.one(stored, row, staff, state: FormState(form).with(errors))
            return .page(page, door: .staff, status: .unprocessable)
        } catch DeskFailure.caseClosed {
            let (row, stored) = try await find(note, id, staff)
            let page = pages.one(stored, row, staff, state: FormState(form).with(Self.closed))
            return .page(page, door: .staff, status: .conflict)
        }
    }

    private func remove(_ note: RecordID, _ id: CaseID, _ form: Form, _ staff: Staff) async throws -> Response {
        var errors = FormErrors()
        let reason = errors.text(form.fields, "reason", limit: 500)
        let seen = Int(form.fields["version"] ?? "") ?? 0
        guard let reason else {
            let (row, stored) = try await find(note, id, staff)
            let page = pages.one(stored, row, staff, removal: FormState(form).with(errors))
            return .page(page, door: .staff, status: .unprocessable)
        }
        do {
            try await keep.remove(note, seen: seen, because: reason, in: id, by: staff)
        } catch DeskFailure.caseClosed {
            let (row, stored) = try await find(note, id, staff)
            let closed = FormErrors([FormError("reason", Phrase("record.case_closed"))])
            let page = pages.one(stored, row, staff, removal: FormState(form).with(closed))
            return .page(page, door: .staff, status: .conflict)
        }
        return back(to: id)
    }

    private static let closed = FormErrors([FormError("text", Phrase("record.case_closed"))])

    private func find(
        _ note: RecordID, _ id: CaseID, _ staff: Staff
    ) async throws -> (CaseRow, RecordVersion<Note>) {
        try await keep.desk.read(for: staff) { transaction in
            let (row, sealing) = try await keep.files.row(id, in: &transaction)
            let stored: RecordVersion<Note> = try await keep.records.get(note, of: id, sealing, in: &transaction)
            guard stored.removed == nil else { throw DeskFailure.notFound }
            return (row, stored)
        }
    }

    private func back(to id: CaseID) -> Response {
        .redirect(CaseSection.notes.path(of: id), door: .staff)
    }
}
