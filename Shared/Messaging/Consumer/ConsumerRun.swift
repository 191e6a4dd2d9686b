import Foundation
import Kafka
import Postgres
import ServiceRuntime
import Synchronization

/// One membership of a consumer group: from joining to leaving.
final class ConsumerRun: Sendable {
    private struct State {
        /// Offsets that may be committed: behind them stands a committed transaction.
        var offsets: [TopicPartition: Int64] = [:]
        var isNewlyAssigned = true
    }

    private let group: String
    private let database: Database
    private let handling: BatchHandling
    private let requests: HoleRequests
    private let tuning: ConsumerTuning
    private let figures: ConsumerFigures
    private let logger: Logger
    private let state: SharedState
    private let consumer: KafkaConsumer

    /// What the rebalance callbacks share with the run.
    private final class SharedState: Sendable {
        let value = Mutex(State())
        let consumer = Mutex<KafkaConsumer?>(nil)
    }

    init(
        group: String, topics: [String], kafka: KafkaConfiguration, database: Database, handling: BatchHandling,
        requests: HoleRequests, tuning: ConsumerTuning, figures: ConsumerFigures, logger: Logger, metrics: Metrics
    ) throws(KafkaError) {
        self.group = group
        self.database = database
        self.handling = handling
        self.requests = requests
        self.tuning = tuning
        self.figures = figures
        self.logger = logger
        let state = SharedState()
        self.state = state
        let handlers = RebalanceHandlers(
            assigned: { _ in
                state.value.withLock { $0.isNewlyAssigned = true }
                return [:]
            },
            revoked: { places, isLost in
                let offsets = state.value.withLock { state in
                    let mine = state.offsets.filter { places.contains($0.key) }
                    for place in places { state.offsets[place] = nil }
                    return mine
                }
                let consumer = state.consumer.withLock { $0 }
                if !isLost, let consumer { try? await consumer.commit(offsets) }
            })
        consumer = try KafkaConsumer(
            kafka, group: group, topics: topics, handlers: handlers, logger: logger, metrics: metrics)
        state.consumer.withLock { [consumer] in $0 = consumer }
    }

    func close() async {
        await consumer.close()
        state.consumer.withLock { $0 = nil }
    }

    /// Reads and handles until told to stop. `report` is told a code while it cannot, and nil when it can.
    func run(_ lifetime: Lifetime, report: @Sendable (String?) -> Void) async throws {
        var places: [SequencePlace: BatchPlan.Place] = [:]
        var holes = HoleWatch()
        var committed = ContinuousClock.now
        var lettersSeen = ContinuousClock.now - .seconds(60)
        var tidied: ContinuousClock.Instant?
        while !lifetime.isStopping {
            let batch = try await poll(isWaiting: !holes.isEmpty, lifetime)
            for unplaced in batch.unplaced { try await consumer.seekToEarliest(unplaced.topicPartition) }
            if state.value.withLock({ $0.isNewlyAssigned }), !consumer.assignment.isEmpty {
                // Another member may have moved the places meanwhile.
                places = [:]
                holes.keep { _ in false }
                for (key, place) in try await ConsumerQueries.holes(of: handling.consumer, in: database)
                where consumer.assignment.contains(key.topicPartition) {
                    holes.note(key, place, at: .now)
                }
                state.value.withLock { $0.isNewlyAssigned = false }
            }
            report(nil)
            try await take(batch.records, &places, &holes, lifetime, report)
            let asks = holes.due(at: .now)
            if !asks.isEmpty {
                await requests.ask(asks)
                figures.asked(asks.count)
            }
            if committed.duration(to: .now) >= tuning.commit {
                committed = .now
                await commit()
                figures.show(places, holes: holes.count)
            }
            if lettersSeen.duration(to: .now) >= tuning.deadLetters {
                lettersSeen = .now
                await retryDeadLetters()
            }
            if tidied.map({ $0.duration(to: .now) > .seconds(86_400) }) ?? true, let days = tuning.inboxDays {
                tidied = .now
                try? await ConsumerQueries.tidyInbox(days: days, database)
            }
        }
        await commit()
    }

    private func poll(isWaiting: Bool, _ lifetime: Lifetime) async throws -> PolledBatch {
        let wait = Duration.milliseconds(isWaiting ? 50 : 1000)
        return try await withThrowingTaskGroup(of: PolledBatch?.self) { group in
            group.addTask { [consumer, tuning] in try await consumer.poll(max: tuning.batch * 4, timeout: wait) }
            group.addTask {
                await lifetime.untilStopping()
                return nil
            }
            defer { group.cancelAll() }
            while let batch = try await group.next() {
                if let batch { return batch }
                group.cancelAll()
            }
            return PolledBatch()
        }
    }

    /// Handles records in their order and remembers their offsets.
    private func take(
        _ records: [IncomingRecord], _ places: inout [SequencePlace: BatchPlan.Place], _ holes: inout HoleWatch,
        _ lifetime: Lifetime, _ report: @Sendable (String?) -> Void
    ) async throws {
        var start = 0
        while start < records.count, !lifetime.isStopping {
            let end = min(start + tuning.batch, records.count)
            let arrivals = read(records[start..<end], places, holes)
            if !arrivals.isEmpty {
                let outcome = try await handle(arrivals, lifetime, report)
                for (key, place) in outcome?.places ?? [:] {
                    places[key] = place
                    holes.note(key, place, at: .now)
                }
                if outcome == nil { return }
                try await handling.faults.pass(.committed)
            }
            let done = records[start..<end]
            state.value.withLock { state in
                for record in done { state.offsets[record.topicPartition] = record.offset + 1 }
            }
            start = end
        }
    }

