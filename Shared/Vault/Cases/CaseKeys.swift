import CaseModel
package import Foundation
package import Postgres

/// The keys of cases, each wrapped for the services that may read something of it (schema `vault`).
///
/// Verification gets the case's own key, Reporting and Notification the subkey of their part. Row-level security shows
/// each service its own copies. When the rows are gone, so is everything that was sealed under the key: in tables,
/// topics and backups.
package struct CaseKeys: Sendable {
    private let keys: ServiceKeys

    package init(_ keys: ServiceKeys) {
        self.keys = keys
    }

    /// Makes a case's key and stores its copies. Only Verification may. A case that has one already is a
    /// `PostgresError` (unique violation).
    package func create(for caseID: UUID, in tx: inout Transaction) async throws -> DataKey {
        let key = try DataKey()
        let own = try key.wrapped(
            for: keys.everyone.sealing(for: .verification), context: .caseKey(caseID, for: .verification))
        let figures = try wrap(key, part: .figures, caseID)
        let brief = try wrap(key, part: .brief, caseID)
        _ = try await tx.execute(
            """
            INSERT INTO vault.case_keys (case_id, service, wrapped)
            VALUES (\(caseID), 'verification', \(own)), (\(caseID), 'reporting', \(figures)),
                   (\(caseID), 'notification', \(brief))
            """)
        return key
    }

    /// This service's key for a case: the case's own in Verification, that of its part elsewhere. Nil where there is
    /// none: the case was erased, or never was.
    package func find(for caseID: UUID, in tx: inout Transaction) async throws -> DataKey? {
        let row = try await tx.first(
            """
            SELECT wrapped FROM vault.case_keys WHERE case_id = \(caseID) AND service = \(keys.service.rawValue)
            """)
        guard let row else { return nil }
        return try DataKey(
            unwrapping: row.get("wrapped"), with: keys.sealing, context: .caseKey(caseID, for: keys.service))
    }

    /// As `find`, for callers who know that there must be one: `keyMissing` otherwise.
    package func get(for caseID: UUID, in tx: inout Transaction) async throws -> DataKey {
        guard let key = try await find(for: caseID, in: &tx) else { throw VaultError.keyMissing }
        return key
    }

    /// Erases a case: removes every service's copy of its key. Only Verification may. Returns how many there were.
    @discardableResult
    package func destroy(_ caseID: UUID, in tx: inout Transaction) async throws -> Int {
        try await tx.first("SELECT vault.destroy_case_keys(\(caseID)) AS count")?.get("count") ?? 0
    }

    private func wrap(_ key: DataKey, part: CasePart, _ caseID: UUID) throws(VaultError) -> [UInt8] {
        try key.part(part).wrapped(
            for: keys.everyone.sealing(for: part.reader), context: .caseKey(caseID, for: part.reader))
    }
}
