import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Upload sessions: files that somebody attaches, before, while and after the form is written. A form or a returning source
/// names them; what nobody names is swept.
///
/// A page carries the session's token in the hidden field `Evidence.field`, which stands before the file inputs.
struct Evidence: Sendable {
    static let field = "upload"

    let store: BlobStore
    let database: Database
    let limits: UploadLimits
    let types = ContentType()
    let slots: UploadSlots
    let underWay = UnderWay()

    init(store: BlobStore, database: Database, limits: UploadLimits) {
        self.store = store
        self.database = database
        self.limits = limits
        slots = UploadSlots(limits)
    }

    /// Reads `AMPARO_BLOBS`, `AMPARO_BLOBS_GROUP_READS` and what `UploadLimits` reads.
    init(settings: Settings, database: Database) throws {
        let store = try BlobStore(
            directory: try settings.path("AMPARO_BLOBS"),
            groupReads: try settings.flag("AMPARO_BLOBS_GROUP_READS", default: false))
        self.init(store: store, database: database, limits: try UploadLimits(settings: settings))
    }

    /// A new session.
    func begin() async throws -> UploadToken {
        let token = try UploadToken()
        try await database.execute(EvidenceQueries.begin(token.keys.storedLookup, hours: limits.hours))
        return token
    }

    /// The session's files that have come whole, in their order. Empty where the session is over.
    func files(of token: UploadToken) async throws -> [DeclaredEvidence] {
        try await EvidenceQueries.files(of: token.keys.storedLookup, in: database).compactMap { row in
            guard row.isWhole else { return nil }
            return try EvidenceDescriptor.open(row.sealed, row.id, token.keys).declared(row.id)
        }
    }

    /// Takes a file out of its session. Returns false where there is none, or something names it already.
    @discardableResult
    func remove(_ id: EvidenceID, of token: UploadToken) async throws -> Bool {
        guard try await EvidenceQueries.remove(id, of: token.keys.storedLookup, in: database) else { return false }
        try store.remove(id.uuid)
        return true
    }

    /// Keeps files for the submission or update that names them, until Verification has adopted it. For the transaction that
    /// stores that: one subject for each file, so that one statement serves many submissions.
    static func claim(_ files: [EvidenceID], for subjects: [UUID]) -> SQL {
        EvidenceQueries.claim(files, for: subjects)
    }
}
