import Accounts
import Calendars
import CaseModel
import Foundation
import HTTP
import Synchronization
import Vault
import Web

/// Taking over a calendar file: choose it, see what would change, and say yes.
struct ImportRoutes: Sendable {
    let importCalendar: ImportCalendar
    let pages: ImportPages
    let lists: CodeLists

    /// The file travels through the page that shows what would change, in base64.
    private static let limits: FormLimits = {
        var limits = FormLimits()
        limits.files = 1
        limits.fileBytes = CalendarLimits.standard.bytes + 1
        limits.fieldBytes = CalendarLimits.standard.bytes * 4 / 3 + 8
        return limits
    }()

    func register(in routes: inout StaffRoutes) {
        let keepers = Set<Role>.who(may: .keepCalendar)
        routes.get("/desk/calendar/import", roles: keepers) { _, staff in
            .page(pages.choose(FormState(), staff), door: .staff)
        }
        routes.post("/desk/calendar/import", roles: keepers, limits: Self.limits, files: { FileInMemory() }) {
            _, staff, form, file in
            try await take(form.fields, file.bytes, staff)
        }
    }

    private func take(_ fields: Fields, _ file: [UInt8], _ staff: Staff) async throws -> Response {
        var state = FormState()
        for name in ["entity", "format", "host_state"] { state.set(name, fields[name] ?? "") }
        do {
            let bytes = fields["calendar"].flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? file
            let defaults = try defaults(fields)
            let plan = try await importCalendar.plan(try read(bytes), defaults, for: staff)
            guard let seen = fields["seen"] else { return preview(plan, bytes, state, staff) }
            guard seen == Self.digest(plan), let count = try await importCalendar.apply(plan, by: staff) else {
                let now = try await importCalendar.plan(try read(bytes), defaults, for: staff)
                return preview(now, bytes, state, staff, isStale: true)
            }
            return .page(pages.done(count, staff), door: .staff)
        } catch let errors as FormErrors {
            return .page(pages.choose(state.with(errors), staff), door: .staff, status: .unprocessable)
        }
    }

    private func read(_ bytes: [UInt8]) throws(FormErrors) -> CalendarReading {
        do throws(CalendarError) { return try CalendarReading(bytes) } catch {
            throw FormErrors([FormError("file", ImportPages.phrase(error))])
        }
    }

    private func defaults(_ fields: Fields) throws(FormErrors) -> ImportPlan.Defaults {
        var errors = FormErrors()
        let entity = errors.code(fields, "entity", in: "un_entity", lists, required: true)
        let format: UNEvent.Format? = errors.code(fields, "format")
        let state = fields["host_state"].flatMap { $0.isEmpty ? nil : $0 }
        if let state, lists.state(state) == nil { errors.add("host_state", Phrase("field.unknown_code")) }
        try errors.check()
        guard let entity, let format else { throw errors }
        return ImportPlan.Defaults(entity: entity, format: format, hostState: state)
    }

    private func preview(
        _ plan: ImportPlan, _ bytes: [UInt8], _ state: FormState, _ staff: Staff, isStale: Bool = false
    ) -> Response {
        .page(
            pages.preview(
                plan, file: Data(bytes).base64EncodedString(), seen: Self.digest(plan), state, isStale: isStale, staff),
            door: .staff, status: isStale ? .conflict : .ok)
    }

    private static func digest(_ plan: ImportPlan) -> String {
        Data(SHA256.hash(Array(plan.fingerprint.utf8))).base64EncodedString()
    }
}

/// A small file of a form, kept in memory: it is read at once and lies nowhere.
final class FileInMemory: FormFiles {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    func take(_ part: FilePart, _ file: FileContent) async throws {
        while let chunk = try await file.next() { content.withLock { $0 += chunk } }
    }

    func abandon() async {}
}
