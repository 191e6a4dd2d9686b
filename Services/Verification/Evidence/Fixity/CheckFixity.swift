import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Reads every file again, each once in so many days, and compares it with the hash that was made at receipt. A file that is
/// gone, cannot be opened or is another is an alarm: a metric, a line in the log, a notice on the desk and on the file, and an
/// event in its chain.
struct CheckFixity: Sendable {
    let system: Database
    let find: FindEvidence
    let store: BlobStore
    /// Seconds from one check to the next.
    let interval: TimeInterval
    let logger: Logger
    private let failures: Gauge
    private let checks: Counter

    /// How long one worker may take before another takes a file up.
    private static let lease: TimeInterval = 3600
    /// What is wrong is looked at again after a day: a folder may have been away.
    private static let patience: TimeInterval = 24 * 3600

    init(
        system: Database, find: FindEvidence, store: BlobStore, interval: TimeInterval, logger: Logger, metrics: Metrics
    ) {
        self.system = system
        self.find = find
        self.store = store
        self.interval = interval
        self.logger = logger
        failures = metrics.gauge(
            "amparo_evidence_fixity_failures", "Files that are missing or are not what was received.")
        checks = metrics.counter("amparo_evidence_checks_total", "Files read again and compared with their hash.")
    }

    /// Checks the file that is due first. False where none is.
    func next(at now: Date = .now) async throws -> Bool {
        let claimed = try await claim(now)
        if let claimed {
            let result = try await check(claimed, now)
            checks.increment(Label("result", result.rawValue.lowercased()))
        }
        failures.set(Double(try await count()))
        return claimed != nil
    }

    private func check(_ id: EvidenceID, _ now: Date) async throws -> EvidenceState.Check {
        var file: EvidenceFile?
        do {
            file = try await system.transaction { try await find(id, in: &$0) }
        } catch is DeskFailure {
            file = nil
        } catch is VaultError {
            file = nil
        }
        let result = if let file { try await read(file) } else { EvidenceState.Check.unreadable }
        if result != .intact {
            logger.error("A file of evidence is not what was received", [.reason: .code(result.rawValue)])
        }
        let note = CustodyNote(tool: "SHA-256", result: result.rawValue)
        let sealed = try file.map { try $0.sealing.seal(note, of: id) }
        let due = now.addingTimeInterval(result == .intact ? interval : min(interval, Self.patience))
        try await system.transaction { transaction in
            try await transaction.execute(
                """
                UPDATE evidence_state SET checked_at = \(now), check_result = \(result.rawValue), check_due_at = \(due)
                WHERE id = \(id.uuid)
                """)
            try await CustodyQueries.append(.checked, of: id, at: now, by: nil, sealed: sealed, in: &transaction)
        }
        return result
    }

    private func read(_ file: EvidenceFile) async throws -> EvidenceState.Check {
        guard store.contains(file.id.uuid) else { return .missing }
        var hash = SHA256()
        do {
            for try await chunk in store.read(file.id.uuid, key: try file.key()) {
                try Task.checkCancellation()
                hash.update(chunk)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch BlobError.missing {
            return .missing
        } catch is BlobError {
            return .unreadable
        } catch is VaultError {
            return .changed
        }
        return hash.current() == file.declared.sha256.bytes ? .intact : .changed
    }

    private func claim(_ now: Date) async throws -> EvidenceID? {
        try await system.first(
            """
            UPDATE evidence_state SET check_due_at = \(now.addingTimeInterval(Self.lease))
            WHERE id = (
                SELECT id FROM evidence_state WHERE check_due_at <= \(now) AND NOT awaited
                ORDER BY check_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """
        ).map { EvidenceID(try $0.get("id", as: UUID.self)) }
    }

    private func count() async throws -> Int {
        try await system.first("SELECT count(*) AS n FROM evidence_state WHERE check_result <> 'INTACT'")?.get("n") ?? 0
    }
}
