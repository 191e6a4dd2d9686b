import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime

/// Verification's own sealed files, and the way they come from Intake's directory.
struct EvidenceStore: Sendable {
    let store: BlobStore
    /// Where Intake keeps what it took in: read only from here.
    let intake: URL

    init(store: BlobStore, intake: URL) {
        self.store = store
        self.intake = intake
    }

    /// Reads `AMPARO_BLOBS` and `AMPARO_INTAKE_BLOBS`.
    init(settings: Settings) throws {
        self.init(
            store: try BlobStore(directory: try settings.path("AMPARO_BLOBS")),
            intake: try settings.path("AMPARO_INTAKE_BLOBS"))
    }

    /// What an event names.
    struct Named: Sendable {
        let files: [EvidenceID]
        let submission: SubmissionID
        /// The submission itself, or what its source sent later.
        let by: UUID
        let mailbox: MailboxID
    }

    /// Takes over the files that a submission, or what its source sent later, names. May be done again.
    ///
    /// A file that cannot be had now holds up nothing: what was told goes to the desk at once, the file is awaited. Returns
    /// whether all lie here: only then Intake may drop its own.
    func adopt(_ named: Named, at now: Date = .now, in transaction: inout Transaction) async throws -> Bool {
        var here: [EvidenceID] = []
        for id in named.files {
            do throws(BlobError) {
                try await store.adopt(id.uuid, from: intake)
                here.append(id)
            } catch {
                continue
            }
        }
        let awaited = named.files.filter { !here.contains($0) }
        try await EvidenceQueries.receive(here, of: named.submission, at: now, by: nil, in: &transaction)
        try await AwaitedQueries.await(awaited, named, at: now, in: &transaction)
        return awaited.isEmpty
    }
}

/// Removes files that no row names: those of an adoption that was never committed.
struct SweepEvidence: Sendable {
    let evidence: EvidenceStore
    /// As the system's role: the pages' one would see nothing, and everything would be removed.
    let system: Database

    func service(_ logger: Logger) -> Sweeping {
        Sweeping(name: "evidence-sweep", every: .seconds(3600), logger: logger) { try await sweep() }
    }

    func sweep(now: Date = .now) async throws -> Int {
        try await evidence.store.sweep(now: now) { ids in try await EvidenceQueries.named(ids, in: system) }
    }
}
