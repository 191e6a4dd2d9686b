import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime

/// Removes what nobody will come back for: files of sessions that are over, and files that no row names.
struct SweepUploads: Sendable {
    let evidence: Evidence

    func service(_ logger: Logger) -> Sweeping {
        Sweeping(name: "upload-sweep", every: .seconds(600), logger: logger) { try await sweep() }
    }

    /// Returns how many files were removed. Any number of instances may sweep at the same time.
    func sweep(now: Date = .now) async throws -> Int {
        let expired = try await EvidenceQueries.expire(in: evidence.database)
        for id in expired { try evidence.store.remove(id.uuid) }
        // A file is there before its row; a session may last longer than a day without a byte.
        let grace = Duration.seconds(max(24, evidence.limits.hours) * 3600)
        let unnamed = try await evidence.store.sweep(grace: grace, now: now) { ids in
            try await EvidenceQueries.named(ids, in: evidence.database)
        }
        return expired.count + unnamed
    }
}
