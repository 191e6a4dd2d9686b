import CaseModel
import Foundation
import Kafka
import Postgres
import ServiceRuntime
import Synchronization

/// The work of the one relay of a service that leads: numbers what is new, ships it, answers who asks.
///
/// Everything it says to the database goes over the connection that holds the lock, so that one which has lost the lock can
/// no longer move anything.
struct RelayLeadership: ~Copyable {
    let outbox: Outbox
    let producer: KafkaProducer
    let requests: ReshipRequests
    let tuning: RelayTuning
    let logger: Logger
    let figures: RelayFigures
    let faults: RelayFaults
    let source: [UInt8]

    private var place = RelayPlace(lastBatch: 0, shippedBatch: 0, brokerCluster: nil)
    private var ends: [TopicPartition: (sequence: Int64, offset: Int64)] = [:]
    /// Topic partitions that have been shipped to since their heads were told.
    private var untold: Set<TopicPartition> = []
    private var lastPlace: TopicPartition?
    /// How many events have a number and have not been shipped.
    private var backlog: Int64 = 0
    private var probes = 0
    private var probed = ContinuousClock.now - .seconds(60)
    private var told = ContinuousClock.now
    private var kept: ContinuousClock.Instant?
    private var shippedAt = ContinuousClock.now
    private var lookedForRequests = ContinuousClock.now - .seconds(60)

    init(
        outbox: Outbox, producer: KafkaProducer, requests: ReshipRequests, tuning: RelayTuning, logger: Logger,
        figures: RelayFigures, faults: RelayFaults
    ) {
        self.outbox = outbox
        self.producer = producer
        self.requests = requests
        self.tuning = tuning
        self.logger = logger
        self.figures = figures
        self.faults = faults
        source = Array(outbox.source.rawValue.utf8)
    }

    /// Learns where the last relay stood.
    mutating func begin(_ connection: inout Connection) async throws {
        if try await RelayQueries.takeUp(&connection) {
            logger.warning("The database was restored; events are numbered from a new beginning")
        }
        place = try await RelayQueries.place(&connection)
        ends = try await RelayQueries.shipped(&connection)
        untold = Set(ends.keys)
        try await countBacklog(&connection)
    }

    private mutating func countBacklog(_ connection: inout Connection) async throws {
        backlog = try await RelayQueries.backlog(after: place.shippedBatch, &connection)
        figures.backlog.set(Double(backlog))
    }

    func failed(_ error: KafkaError) {
        figures.failed(error)
        logger.warning("Events could not be shipped", [.error: .error(error)])
    }

    /// One round. Returns whether there was something to do.
    mutating func round(_ connection: inout Connection) async throws -> Bool {
        try await keepHouse(&connection)
        let numbered = try await RelayQueries.number(&connection)
        try await faults.pass(.numbered)
        if numbered > 0 {
            place.lastBatch = try await RelayQueries.place(&connection).lastBatch
            backlog += numbered
            figures.backlog.set(Double(backlog))
        }
        let isBehind = place.shippedBatch < place.lastBatch
        if isBehind { try await ship(&connection) }
        let answered = try await answer(&connection)
        let republished = try await republish(&connection)
        if !isBehind { try await probe(&connection) }
        try await tellHeads()
        return numbered > 0 || isBehind || answered || republished
    }

    // MARK: Shipping

    private struct Flight: Sendable {
        let page: ShippedPage
        let results: Task<[Result<Delivery, KafkaError>], Never>
    }

