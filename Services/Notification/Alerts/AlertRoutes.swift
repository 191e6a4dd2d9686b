import Accounts
import HTTP
import Postgres
import Web

struct AlertRoutes: Sendable {
    let database: Database
    let pages: AlertPages

    private static let mostRows = 200

    func register(in routes: inout StaffRoutes) {
        routes.get("/notifications", roles: .who(may: .readAlerts)) { _, staff in
            let alerts = try await database.transaction(.readOnly) { transaction in
                try await AlertQueries.latest(
                    Array(staff.compartments), limit: Self.mostRows, in: &transaction)
            }
            return .page(pages.list(alerts, staff), door: .staff)
        }
    }
}
