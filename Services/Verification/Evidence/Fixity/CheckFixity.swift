import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Reads every file again, each once in so many days, and compares it with the hash that was made at receipt; its working copies
/// with the hashes of what was made. A file or a copy that is gone, cannot be opened or is another is an alarm: a metric, a line
/// in the log, a notice on the desk, on the case and on the file, and an event in its chain.
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
            "amparo_evidence_fixity_failures",
            "Files and working copies that are missing or are not what was received or made.")
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
        let result = if let file { try await check(file) } else { EvidenceState.Check.unreadable }
        let copies = if let file { try await check(copiesOf: file) } else { [CopyCheck]() }
        if result != .intact {
            logger.error("A file of evidence is not what was received", [.reason: .code(result.rawValue)])
        }
        for copy in copies where copy.result != .intact {
            logger.error("A working copy is not what was made", [.reason: .code(copy.result.rawValue)])
        }
        let isWell = result == .intact && copies.allSatisfy { $0.result == .intact }
        let due = now.addingTimeInterval(isWell ? interval : min(interval, Self.patience))
        try await system.transaction { transaction in
            try await transaction.execute(
                """
                UPDATE evidence_state SET checked_at = \(now), check_result = \(result.rawValue), check_due_at = \(due)
                WHERE id = \(id.uuid)
                """)
            let note = try file.map {
                try $0.sealing.seal(CustodyNote(tool: "SHA-256", result: result.rawValue), of: id)
            }
            try await CustodyQueries.append(.checked, of: id, at: now, by: nil, sealed: note, in: &transaction)
            for copy in copies { try await keep(copy, of: file, at: now, in: &transaction) }
        }
        return result
    }

    private func check(_ file: EvidenceFile) async throws -> EvidenceState.Check {
        try await read(file.id.uuid, key: file.declared.key, sha256: file.declared.sha256)
    }

    private func read(_ id: UUID, key: KeyBytes, sha256: HexBytes) async throws -> EvidenceState.Check {
        guard store.contains(id) else { return .missing }
        var hash = SHA256()
        do {
            for try await chunk in store.read(id, key: try DataKey(bytes: key.exposed)) {
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
        return hash.current() == sha256.bytes ? .intact : .changed
    }

    // MARK: Working copies

    private struct CopyCheck: Sendable {
        let id: CopyID
        let result: EvidenceState.Check
        let before: EvidenceState.Check?
    }

    private func check(copiesOf file: EvidenceFile) async throws -> [CopyCheck] {
        let rows = try await system.transaction { try await CopyQueries.all(of: file.id, in: &$0) }
        var checks: [CopyCheck] = []
        for row in rows where row.state == .done {
            guard let sealed = row.sealed else { continue }
            var result = EvidenceState.Check.unreadable
            if let record = try? file.sealing.record(sealed, of: row.id) {
                result = .intact
                // The first part that is not well speaks for the copy.
                for part in record.parts where result == .intact {
                    result = try await read(part.id, key: part.key, sha256: part.sha256)
                }
            }
            checks.append(CopyCheck(id: row.id, result: result, before: row.check))
        }
        return checks
    }

    /// Its file's chain tells of a copy that is not well, and of one that is well again.
    private func keep(
        _ copy: CopyCheck, of file: EvidenceFile?, at now: Date, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE evidence_copies SET checked_at = \(now), check_result = \(copy.result.rawValue)
            WHERE id = \(copy.id.uuid)
            """)
        guard let file, copy.result != .intact || (copy.before ?? .intact) != .intact else { return }
        let note = CustodyNote(tool: "SHA-256", result: copy.result.rawValue, copy: copy.id.uuid)
        try await CustodyQueries.append(
            .checked, of: file.id, at: now, by: nil, sealed: try file.sealing.seal(note, of: file.id), in: &transaction)
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
        try await system.first(
            """
            SELECT (SELECT count(*) FROM evidence_state WHERE check_result <> 'INTACT')
                + (SELECT count(*) FROM evidence_copies WHERE check_result <> 'INTACT') AS n
            """)?.get("n") ?? 0
    }
}
