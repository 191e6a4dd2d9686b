import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func timeline(in routes: inout StaffRoutes) {
        TimelineRoutes(parts: self).register(in: &routes)
    }
}

/// The section of a case that shows all that happened with it.
struct TimelineRoutes: Sendable {
    let parts: DeskParts

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/timeline", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            let view = request.query["show"].flatMap(TimelinePages.View.init) ?? .changes
            let place = request.query["after"].flatMap(TimelinePlace.init)
            let html = try await parts.desk.read(for: staff) { transaction in
                try await page(CaseID(id), view, place, staff, &transaction)
            }
            return .page(html, door: .staff)
        }
    }

    private func page(
        _ id: CaseID, _ view: TimelinePages.View, _ place: TimelinePlace?, _ staff: Staff,
        _ transaction: inout Transaction
    ) async throws -> HTML {
        let pages = TimelinePages(shell: parts.shell)
        if view == .happened {
            let about = try await parts.surroundings(id, in: &transaction).0
            return pages.section(about.row, view, staff, pages.happened(about, staff))
        }
        let row = try await parts.files.row(id, in: &transaction).row
        let sources = view == .looks ? TimelineSources.looks : TimelineSources.changes
        let page = try await ReadTimeline()(sources, of: id, after: place, in: &transaction)
        let names = try await StaffNames.of(page.entries.compactMap(\.who), in: &transaction)
        return pages.section(row, view, staff, pages.entries(page, of: row, view, names, staff))
    }
}