    /// Reads records, leaving out what is known to be of no use: what came before, and what lies behind a known hole.
    private func read(
        _ records: ArraySlice<IncomingRecord>, _ places: [SequencePlace: BatchPlan.Place], _ holes: HoleWatch
    ) -> [Arrival] {
        var arrivals: [Arrival] = []
        arrivals.reserveCapacity(records.count)
        var ahead: [SequencePlace: Int64] = [:]
        var skipped = 0
        for record in records {
            let envelope = EventEnvelope(record)
            if let envelope, let sequence = envelope.sequence, let previous = envelope.previous {
                let key = SequencePlace(source: envelope.source, topicPartition: record.topicPartition)
                if let place = places[key] {
                    let last = ahead[key] ?? place.last
                    if sequence <= last {
                        skipped += 1
                        continue
                    }
                    if previous > last, sequence <= place.known { continue }
                    if previous <= last { ahead[key] = sequence }
                }
            }
            arrivals.append(handling.reader.read(record, envelope))
        }
        figures.skipped(skipped)
        return arrivals
    }

    // MARK: Handling

    /// Returns nil where the service was stopped before it was done.
    private func handle(
        _ arrivals: [Arrival], _ lifetime: Lifetime, _ report: @Sendable (String?) -> Void
    ) async throws -> BatchHandling.Outcome? {
        var pause = tuning.retry
        while !lifetime.isStopping {
            do {
                return try await attempt(arrivals)
            } catch let error where BatchHandling.isPassing(error) {
                figures.retried()
                report((error as? any CodedError)?.code ?? "cancelled")
                logger.warning("Events wait for the database", [.error: .error(error)])
                _ = await lifetime.pause(pause)
                pause = min(pause * 2, tuning.longestPause)
            } catch {
                return try await oneByOne(arrivals, lifetime, report)
            }
        }
        return nil
    }

    private func attempt(
        _ arrivals: [Arrival], giveUp: (reason: String, attempts: Int)? = nil
    ) async throws -> BatchHandling.Outcome {
        let begun = ContinuousClock.now
        let outcome = try await handling.run(arrivals, giveUp: giveUp)
        figures.done(outcome, begun.duration(to: .now))
        return outcome
    }

    /// A batch failed: each event by itself, so that only the one that cannot be handled is put aside.
    private func oneByOne(
        _ arrivals: [Arrival], _ lifetime: Lifetime, _ report: @Sendable (String?) -> Void
    ) async throws -> BatchHandling.Outcome? {
        var places: [SequencePlace: BatchPlan.Place] = [:]
        for arrival in arrivals {
            guard let outcome = try await alone(arrival, lifetime, report) else { return nil }
            places.merge(outcome.places) { _, new in new }
        }
        return BatchHandling.Outcome(places: places)
    }

    private func alone(
        _ arrival: Arrival, _ lifetime: Lifetime, _ report: @Sendable (String?) -> Void
    ) async throws -> BatchHandling.Outcome? {
        var pause = tuning.retry
        var attempts = 0
        while !lifetime.isStopping {
            do {
                return try await attempt([arrival])
            } catch let error where BatchHandling.isPassing(error) {
                report((error as? any CodedError)?.code ?? "cancelled")
                _ = await lifetime.pause(pause)
                pause = min(pause * 2, tuning.longestPause)
            } catch {
                attempts += 1
                guard let wait = verdict(error, attempts, pause) else {
                    return try await park(arrival, error, attempts, lifetime)
                }
                figures.retried()
                _ = await lifetime.pause(wait)
                pause = min(pause * 2, tuning.longestPause)
            }
        }
        return nil
    }

    /// How long to wait before the next attempt; nil where there shall be none.
    private func verdict(_ error: any Error, _ attempts: Int, _ pause: Duration) -> Duration? {
        switch error {
        case HandlingFailure.reject: nil
        case _ where attempts >= tuning.attempts: nil
        case HandlingFailure.retry(let after): after
        default: pause
        }
    }

    private func park(
        _ arrival: Arrival, _ error: any Error, _ attempts: Int, _ lifetime: Lifetime
    ) async throws -> BatchHandling.Outcome? {
        let reason = BatchHandling.reason(error)
        var fields: [LogKey: LogValue] = [.reason: .code(reason), .topic: .code(arrival.record.topic)]
        if let envelope = arrival.envelope {
            fields[.event] = .id(envelope.id)
            fields[.type] = .code(envelope.type)
        }
        logger.error("An event went to the dead letters", fields)
        var pause = tuning.retry
        while !lifetime.isStopping {
            do {
                return try await attempt([arrival], giveUp: (reason, attempts))
            } catch let error where BatchHandling.isPassing(error) {
                _ = await lifetime.pause(pause)
                pause = min(pause * 2, tuning.longestPause)
            }
        }
        return nil
    }

    private func retryDeadLetters() async {
        do {
            while try await handling.retryDeadLetter() {}
        } catch {
            logger.warning("Dead letters could not be tried again", [.error: .error(error)])
        }
    }

    private func commit() async {
        let offsets = state.value.withLock { state in
            defer { state.offsets = [:] }
            return state.offsets
        }
        // They are only a hint: what is read twice is skipped.
        try? await consumer.commit(offsets)
    }
}
