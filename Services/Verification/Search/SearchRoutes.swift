import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// `/desk/search`: asking, and the searches that officers keep.
struct SearchRoutes: Sendable {
    let search: Search
    let saved: SavedSearches
    let calendar: ReadCalendar
    let pages: SearchPages

    /// The form has a box for each code of each facet.
    static var limits: FormLimits {
        var limits = FormLimits.standard
        limits.fields = 2_000
        limits.fieldBytes = 4_096
        return limits
    }

    func register(in routes: inout StaffRoutes) {
        let readers = Set<Role>.who(may: .readCases)
        routes.get("/desk/search", roles: readers) { _, staff in
            try await show(.init(), nil, withSaved: true, staff)
        }
        routes.post("/desk/search", roles: readers, limits: Self.limits) { _, staff, form in
            try await ask(form.fields, staff)
        }
        routes.post("/desk/search/saved", roles: readers, limits: Self.limits) { _, staff, form in
            try await save(form.fields, staff)
        }
        routes.post("/desk/search/saved/{id}", UUID.self, roles: readers) { _, staff, _, id in
            let kept = try await saved.look(id, by: staff)
            return try await show(kept.content.question, 1, withSaved: true, staff)
        }
        routes.post("/desk/search/saved/{id}/remove", UUID.self, roles: readers) { _, staff, _, id in
            try await saved.remove(id, by: staff)
            return .redirect(SearchPages.path, door: .staff)
        }
    }

    private func ask(_ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            let question = try SearchQuestion.parse(fields, search.lists, for: staff)
            return try await show(question, Int(fields["page"] ?? "") ?? 1, withSaved: false, staff)
        } catch let errors as FormErrors {
            return try await refused(errors, fields, staff)
        }
    }

    private func save(_ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            let question = try SearchQuestion.parse(fields, search.lists, for: staff)
            var errors = FormErrors()
            let name = errors.text(fields, "name", limit: SavedSearches.longestName)
            if question.isEmpty { errors.add("words", Phrase("field.required")) }
            try errors.check()
            guard let name else { throw errors }
            let isSaved = try await saved.save(
                .init(name: name, question: question), shared: fields["shared"] == "yes", by: staff)
            guard isSaved else {
                throw FormErrors([
                    FormError("name", Phrase("search.save.too_many", ["limit": .number(SavedSearches.most)]))
                ])
            }
            return .redirect("\(SearchPages.path)#saved-searches", door: .staff)
        } catch let errors as FormErrors {
            return try await refused(errors, fields, staff)
        }
    }

    /// - Parameters:
    ///   - page: Nil where nothing was asked.
    ///   - withSaved: Whether saved searches are shown too, each of which is counted.
    private func show(
        _ question: SearchQuestion, _ page: Int?, withSaved: Bool, _ staff: Staff
    ) async throws -> Response {
        var result: Search.Result?
        if let page { result = try await search(question, page: page, for: staff) }
        let names = try await names(question, result, staff)
        let kept = withSaved ? try await saved.list(for: staff) : nil
        let html = pages.search(question, question.state, result, names: names, saved: kept, staff)
        return .page(html, door: .staff)
    }

    private func refused(_ errors: FormErrors, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var values: [String: [String]] = ["words": [fields["words"] ?? ""]]
        for facet in Facet.allCases {
            values[facet.rawValue] = fields.values(facet.rawValue).filter { facet.mayBe($0, search.lists) }
        }
        let html = pages.search(
            .init(), FormState(values: values).with(errors), nil, names: [:], saved: nil, staff)
        return .page(html, door: .staff, status: .unprocessable)
    }

    /// What the events and officers are called that stand in the result.
    private func names(
        _ question: SearchQuestion, _ result: Search.Result?, _ staff: Staff
    ) async throws -> [String: String] {
        func shown(_ facet: Facet) -> Set<String> {
            let counted = (result?.counts ?? [:]).filter { $0.key.facet == facet }.sorted { $0.value > $1.value }
            return Set(counted.prefix(20).map(\.key.code) + question.codes[facet, default: []])
        }
        var names: [String: String] = [:]
        for code in shown(.event) {
            guard let id = UNEventID(code), let event = try await calendar.find(id, for: staff) else { continue }
            names[code] = event.title
        }
        let officers = shown(.officer).compactMap { StaffID($0) }
        let people = try await search.desk.read(for: staff) { try await StaffNames.of(officers, in: &$0) }
        for officer in officers { names[officer.description] = people.name(officer) }
        return names
    }
}
