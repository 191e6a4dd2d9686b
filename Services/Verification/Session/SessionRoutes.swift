import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Taking down accounts at a UN event, with a line and without.
struct SessionRoutes: Sendable {
    let calendar: ReadCalendar
    let enter: EnterSubmission
    let pages: SessionPages

    func register(in routes: inout StaffRoutes) {
        let roles = Set<Role>.who(may: .enterSubmissions)
        routes.get("/desk/session/{event}", UUID.self, roles: roles) { _, staff, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            return .page(pages.online(event, FormState(), entry: Self.newEntry, staff), door: .staff)
        }
        routes.get("/desk/session/{event}/offline", UUID.self, roles: roles) { _, staff, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            return .page(pages.offline(event, staff.language), door: .staffScript)
        }
        routes.get("/desk/session/ticket", roles: roles) { _, staff in
            var text = JSONObjectText()
            text.add("token", staff.formToken)
            return .json(text.object)
        }
        routes.post("/desk/session/{event}", UUID.self, roles: roles, limits: EntryRoutes.limits) {
            request, staff, form, id in
            let event = try await calendar.get(UNEventID(id), for: staff)
            return request.headers["Accept"]?.contains("application/json") == true
                ? try await takeSent(form.fields, event, staff) : try await takeTyped(form.fields, event, staff)
        }
    }

    /// The worker lies below the pages it serves, which is as far as it may reach. There is no secret in it.
    static func worker(_ worker: Assets.Asset) -> Router {
        var router = Router()
        router.get("/desk/session/worker.js", access: .public) { _ in
            var response = Response(type: worker.contentType, worker.bytes)
            response.headers["Cache-Control"] = "no-cache"
            SecurityHeaders.apply(to: &response, door: .staffScript)
            return response
        }
        return router
    }

    private static var newEntry: String { UUID().uuidString.lowercased() }

    /// From the page itself.
    private func takeTyped(_ fields: Fields, _ event: CalendarEvent, _ staff: Staff) async throws -> Response {
        let state = EntryForm.state(typed: fields)
        do {
            let input = try pages.form.parse(fields, event: event.id)
            let outcome = try await enter(input, by: staff, printing: true)
            let (phrase, handed): (Phrase, EnterSubmission.Handed) =
                switch outcome {
                case .stored(_, let handed): (Phrase("entry.stored"), handed)
                case .again(_, let handed): (Phrase("entry.again"), handed)
                case .version(_, let handed): (Phrase("entry.version"), handed)
                case .invalid(let found): throw EntryForm.errors(found)
                }
            let page = pages.entries.stored(
                phrase, handed, entry: input.entry,
                language: EntryRoutes.sheetLanguage(fields, staff, pages.entries.sheet),
                back: "/desk/session/\(event.id)", staff)
            return .page(page, door: .staff)
        } catch let errors as FormErrors {
            let entry = fields["entry"] ?? Self.newEntry
            return .page(
                pages.online(event, state.with(errors), entry: entry, staff), door: .staff, status: .unprocessable)
        }
    }

    /// From a device whose line has come back. What was taken down an hour ago cannot be asked again: a number of a sheet that
    /// is none does not keep the entry out.
    private func takeSent(_ fields: Fields, _ event: CalendarEvent, _ staff: Staff) async throws -> Response {
        var kept = Fields()
        let serial = fields["sheet"] ?? ""
        let isMistyped = !serial.isEmpty && SheetSerial(typed: serial) == nil
        for field in fields.all where !(isMistyped && field.name == "sheet") { kept.append(field.name, field.value) }
        do {
            let outcome = try await enter(
                try pages.form.parse(kept, event: event.id), by: staff, printing: false)
            let (word, handed): (String, EnterSubmission.Handed) =
                switch outcome {
                case .stored(_, let handed): ("stored", handed)
                case .again(_, let handed): ("again", handed)
                case .version(_, let handed): ("version", handed)
                case .invalid(let found): throw EntryForm.errors(found)
                }
            var text = JSONObjectText()
            text.add("outcome", word)
            text.add("sheet", isMistyped ? "unknown" : Self.word(handed))
            return .json(text.object)
        } catch let errors as FormErrors {
            let words = pages.pages.words(staff)
            return try .json(
                encoding: ["errors": errors.errors.map { "\($0.field): \(words($0.phrase))" }], status: .unprocessable)
        }
    }

    private static func word(_ handed: EnterSubmission.Handed) -> String {
        switch handed {
        case .nothing, .code: "none"
        case .sheet: "bound"
        case .sheetUnknown: "unknown"
        }
    }
}
