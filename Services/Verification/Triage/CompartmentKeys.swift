import CaseModel
import Foundation
import Postgres
import Vault

/// The keys under which words are hashed that something is to be found by: one for each compartment, so that the same name in
/// two of them is two hashes. Each lies sealed for this service and is opened where it is used.
struct CompartmentKeys: Sendable {
    let keys: ServiceKeys

    /// The compartment's key; made where there is none.
    func get(_ compartment: Compartment, in transaction: inout Transaction) async throws -> DataKey {
        if let key = try await find(compartment, in: &transaction) { return key }
        let id = Randomness.timelessUUID()
        let wrapped = try DataKey().wrapped(
            for: try keys.everyone.sealing(for: .verification), context: .compartmentKey(id))
        try await transaction.execute(
            """
            INSERT INTO compartment_keys (id, compartment, wrapped) VALUES (\(id), \(compartment.code), \(wrapped))
            ON CONFLICT (compartment) DO NOTHING
            """)
        guard let key = try await find(compartment, in: &transaction) else { throw VaultError.keyMissing }
        return key
    }

    private func find(_ compartment: Compartment, in transaction: inout Transaction) async throws -> DataKey? {
        let row = try await transaction.first(
            "SELECT id, wrapped FROM compartment_keys WHERE compartment = \(compartment.code)")
        guard let row else { return nil }
        return try DataKey(
            unwrapping: row.get("wrapped"), with: keys.sealing, context: .compartmentKey(row.get("id")))
    }
}

extension SealContext {
    fileprivate static func compartmentKey(_ id: UUID) -> SealContext {
        SealContext(table: "compartment_keys", column: "wrapped", row: id)
    }
}
