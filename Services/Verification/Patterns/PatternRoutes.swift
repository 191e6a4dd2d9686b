import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// `/desk/patterns`: early warnings, and the figures of cases.
struct PatternRoutes: Sendable {
    let warnings: ReadWarnings
    let search: Search
    let calendar: ReadCalendar
    let pages: PatternPages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/patterns", roles: .who(may: .readCases)) { _, staff in try await show(staff) }
        routes.get("/desk/patterns/figures", roles: .who(may: .readCases)) { _, staff in
            let question = SearchQuestion(codes: [.found: ["CASE"]])
            let counts = try await search(question, page: 1, for: staff).counts
            let events = counts.keys.filter { $0.facet == .event }.map(\.code)
            return .page(pages.figures(counts, names: try await names(events, staff), staff), door: .staff)
        }
        routes.post("/desk/patterns/{id}/acknowledge", UUID.self, roles: .who(may: .editCases)) {
            _, staff, form, id in try await acknowledge(id, form.fields, staff)
        }
    }

    private func show(
        _ staff: Staff, failed: (id: UUID, state: FormState)? = nil, notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let list = try await warnings.list(for: staff)
        let events = (list.open + list.acknowledged).map(\.content).filter { $0.rule == .sameEvent }.map(\.key)
        let html = pages.warnings(
            list, names: try await names(events, staff), failed: failed, notice: notice, staff)
        return .page(html, door: .staff, status: status)
    }

    private func acknowledge(_ id: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var errors = FormErrors()
        let note = errors.text(fields, "note", limit: ReadWarnings.longestNote)
        guard let note, errors.isEmpty else {
            var state = FormState(errors: errors.errors)
            state.set("note", fields["note"] ?? "")
            return try await show(staff, failed: (id, state), .unprocessable)
        }
        do {
            try await warnings.acknowledge(id, note: note, by: staff)
            return .redirect(PatternPages.path, door: .staff)
        } catch DeskFailure.conflict {
            return try await show(staff, notice: Phrase("patterns.already"), .conflict)
        }
    }

    private func names(_ events: [String], _ staff: Staff) async throws -> [String: String] {
        var names: [String: String] = [:]
        for code in Set(events).prefix(50) {
            guard let id = UNEventID(code), let event = try await calendar.find(id, for: staff) else { continue }
            names[code] = event.title
        }
        return names
    }
}
