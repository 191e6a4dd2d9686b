import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Makes anew what a submission is compared by: when its source has written more, when another content of an entry came, and
/// where it was made otherwise or not at all. What waits lies in a queue, so that it goes on where it was stopped.
struct RemakeLikeness: Sendable {
    let keep: KeepLikeness
    let sources: SourceFiles
    let entries: EntrySealing
    /// As the role that opens content, one compartment at a time.
    let database: Database
    /// As the role that may write features, and sees which compartments wait.
    let system: Database
    let waiting: Gauge

    static let batch = 20

    init(
        keep: KeepLikeness, sources: SourceFiles, entries: EntrySealing, database: Database, system: Database,
        metrics: Metrics
    ) {
        self.keep = keep
        self.sources = sources
        self.entries = entries
        self.database = database
        self.system = system
        waiting = metrics.gauge(
            "amparo_likeness_waiting", "Submissions whose features for finding duplicates are to be made anew.")
    }

    init(_ parts: DeskParts, database: Database, system: Database, metrics: Metrics) {
        self.init(
            keep: parts.likeness, sources: parts.sources, entries: EntrySealing(keys: parts.keys), database: database,
            system: system, metrics: metrics)
    }

    /// Queues what has no features, or such as were made otherwise.
    @discardableResult
    func queueMissing() async throws -> Int {
        try await RemakeQueries.queueMissing(in: system)
    }

    /// One batch. False where nothing waits, or another process is at it.
    func next(at now: Date = .now) async throws -> Bool {
        let isMore = try await system.transaction { transaction in
            guard try await RemakeQueries.lead(in: &transaction) else { return false }
            let queued = try await RemakeQueries.next(Self.batch, in: &transaction)
            for (compartment, queued) in Dictionary(grouping: queued, by: \.compartment) {
                for told in try await read(queued.map(\.submission), in: compartment) {
                    try await remake(told, in: compartment, at: now, &transaction)
                }
            }
            try await RemakeQueries.done(queued, in: &transaction)
            return !queued.isEmpty
        }
        waiting.set(Double(try await RemakeQueries.count(in: system)))
        return isMore
    }

    /// A submission that can be opened, and what was told after it.
    private struct Told: Sendable {
        let id: SubmissionID
        let content: SubmissionContent
        let later: [LikenessFeatures.Later]
    }

    private func read(_ ids: [SubmissionID], in compartment: Compartment) async throws -> [Told] {
        try await database.transaction { transaction in
            try await DeskQueries.see([compartment], in: &transaction)
            let rows = try await IndexQueries.submissions(Set(ids), in: &transaction)
            var told: [Told] = []
            for file in try await sources.get(rows, in: &transaction) {
                guard let content = file.content else { continue }
                let versions = try await EntryQueries.versions(of: file.row.id, in: &transaction)
                let others = versions.compactMap { try? entries.open($0) }.map { version in
                    LikenessFeatures.Later(
                        [version.narrative, version.affected, version.responsible].joined(separator: "\n"),
                        toldAt: version.receivedAt)
                }
                let updates = file.updates.compactMap { update in
                    update.content.map { LikenessFeatures.Later($0.text, toldAt: update.receivedAt) }
                }
                told.append(Told(id: file.row.id, content: content, later: Self.bounded(others + updates)))
            }
            return told
        }
    }

    /// The newest, as far as the time that it takes allows.
    static func bounded(_ later: [LikenessFeatures.Later]) -> [LikenessFeatures.Later] {
        var left = ReadFeatures.longest
        var kept: [LikenessFeatures.Later] = []
        for one in later.reversed() where !one.text.isEmpty && left > 0 {
            let text = String(String.UnicodeScalarView(one.text.unicodeScalars.prefix(left)))
            left -= text.unicodeScalars.count
            kept.append(LikenessFeatures.Later(text, toldAt: one.toldAt))
        }
        return kept
    }

    private func remake(
        _ told: Told, in compartment: Compartment, at now: Date, _ transaction: inout Transaction
    ) async throws {
        guard let old = try await LikenessQueries.find([told.id], in: &transaction).first else {
            try await keep(told.id, told.content, later: told.later, in: compartment, at: now, &transaction)
            return
        }
        let key = try await keep.keys.get(compartment, in: &transaction)
        let features = try keep.read(told.content, later: told.later, under: key)
        // What a copy's text names stands under the first of its kind; what its source told later does not.
        var named = features
        if old.textGroup != told.id { named.names.subtract(try keep.read(told.content, under: key).names.all) }
        let tokens = LikenessTokens.text(features) + LikenessTokens.names(named)
        try await RemakeQueries.replace(
            told.id, LikenessTokens.all(old.features), with: features, tokens, in: &transaction)
    }
}

/// Remakes what waits, and at the start and each hour looks for what was made otherwise.
struct RemakingLikeness: Service {
    let name = "likeness"
    let remake: RemakeLikeness
    let logger: Logger

    private static let idle = Duration.seconds(2)
    /// Between two batches, so that what people do comes first.
    private static let breath = Duration.milliseconds(50)
    private static let between: TimeInterval = 3_600

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        var looked = Date.distantPast
        var isMore = false
        repeat {
            do {
                if Date.now.timeIntervalSince(looked) >= Self.between {
                    let count = try await remake.queueMissing()
                    looked = .now
                    if count > 0 { logger.info("Likeness is made anew", [.count: .count(count)]) }
                }
                isMore = try await remake.next()
            } catch {
                isMore = false
                logger.warning("Could not make likeness anew", [.error: .error(error)])
            }
        } while await lifetime.pause(isMore ? Self.breath : Self.idle)
    }
}
