package import CaseModel
package import Foundation
package import Postgres

/// What staff are called on pages: who saved a version, who signed, who has a case.
package struct StaffNames: Sendable {
    private let names: [UUID: String]

    package init(_ names: [UUID: String] = [:]) {
        self.names = names
    }

    /// The names of some people, also of those who may no longer sign in.
    package static func of(
        _ people: some Collection<StaffID>, in transaction: inout Transaction
    ) async throws -> StaffNames {
        guard !people.isEmpty else { return StaffNames() }
        let ids = Array(Set(people.map(\.uuid)))
        var names: [UUID: String] = [:]
        for row in try await transaction.query("SELECT id, display_name FROM accounts.staff WHERE id = ANY(\(ids))") {
            names[try row.get("id")] = try row.get("display_name")
        }
        return StaffNames(names)
    }

    /// A dash for somebody who is not known.
    package func name(_ person: StaffID) -> String { names[person.uuid] ?? "–" }
}
