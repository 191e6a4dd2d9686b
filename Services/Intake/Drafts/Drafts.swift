import Foundation
import Postgres
import Vault

/// A draft that the visitor's cookie opens.
struct KeptDraft: Sendable {
    let expiresAt: Date
}

/// Keeps what somebody has typed and not sent, sealed under a key that goes to their device alone.
struct Drafts: Sendable {
    static let lifetime = Duration.seconds(7 * 24 * 3600)
    /// Nobody needs more, and nobody is to fill the disk.
    static let most = 10_000
    static let largest = 256 * 1024

    let database: Database

    /// Keeps the values under a new key; the draft of `old` goes. Nil where there is no room.
    func keep(_ values: [String: [String]], insteadOf old: DraftKey?, at now: Date = .now) async throws -> DraftKey? {
        let plain = Array(try JSONEncoder().encode(values))
        guard plain.count < Self.largest else { return nil }
        let key = try DraftKey.random()
        let id = Randomness.timelessUUID()
        let row = DraftQueries.Row(
            id: id, sealed: try key.sealing.seal(Padding.pad(plain), context: .draft(id)),
            expiresAt: now.addingTimeInterval(TimeInterval(Self.lifetime.components.seconds)))
        let isKept = try await database.transaction { transaction in
            if let old { try await transaction.execute(DraftQueries.delete(lookup: old.lookup)) }
            return try await DraftQueries.insert(row, lookup: key.lookup, most: Self.most, in: &transaction)
        }
        return isKept ? key : nil
    }

    func find(_ key: DraftKey, at now: Date = .now) async throws -> KeptDraft? {
        guard let row = try await database.first(DraftQueries.expiry(lookup: key.lookup, now: now)) else { return nil }
        return KeptDraft(expiresAt: try row.get("expires_at"))
    }

    /// What was typed; nil where nothing is kept any more.
    func open(_ key: DraftKey, at now: Date = .now) async throws -> [String: [String]]? {
        guard let row = try await database.first(DraftQueries.find(lookup: key.lookup, now: now)) else { return nil }
        let padded = try key.sealing.open(
            try row.get("sealed", as: [UInt8].self), context: .draft(try row.get("id", as: UUID.self)))
        return try JSONDecoder().decode([String: [String]].self, from: Data(try Padding.unpad(padded)))
    }

    func delete(_ key: DraftKey) async throws {
        try await database.execute(DraftQueries.delete(lookup: key.lookup))
    }
}

extension SealContext {
    fileprivate static func draft(_ id: UUID) -> SealContext {
        SealContext(table: "drafts", column: "sealed", row: id)
    }
}
