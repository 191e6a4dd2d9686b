import CaseModel
import Postgres

enum DeskQueries {
    /// What the transaction may see from here on: nothing where the list is empty, and nobody's own where nobody is named.
    ///
    /// - Parameter descriptors: Whether it may see what describes people.
    static func see(
        _ compartments: [Compartment], as officer: StaffID? = nil, descriptors: Bool = false,
        in transaction: inout Transaction
    ) async throws {
        let list = compartments.map(\.code).joined(separator: ",")
        try await transaction.execute(
            """
            SELECT set_config('amparo.compartments', \(list), true),
                set_config('amparo.staff', \(officer?.description ?? ""), true),
                set_config('amparo.descriptors', \(descriptors ? "yes" : "no"), true)
            """)
    }
}