    /// Ships what is numbered. The next pages are read while earlier ones are with the producer.
    private mutating func ship(_ connection: inout Connection) async throws {
        var flights: [Flight] = []
        var last = place.shippedBatch
        do {
            while true {
                if flights.count < tuning.pagesInFlight,
                    let batch = try await RelayQueries.nextBatch(after: last, &connection)
                {
                    let page = try await RelayQueries.page(batch, source: source, &connection)
                    try await faults.pass(.beforeProduce)
                    flights.append(
                        Flight(page: page, results: Task { [producer] in await producer.send(page.records) }))
                    last = batch
                    continue
                }
                guard !flights.isEmpty else { break }
                let flight = flights.removeFirst()
                try await land(flight.page, await flight.results.value, &connection)
            }
        } catch {
            // What is behind a failed page is shipped again; it must not be overtaken by what is still on its way.
            for flight in flights { _ = await flight.results.value }
            throw error
        }
        // What is left is no longer kept.
        if place.shippedBatch < place.lastBatch {
            try await RelayQueries.noteShipped(place.lastBatch, [:], cluster: place.brokerCluster, &connection)
            place.shippedBatch = place.lastBatch
        }
        backlog = 0
        figures.backlog.set(0)
    }

    private mutating func land(
        _ page: ShippedPage, _ results: [Result<Delivery, KafkaError>], _ connection: inout Connection
    ) async throws {
        var reached: [TopicPartition: Int64] = [:]
        var isGone = false
        for (record, result) in zip(page.records, results) {
            switch result {
            case .failure(let error): throw error
            case .success(let delivery):
                let place = TopicPartition(topic: record.topic, partition: record.partition)
                let end = reached[place] ?? ends[place]?.offset
                // A broker that says no more than that it has it already does not always say where.
                guard delivery.offset >= 0 else {
                    reached[place] = end ?? -1
                    continue
                }
                if let end, delivery.offset <= end { isGone = true }
                reached[place] = delivery.offset
            }
        }
        guard !isGone else {
            try await rewind("offsets", cluster: try? await producer.clusterID(), &connection)
            throw MessagingError.shippingFailed
        }
        try await faults.pass(.produced)
        for (place, offset) in reached {
            ends[place] = (page.lastSequences[place] ?? 0, offset)
            lastPlace = place
        }
        untold.formUnion(reached.keys)
        if place.brokerCluster == nil { place.brokerCluster = try? await producer.clusterID() }
        try await RelayQueries.noteShipped(
            page.batch, ends.filter { reached[$0.key] != nil }, cluster: place.brokerCluster, &connection)
        place.shippedBatch = page.batch
        backlog = max(0, backlog - Int64(page.records.count))
        figures.backlog.set(Double(backlog))
        shippedAt = .now
        figures.shipped(page)
    }

    // MARK: What the broker has lost

    /// Asks from time to time whether the broker still is the one, and still has, what was shipped.
    private mutating func probe(_ connection: inout Connection) async throws {
        guard probed.duration(to: .now) >= tuning.probe, let known = place.brokerCluster else { return }
        probed = .now
        guard let cluster = try? await producer.clusterID(timeout: .seconds(2)) else { return }
        if cluster != known { return try await rewind("cluster", cluster: cluster, &connection) }
        guard let asked = placeToProbe(), let end = ends[asked],
            let marks = try? await producer.watermarks(topic: asked.topic, partition: asked.partition)
        else { return }
        if marks.end <= end.offset { try await rewind("offsets", cluster: cluster, &connection) }
    }

    /// The one that was shipped to last, in turn with each of the others: a topic may be lost alone.
    private mutating func placeToProbe() -> TopicPartition? {
        probes += 1
        if probes.isMultiple(of: 2), let lastPlace { return lastPlace }
        let places = ends.keys.sorted()
        return places.isEmpty ? nil : places[probes / 2 % places.count]
    }

    private mutating func rewind(_ cause: String, cluster: String?, _ connection: inout Connection) async throws {
        logger.warning("The broker has lost events; all that are kept are shipped again", [.reason: .code(cause)])
        figures.rewound(cause)
        try await RelayQueries.rewind(cluster: cluster, &connection)
        place.shippedBatch = 0
        place.brokerCluster = cluster
        ends = [:]
        lastPlace = nil
        try await countBacklog(&connection)
    }

    // MARK: What is asked for

