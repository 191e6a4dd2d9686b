import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Entering an account, and the sheets for its source.
struct EntryRoutes: Sendable {
    let enter: EnterSubmission
    let entries: OpenEntries
    let calendar: ReadCalendar
    let pages: EntryPages
    let files: @Sendable () -> EnteredFiles

    private static let mostRows = 200

    static let limits: FormLimits = {
        var limits = FormLimits()
        limits.fields = 400
        limits.fieldBytes = 256 * 1024
        limits.files = FieldLimits.evidenceFiles
        limits.fileBytes = 200 << 20
        return limits
    }()

    func register(in routes: inout StaffRoutes) {
        let roles = Set<Role>.who(may: .enterSubmissions)
        routes.get("/desk/entries", roles: roles) { _, staff in
            .page(pages.list(try await entries.own(staff, limit: Self.mostRows), staff), door: .staff)
        }
        routes.get("/desk/entries/new", roles: roles) { _, staff in
            try await form(FormState(), UUID().uuidString.lowercased(), staff)
        }
        routes.post("/desk/entries", roles: roles, limits: Self.limits, deadline: .seconds(600), files: files) {
            _, staff, form, files in try await take(form.fields, files, staff)
        }
        routes.get("/desk/entries/{id}", UUID.self, roles: roles) { _, staff, id in try await show(id, staff) }
        routes.post("/desk/entries/{id}/sheet", UUID.self, roles: roles) { _, staff, form, id in
            try await sheet(id, form.fields, staff)
        }
        routes.post("/desk/entries/{id}/revoke", UUID.self, roles: roles) { _, staff, _, id in
            let isRevoked = try await entries.revoke(id, by: staff)
            return try await show(id, staff, notice: isRevoked ? nil : Phrase("sheet.revoke.late"))
        }
    }

    private func form(
        _ state: FormState, _ entry: String, _ staff: Staff, _ status: Status = .ok
    ) async throws -> Response {
        let events = try await calendar.watched(for: staff)
        return .page(pages.new(state, entry: entry, events: events, staff), door: .staff, status: status)
    }

    private func take(_ fields: Fields, _ files: EnteredFiles, _ staff: Staff) async throws -> Response {
        let entry = UUID(uuidString: fields["entry"] ?? "") ?? UUID()
        let state = EntryForm.state(typed: fields)
        do {
            var input = try pages.form.parse(fields)
            input.entry = entry
            input.evidence = files.declared
            let outcome = try await enter(input, by: staff, printing: true)
            if case .invalid(let found) = outcome { throw EntryForm.errors(found) }
            // A file that nothing names would only lie there.
            if case .again = outcome { await files.abandon() }
            return try answer(outcome, input, fields, staff)
        } catch let errors as FormErrors {
            await files.abandon()
            return try await form(state.with(errors), entry.uuidString.lowercased(), staff, .unprocessable)
        }
    }

    private func answer(
        _ outcome: EnterSubmission.Outcome, _ input: EnterSubmission.Input, _ fields: Fields, _ staff: Staff
    ) throws -> Response {
        let language = Self.sheetLanguage(fields, staff, pages.sheet)
        func page(_ phrase: Phrase, _ handed: EnterSubmission.Handed) -> Response {
            .page(
                pages.stored(
                    phrase, handed, entry: input.entry, language: language, back: "/desk/entries/new", staff),
                door: .staff)
        }
        switch outcome {
        case .stored(_, let handed): return page(Phrase("entry.stored"), handed)
        case .again(_, let handed): return page(Phrase("entry.again"), handed)
        case .version(_, let handed): return page(Phrase("entry.version"), handed)
        case .invalid(let found): throw EntryForm.errors(found)
        }
    }

    private func show(
        _ id: UUID, _ staff: Staff, notice: Phrase? = nil, state: FormState = FormState(), status: Status = .ok
    ) async throws -> Response {
        let (entry, versions) = try await entries.get(id, for: staff)
        return .page(
            pages.entry(entry, versions: versions, notice: notice, state: state, staff), door: .staff, status: status)
    }

    /// Another sheet, in place of one that was lost, or of none.
    private func sheet(_ id: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = (fields["sheet"] ?? "").trimmingCharacters(in: .whitespaces)
        let serial = SheetSerial(typed: typed)
        let state = EntryForm.state(typed: fields)
        if !typed.isEmpty, serial == nil {
            let error = FormErrors([FormError("sheet", Phrase("entry.sheet.mistyped"))])
            return try await show(id, staff, state: state.with(error), status: .unprocessable)
        }
        do {
            let handed = try await entries.sheet(id, serial, by: staff)
            if case .sheetUnknown = handed {
                let error = FormErrors([FormError("sheet", Phrase("sheet.unknown"))])
                return try await show(id, staff, state: state.with(error), status: .unprocessable)
            }
            let page = pages.stored(
                Phrase("sheet.replaced"), handed, entry: id, language: Self.sheetLanguage(fields, staff, pages.sheet),
                back: "/desk/entries/new", staff)
            return .page(page, door: .staff)
        } catch DeskFailure.alreadyTakenOver {
            return try await show(id, staff, notice: Phrase("sheet.revoke.late"), status: .conflict)
        }
    }

    /// The source's, where a sheet can be printed in it; else the officer's.
    static func sheetLanguage(_ fields: Fields, _ staff: Staff, _ sheet: HandoverSheet) -> Language {
        let asked = Language(rawValue: fields["sheet_language"] ?? "") ?? staff.language
        return sheet.languages.contains(asked) ? asked : .english
    }
}
