import CRDKafka
package import ServiceRuntime
import Synchronization

/// A member of a consumer group: reads in batches, commits when told to, gives partitions up only after its owner has
/// finished what it read of them.
///
/// One task calls `poll`, again and again, also while everything is paused: the group counts a member that has not
/// called it for five minutes as dead. All other calls may come from anywhere.
package final class KafkaConsumer: Sendable {
    package let group: String
    private let handlers: RebalanceHandlers
    private let logger: Logger
    private let figures: KafkaFigures
    private let session: ConsumerSession
    private let isClosed = Atomic(false)

    /// Joins `group`; partitions come with the first calls of `poll`.
    package init(
        _ configuration: KafkaConfiguration,
        group: String,
        topics: [String],
        handlers: RebalanceHandlers = RebalanceHandlers(),
        logger: Logger,
        metrics: Metrics
    ) throws(KafkaError) {
        self.group = group
        self.handlers = handlers
        self.logger = logger
        figures = KafkaFigures(metrics)
        session = try ConsumerSession(configuration, group: group, topics: topics, logger: logger)
    }

    /// The partitions that this member reads now.
    package var assignment: Set<TopicPartition> { session.assignment }

    /// Waits up to `timeout` for the first record, then takes what else is there, `max` at most (10,000 in any case).
    ///
    /// Assignment changes announced meanwhile are made at the beginning of the next call, when the owner has finished
    /// the batch that this one gave it. Errors that the library mends by itself are only logged; others are thrown.
    package func poll(max: Int = 500, timeout: Duration = .seconds(1)) async throws(KafkaError) -> PolledBatch {
        let deadline = ContinuousClock.now + timeout
        while true {
            try await settle()
            guard !isClosed.load(ordering: .sequentiallyConsistent) else { throw KafkaError.closed }
            let wait = Swift.max(.zero, ContinuousClock.now.duration(to: deadline))
            let batch = try await session.read(max: max, timeout: wait)
            guard batch.isEmpty, ContinuousClock.now < deadline, !Task.isCancelled else {
                figures.received(batch.records.count, group: group)
                return batch
            }
        }
    }

    /// Stores the offsets to go on from: those of the next records to be read, not of the last ones done.
    package func commit(_ next: [TopicPartition: Int64]) async throws(KafkaError) {
        guard !next.isEmpty else { return }
        try await session.control { client throws(KafkaError) in
            let list = PartitionList(next.map { ($0.key, $0.value) })
            try KafkaError.check(list.lend { rd_kafka_commit(client.pointer, $0, 0) })
            for entry in list.entries { try KafkaError.check(entry.error) }
        }
    }

    /// The committed offsets of those partitions that have one.
    package func committed(
        _ places: [TopicPartition], timeout: Duration = .seconds(15)
    ) async throws(KafkaError) -> [TopicPartition: Int64] {
        try await session.control { client throws(KafkaError) in
            let list = PartitionList(places)
            try KafkaError.check(
                list.lend { rd_kafka_committed(client.pointer, $0, Int32(timeout.wholeMilliseconds)) })
            return list.entries.reduce(into: [:]) { if $1.offset >= 0 { $0[$1.place] = $1.offset } }
        }
    }

    /// Stops reading from these partitions; what was fetched of them and not yet polled comes again after `resume`.
    package func pause(_ places: [TopicPartition]) async throws(KafkaError) {
        try await session.setPaused(places, true)
    }

    package func resume(_ places: [TopicPartition]) async throws(KafkaError) {
        try await session.setPaused(places, false)
    }

    /// Goes on reading at `offset`. The partition must be assigned; this also sets an unplaced one going.
    package func seek(_ place: TopicPartition, to offset: Int64) async throws(KafkaError) {
        try await session.seek(place, to: offset)
    }

    /// Goes on reading at the first record that the partition still holds, and returns its offset.
    @discardableResult
    package func seekToEarliest(_ place: TopicPartition) async throws(KafkaError) -> Int64 {
        let earliest = try await watermarks(of: place).earliest
        try await seek(place, to: earliest)
        return earliest
    }

    package func watermarks(
        of place: TopicPartition, timeout: Duration = .seconds(15)
    ) async throws(KafkaError) -> Watermarks {
        try await session.control { client throws(KafkaError) in try client.watermarks(of: place, timeout: timeout) }
    }

    package func clusterID(timeout: Duration = .seconds(15)) async throws(KafkaError) -> String {
        try await session.control { client throws(KafkaError) in try client.clusterID(timeout: timeout) }
    }

    /// Whether a broker answers.
    package func healthCheck() -> Health.Check {
        { [self] in
            do throws(KafkaError) {
                _ = try await clusterID(timeout: .milliseconds(1_500))
                return nil
            } catch {
                return error.code
            }
        }
    }

    /// Lets the owner finish (`revoked`), then leaves the group at once, so that others get the partitions without
    /// waiting for a time-out. A `poll` that waits ends with `KafkaError.closed`.
    package func close() async {
        guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        await session.stopReading()
        while let change = session.nextChange() { await settleAtClose(change) }
        let places = session.assignment
        if !places.isEmpty { await handlers.revoked(places.sorted(), false) }
        await session.leave()
    }

    private func settle() async throws(KafkaError) {
        while let change = session.nextChange() {
            switch change {
            case .assign(let places):
                let starts = await handlers.assigned(places)
                try await session.assign(
                    places.map { place in
                        if case .offset(let offset) = starts[place] { return (place, offset) }
                        return (place, Int64(RD_KAFKA_OFFSET_STORED))
                    })
            case .revoke(let places, let lost):
                await handlers.revoked(places, lost)
                try await session.unassign(places)
            case .abandon:
                let places = session.assignment
                await handlers.revoked(places.sorted(), true)
                await session.unassignAll()
            }
        }
    }

    private func settleAtClose(_ change: PendingRebalance) async {
        switch change {
        case .assign: await session.unassignAll()
        case .revoke(let places, let lost):
            await handlers.revoked(places, lost)
            try? await session.unassign(places)
        case .abandon: await session.unassignAll()
        }
    }
}
