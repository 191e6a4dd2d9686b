import Accounts
import HTTP
import Web

/// The desk's front page.
struct DeskRoutes: Sendable {
    let desk: DeskDatabase
    let pages: DeskPages

    private static let mostRows = 200

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk", roles: .who(may: .readCases)) { _, staff in
            let (waiting, sources, cases) = try await desk.read(for: staff) { transaction in
                (
                    try await DeskQueries.waiting(limit: Self.mostRows, in: &transaction),
                    try await SourceQueries.unread(limit: Self.mostRows, in: &transaction),
                    try await DeskQueries.cases(limit: Self.mostRows, in: &transaction)
                )
            }
            return .page(pages.desk(waiting, sources, cases, staff), door: .staff)
        }
    }
}
