import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func queue(in routes: inout StaffRoutes) {
        DeskRoutes(
            read: ReadQueue(desk: desk), roles: NoticeRoles(keys: SearchKeys(keys)),
            pages: DeskPages(pages: pages, lists: lists)
        ).register(in: &routes)
    }
}

/// The desk's front page.
struct DeskRoutes: Sendable {
    let read: ReadQueue
    let roles: NoticeRoles
    let pages: DeskPages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk", roles: .who(may: .readCases)) { request, staff in
            let view = QueueView(rawValue: request.query["view"] ?? "") ?? .standard(for: staff)
            let page = min(max(1, Int(request.query["page"] ?? "") ?? 1), ReadQueue.mostPages)
            var seen = try await read(view, page: page, for: staff)
            if seen.queue.notices.contains(where: \.isForSomebody) {
                seen.queue.notices = try await read.desk.read(for: staff) { [found = seen.queue.notices] transaction in
                    try await roles(found, for: staff.roles, in: &transaction)
                }
            }
            return .page(pages.desk(seen, staff), door: .staff)
        }
    }
}

extension QueueView {
    /// What runs out of its clock goes up to who leads the house: they see it first.
    static func standard(for staff: Staff) -> QueueView {
        staff.roles.isDisjoint(with: [.asg, .headOfPresence]) ? .all : .overdue
    }
}
