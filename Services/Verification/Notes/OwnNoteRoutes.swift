import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The notes that whoever is signed in keeps for themselves.
struct OwnNoteRoutes: Sendable {
    let keep: KeepNotes
    let pages: NotePages

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/cases/{id}/own-notes", UUID.self, roles: .who(may: .readCases)) { _, staff, form, id in
            do {
                try await keep.addOwn(try Self.text(form), to: CaseID(id), by: staff)
                return back(to: CaseID(id))
            } catch let errors as FormErrors {
                let forms = NotePages.Forms(own: FormState(form).with(errors))
                return try await NoteRoutes(keep: keep, pages: pages)
                    .show(CaseID(id), staff, forms, .unprocessable)
            }
        }
        routes.get("/desk/cases/{id}/own-notes/{note}", UUID.self, UUID.self, roles: .who(may: .readCases)) {
            _, staff, id, note in try await one(note, CaseID(id), staff)
        }
        routes.post("/desk/cases/{id}/own-notes/{note}", UUID.self, UUID.self, roles: .who(may: .readCases)) {
            _, staff, form, id, note in
            do {
                try await keep.replaceOwn(note, with: try Self.text(form), in: CaseID(id), by: staff)
                return back(to: CaseID(id))
            } catch let errors as FormErrors {
                return try await one(note, CaseID(id), staff, FormState(form).with(errors), .unprocessable)
            }
        }
        routes.post("/desk/cases/{id}/own-notes/{note}/remove", UUID.self, UUID.self, roles: .who(may: .readCases)) {
            _, staff, _, id, note in
            try await keep.removeOwn(note, in: CaseID(id), by: staff)
            return back(to: CaseID(id))
        }
    }

    private func one(
        _ note: UUID, _ id: CaseID, _ staff: Staff, _ state: FormState? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let (row, stored) = try await keep.desk.read(for: staff) { transaction in
            let (row, sealing) = try await keep.files.row(id, in: &transaction)
            let stored = try await OwnNotes.find(note, of: id, by: StaffID(staff.id), sealing, in: &transaction)
            guard let stored else { throw DeskFailure.notFound }
            return (row, stored)
        }
        return .page(pages.oneOwn(stored, row, staff, state: state), door: .staff, status: status)
    }

    private static func text(_ form: Form) throws(FormErrors) -> String {
        var errors = FormErrors()
        let text = errors.text(form.fields, "own_text", limit: Note.limit)
        try errors.check()
        guard let text else { throw errors }
        return text
    }

    private func back(to id: CaseID) -> Response {
        .redirect("\(CaseSection.notes.path(of: id))#own-notes", door: .staff)
    }
}
