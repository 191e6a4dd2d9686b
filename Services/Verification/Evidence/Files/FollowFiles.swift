import Blobs
import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime

/// Looks for files that were missing when they were named, takes them over when they are there, and tells Intake when the last
/// of them has come.
struct FollowFiles: Sendable {
    let system: Database
    let evidence: EvidenceStore
    let outbox: Outbox
    let logger: Logger
    let metrics: Gauge

    init(system: Database, evidence: EvidenceStore, outbox: Outbox, logger: Logger, metrics: Metrics) {
        self.system = system
        self.evidence = evidence
        self.outbox = outbox
        self.logger = logger
        self.metrics = metrics.gauge("amparo_evidence_awaited", "Files that were named and have not come.")
    }

    /// Looks for the next that is due. False where nothing is.
    func next(at now: Date = .now) async throws -> Bool {
        let claimed = try await system.transaction { try await AwaitedQueries.claim(at: now, in: &$0) }
        metrics.set(Double(try await AwaitedQueries.count(in: system)))
        guard let claimed else { return false }
        do throws(BlobError) {
            try await evidence.store.adopt(claimed.id.uuid, from: evidence.intake)
        } catch {
            logger.error("A file that was sent is missing", [.error: .error(error)])
            return true
        }
        try await system.transaction { transaction in
            guard try await AwaitedQueries.arrived(claimed, at: now, in: &transaction) else { return }
            if claimed.namedBy == claimed.submission.uuid {
                try await outbox.append(
                    SubmissionAdopted(submissionID: claimed.submission, mailboxID: claimed.mailbox, adoptedAt: now),
                    in: &transaction)
            } else {
                try await outbox.append(
                    SourceUpdateAdopted(
                        updateID: UpdateID(claimed.namedBy), mailboxID: claimed.mailbox, adoptedAt: now),
                    in: &transaction)
            }
        }
        metrics.set(Double(try await AwaitedQueries.count(in: system)))
        return true
    }
}
