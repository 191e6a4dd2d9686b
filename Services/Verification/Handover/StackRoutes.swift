import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Vault
import Web

/// Printing a stack of sheets before a session, for sources who walk away at once: each is told apart by a number, which is
/// typed into the entry that it was given for.
struct StackRoutes: Sendable {
    let desk: DeskDatabase
    let handover: PrepareHandover
    let pages: StaffPages
    let sheet: HandoverSheet

    private static let most = 50

    func register(in routes: inout StaffRoutes) {
        let roles = Set<Role>.who(may: .enterSubmissions)
        routes.get("/desk/sheets", roles: roles) { _, staff in .page(form(FormState(), staff), door: .staff) }
        routes.post("/desk/sheets", roles: roles) { _, staff, form in try await printed(form.fields, staff) }
    }

    private func form(_ state: FormState, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let fields = FormFields(words, state)
        return page(
            staff,
            .p([.class("lead")], words.html(Phrase("stack.text"))),
            fields.form(
                action: "/desk/sheets", token: staff.formToken,
                fields.text(
                    "count", Phrase("stack.count"), hint: Phrase("stack.count.hint", ["limit": .number(Self.most)]),
                    required: true, kind: .number, maxLength: 2, size: 4),
                fields.select(
                    "sheet_language", Phrase("sheet.language"),
                    options: sheet.languages.map { Choice($0.code, $0.nativeName) }),
                fields.button(Phrase("stack.print"))))
    }

    private func printed(_ fields: Fields, _ staff: Staff) async throws -> Response {
        let state = EntryForm.state(typed: fields)
        guard let count = Int(fields["count"] ?? ""), 1...Self.most ~= count else {
            let error = FormErrors([
                FormError("count", Phrase("stack.count.hint", ["limit": .number(Self.most)]))
            ])
            return .page(form(state.with(error), staff), door: .staff, status: .unprocessable)
        }
        let subject = AuditSubject("sheet-stack", Randomness.uuid())
        let sheets = try await desk.change(.printStack, subject, by: staff) { transaction in
            try await handover.stack(count, by: StaffID(staff.id), at: .now, in: &transaction)
        }
        let language = EntryRoutes.sheetLanguage(fields, staff, sheet)
        let words = pages.words(staff)
        return .page(
            page(
                staff,
                .div([.class("notice")], .p(words.html(Phrase("stack.once")))),
                .list(sheets.map { sheet.html($1, serial: $0, in: language) })),
            door: .staff)
    }

    private func page(_ staff: Staff, _ body: HTML...) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("stack.title"), staff, path: "/desk/entries", .h1(words.html(Phrase("stack.title"))), .list(body))
    }
}
