import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func acts(in routes: inout StaffRoutes) {
        ActsRoutes(parts: self).register(in: &routes)
        RecordFormRoutes(parts: self, form: ActForm(lists: lists)).register(in: &routes)
        RecordFormRoutes(parts: self, form: CooperationForm(lists: lists)).register(in: &routes)
        RecordFormRoutes(parts: self, form: FactsForm(lists: lists)).register(in: &routes)
    }

    /// What UN events are called that the case's cooperation names.
    func eventTitles(
        _ coding: CaseCoding, in transaction: inout Transaction
    ) async throws -> [String: String] {
        let named = Set(coding.cooperations.compactMap(\.content.event))
        let calendar = ReadCalendar(desk: desk, sealing: EventSealing(keys: keys))
        var titles: [String: String] = [:]
        for name in named {
            guard let id = UUID(uuidString: name) else { continue }
            titles[name] = try await calendar.find(UNEventID(id), in: &transaction)?.title
        }
        return titles
    }
}

/// The section of a case that shows what happened.
struct ActsRoutes: Sendable {
    let parts: DeskParts

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/acts", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            let html = try await parts.desk.read(for: staff) { transaction in
                let (about, _) = try await parts.surroundings(CaseID(id), in: &transaction)
                let names = try await StaffNames.of(about.coding.savedBy, in: &transaction)
                let events = try await parts.eventTitles(about.coding, in: &transaction)
                return ActsPages(shell: parts.shell).section(about, names, events: events, staff)
            }
            return .page(html, door: .staff)
        }
    }
}
