import Foundation
import Messaging
import Outbound
import Postgres
import Sandbox
import ServiceRuntime

/// What looks after evidence in the background: each a loop of its own, so that none waits for another.
struct EvidenceServices: Sendable {
    let follow: FollowFiles
    let begin: BeginCustody
    let copies: MakeCopies
    let fixity: CheckFixity
    let stamps: StampFiles?
    let logger: Logger

    /// Reads `AMPARO_FIXITY_DAYS`, `AMPARO_CLAMD`, `AMPARO_TSA_URL` and `AMPARO_TSA_CA_FILE`.
    init(_ parts: DeskParts, system: Database, logger: Logger, metrics: Metrics, tools: CopyTools = CopyTools()) throws
    {
        let settings = parts.settings
        let find = FindEvidence(
            sources: parts.sources, caseKeys: parts.caseKeys, keeper: parts.desk.database)
        let days = try settings.int("AMPARO_FIXITY_DAYS", default: 30, in: 1...3650)
        follow = FollowFiles(
            system: system, evidence: parts.evidence, outbox: parts.outbox, logger: logger, metrics: metrics)
        begin = BeginCustody(system: system)
        copies = MakeCopies(
            system: system, find: find, store: parts.evidence.store, tools: tools,
            scanner: try MalwareScanner(settings: settings), logger: logger)
        fixity = CheckFixity(
            system: system, find: find, store: parts.evidence.store, interval: Double(days) * 24 * 3600, logger: logger,
            metrics: metrics)
        stamps = try TimestampAuthority(settings: settings, sandbox: tools.sandbox).map {
            StampFiles(system: system, find: find, authority: $0, logger: logger)
        }
        self.logger = logger
    }

    var all: [any Service] {
        var all = [
            work("evidence-follow", .seconds(5)) { [follow] in try await follow.next() },
            work("evidence-custody", .seconds(3600)) { [begin] in try await begin.next() },
            work("evidence-copies", .seconds(2)) { [copies] in try await copies.next() },
            work("evidence-fixity", .seconds(60)) { [fixity] in
                let began = ContinuousClock.now
                let isMore = try await fixity.next()
                // Half of the disk's time at the most.
                if isMore { try await Task.sleep(for: .milliseconds(50) + (ContinuousClock.now - began)) }
                return isMore
            },
        ]
        if let stamps { all.append(work("evidence-stamps", .seconds(10)) { try await stamps.next() }) }
        return all
    }

    private func work(
        _ name: String, _ pause: Duration, _ step: @escaping @Sendable () async throws -> Bool
    ) -> EvidenceWork { EvidenceWork(name: name, pause: pause, logger: logger, step: step) }
}