    /// Answers one request to ship again, with as much as a small broker keeps.
    private mutating func answer(_ connection: inout Connection) async throws -> Bool {
        guard let (wanted, from) = requests.next(patience: tuning.reshipPatience) else { return false }
        var page = ShippedPage(batch: 0)
        var previous = from - 1
        for run in try await RelayQueries.runs(of: wanted, from: from, upTo: place.shippedBatch, &connection) {
            // A failure here must not look to the consumer as if these were no longer kept.
            let rows: [OutboxRow]
            do { rows = try await RelayQueries.rows(of: run, &connection) } catch MessagingError.batchIncomplete {
                logger.error("Numbered events are not where they were", [.topic: .code(wanted.topic)])
                break
            }
            for (index, row) in rows.enumerated() {
                let sequence = run.firstSequence + Int64(index)
                guard sequence >= from else { continue }
                if page.records.isEmpty { tellOfUnkept(wanted, from: from, run) }
                // What lies between is no longer kept: the consumer is told to step over it.
                page.append(row, sequence: sequence, previous: previous, source: source)
                previous = sequence
            }
            if page.bytes >= tuning.reshipBytes { break }
        }
        guard !page.records.isEmpty else {
            untold.insert(wanted)
            return true
        }
        try await send(page.records)
        requests.answered(wanted, from...max(from, previous))
        figures.reshipped(page.records.count)
        logger.info(
            "Events were shipped again",
            [
                .topic: .code(wanted.topic), .partition: .count(Int(wanted.partition)), .sequence: .count(from),
                .count: .count(page.records.count),
            ])
        return true
    }

    /// The one way in which an event does not reach a consumer: it has been asked for after its time was over.
    private func tellOfUnkept(_ place: TopicPartition, from: Int64, _ run: OutboxRun) {
        let lacking = run.previousSequence - from + 1
        guard lacking > 0 else { return }
        figures.unkept(lacking)
        logger.error(
            "A consumer lacks events that are no longer kept",
            [
                .topic: .code(place.topic), .partition: .count(Int(place.partition)), .sequence: .count(from),
                .count: .count(lacking),
            ])
    }

    /// Ships again what an operator has named.
    private mutating func republish(_ connection: inout Connection) async throws -> Bool {
        guard lookedForRequests.duration(to: .now) >= .milliseconds(500) else { return false }
        guard let request = try await Republication.next(&connection) else {
            lookedForRequests = .now
            return false
        }
        var shipped: Int64 = 0
        var after: Int64 = 0
        while true {
            let rows = try await request.rows(after: after, &connection)
            guard let last = rows.last else { break }
            var page = ShippedPage(batch: 0)
            for row in rows { page.appendRepublished(row, source: source) }
            try await send(page.records)
            shipped += Int64(rows.count)
            after = last.id
        }
        try await request.close(shipped: shipped, &connection)
        figures.republished(Int(shipped))
        logger.info("Events were republished", [.count: .count(shipped)])
        return true
    }

    /// Says how far each topic partition has come, so that a consumer that has lost the last events hears of it.
    private mutating func tellHeads() async throws {
        if told.duration(to: .now) >= tuning.heads { untold.formUnion(ends.keys) }
        guard !untold.isEmpty, shippedAt.duration(to: .now) > .seconds(1) || told.duration(to: .now) > .seconds(60)
        else { return }
        let records = untold.sorted().map { place in
            PartitionHead.record(place, source: source, head: ends[place]?.sequence ?? 0)
        }
        try await send(records)
        untold = []
        told = .now
    }

    private func send(_ records: [OutgoingRecord]) async throws {
        for case .failure(let error) in await producer.send(records) { throw error }
    }

    private mutating func keepHouse(_ connection: inout Connection) async throws {
        if let kept, kept.duration(to: .now) < tuning.housekeeping { return }
        kept = .now
        do {
            let dropped = try await RelayQueries.keep(tuning, &connection)
            if dropped > 0 { logger.info("Old parts of the outbox were dropped", [.count: .count(Int(dropped))]) }
        } catch let error as PostgresError where !error.isConnectionLost {
            logger.warning("The outbox could not be tidied", [.error: .error(error)])
        }
    }

    /// How long until it has to look again by itself.
    var nextLook: Duration { untold.isEmpty ? tuning.poll : min(tuning.poll, .milliseconds(250)) }
}
