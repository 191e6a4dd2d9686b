import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime

/// Removes what nobody will come back for: files of sessions that are over, and files that no row names.
struct SweepUploads: Service {
    let name = "upload-sweep"
    let evidence: Evidence
    let logger: Logger
    var pause: Duration = .seconds(600)

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        repeat {
            do {
                let removed = try await sweep()
                if removed > 0 { logger.info("Removed files that nothing names", [.count: .count(removed)]) }
            } catch {
                logger.warning("Uploads could not be swept", [.error: .error(error)])
            }
        } while await lifetime.pause(pause)
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
