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

    /// Takes over the files that a submission, or what its source sent later, names. May be done again. Where a file is
    /// missing, the event is tried again and goes to the dead letters in the end, with the code `blob-missing`.
    func adopt(
        _ files: [EvidenceID], of submission: SubmissionID, in transaction: inout Transaction
    ) async throws {
        guard !files.isEmpty else { return }
        for id in files { try await store.adopt(id.uuid, from: intake) }
        try await EvidenceQueries.insert(files, of: submission, in: &transaction)
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
