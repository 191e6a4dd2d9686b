import CaseModel
import Foundation
import Outbound
import Postgres
import ServiceRuntime
import Vault

/// Has the hash of every file signed by the time-stamp authority, once; where it is away, later.
struct StampFiles: Sendable {
    let system: Database
    let find: FindEvidence
    let authority: TimestampAuthority
    let logger: Logger

    private static let lease: TimeInterval = 10 * 60
    private static let patience: TimeInterval = 10 * 60

    /// Has the next stamped. False where none is due, or the authority did not answer.
    func next(at now: Date = .now) async throws -> Bool {
        guard let id = try await claim(now) else { return false }
        do {
            let file = try await system.transaction { try await find(id, in: &$0) }
            let stamp = try await authority.stamp(file.declared.sha256.bytes)
            let note = CustodyNote(tool: "RFC 3161", version: stamp.version, result: stamp.time)
            try await system.transaction { transaction in
                try await transaction.execute(
                    """
                    UPDATE evidence_state SET stamped_at = \(now), stamp_due_at = NULL,
                        stamp = \(try file.sealing.seal(stamp: stamp.response, of: id))
                    WHERE id = \(id.uuid) AND stamped_at IS NULL
                    """)
                try await CustodyQueries.append(
                    .stamped, of: id, at: now, by: nil, sealed: try file.sealing.seal(note, of: id), in: &transaction)
            }
            return true
        } catch let error as any CodedError {
            if error is TimestampAuthority.Failure {
                logger.error("A time stamp was not what it should be", [.error: .error(error)])
            } else {
                logger.warning("A file could not be time-stamped", [.error: .error(error)])
            }
            try await system.execute(
                """
                UPDATE evidence_state SET stamp_due_at = \(now.addingTimeInterval(Self.patience))
                WHERE id = \(id.uuid) AND stamped_at IS NULL
                """)
            return false
        }
    }

    private func claim(_ now: Date) async throws -> EvidenceID? {
        try await system.first(
            """
            UPDATE evidence_state SET stamp_due_at = \(now.addingTimeInterval(Self.lease))
            WHERE id = (
                SELECT id FROM evidence_state WHERE stamp_due_at <= \(now) AND NOT awaited
                ORDER BY stamp_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """
        ).map { EvidenceID(try $0.get("id", as: UUID.self)) }
    }
}
