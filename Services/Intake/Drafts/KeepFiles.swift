import Postgres
import Vault

extension Evidence {
    /// Keeps a session open for as long as a draft that names it is kept. Nothing where it is over.
    func keep(_ token: UploadToken, for time: Duration) async throws {
        let hours = Int(time.components.seconds / 3600)
        _ = try await database.transaction { transaction in
            try await EvidenceQueries.lock(token.keys.storedLookup, hours: hours, in: &transaction)
        }
    }
}
