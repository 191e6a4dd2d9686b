import Foundation
import Kafka
import Postgres

/// How far a relay has come.
struct RelayPlace: Sendable {
    var lastBatch: Int64
    var shippedBatch: Int64
    var brokerCluster: String?
}

/// What a relay says to its database, over the connection that holds the lock of the leader.
enum RelayQueries {
    static func tryToLead(_ connection: inout Connection) async throws -> Bool {
        let row = try await connection.first(
            "SELECT pg_try_advisory_lock((4277009::bigint << 32) | 'outbox'::regclass::oid::bigint) AS leads")
        return try row?.get("leads") ?? false
    }

    /// Returns whether the database has been restored since the last relay.
    static func takeUp(_ connection: inout Connection) async throws -> Bool {
        try await connection.first("SELECT take_up_outbox() AS restored")?.get("restored") ?? false
    }

    static func number(_ connection: inout Connection) async throws -> Int64 {
        try await connection.first("SELECT number_outbox() AS numbered")?.get("numbered") ?? 0
    }

    static func place(_ connection: inout Connection) async throws -> RelayPlace {
        guard
            let row = try await connection.first("SELECT last_batch, shipped_batch, broker_cluster FROM outbox_place")
        else { return RelayPlace(lastBatch: 0, shippedBatch: 0, brokerCluster: nil) }
        return RelayPlace(lastBatch: try row.get(0), shippedBatch: try row.get(1), brokerCluster: try row.get(2))
    }

    /// The sequence number and the offset of what was shipped last to each topic partition.
    static func shipped(
        _ connection: inout Connection
    ) async throws -> [TopicPartition: (sequence: Int64, offset: Int64)] {
        let rows = try await connection.query(
            """
            SELECT topic, partition, shipped_sequence, shipped_offset FROM outbox_counters
            WHERE shipped_offset IS NOT NULL
            """)
        var shipped: [TopicPartition: (sequence: Int64, offset: Int64)] = [:]
        for row in rows {
            let place = TopicPartition(topic: try row.get(0), partition: try row.get(1))
            shipped[place] = (try row.get(2), try row.get(3))
        }
        return shipped
    }

    /// How many events the kept batches above `batch` have.
    static func backlog(after batch: Int64, _ connection: inout Connection) async throws -> Int64 {
        try await connection.first(
            "SELECT coalesce(sum(events), 0)::bigint FROM outbox_batches WHERE number > \(batch)")?.get(0) ?? 0
    }

    /// The first kept batch above `batch`.
    static func nextBatch(after batch: Int64, _ connection: inout Connection) async throws -> Int64? {
        try await connection.first(
            "SELECT number FROM outbox_batches WHERE number > \(batch) ORDER BY number LIMIT 1")?.get(0)
    }

    /// All rows of a batch, numbered. Throws where rows are missing that were there when it was numbered.
    static func page(_ batch: Int64, source: [UInt8], _ connection: inout Connection) async throws -> ShippedPage {
        let results = try await connection.transaction(.readOnly) { tx in
            try await tx.pipeline([
                """
                SELECT topic, partition, first_sequence, previous_sequence, run.events, batch, oldest_at
                FROM outbox_runs run JOIN outbox_batches ON number = batch WHERE batch = \(batch)
                """,
                rows(of: batch),
            ])
        }
        var next: [TopicPartition: (sequence: Int64, previous: Int64)] = [:]
        var expected: Int64 = 0
        for row in results[0] {
            let run = try run(row)
            next[run.place] = (run.firstSequence, run.previousSequence)
            expected += run.events
        }
        guard expected == results[1].count else { throw MessagingError.batchIncomplete }
        var page = ShippedPage(batch: batch, oldest: try results[0].first?.get(6))
        page.reserve(results[1].count)
        for row in results[1] {
            let row = try OutboxRow(row)
            let place = TopicPartition(topic: row.topic, partition: row.partition)
            guard let (sequence, previous) = next[place] else { throw MessagingError.batchIncomplete }
            page.append(row, sequence: sequence, previous: previous, source: source)
            next[place] = (sequence + 1, sequence)
        }
        return page
    }

    /// The runs of a topic partition that end at or above `sequence`, of batches up to `batch`.
    static func runs(
        of place: TopicPartition, from sequence: Int64, upTo batch: Int64, _ connection: inout Connection
    ) async throws -> [OutboxRun] {
        // Where a run ends does not stand in an index: the last one that begins at or below comes first.
        try await connection.query(
            """
            SELECT topic, partition, first_sequence, previous_sequence, events, batch FROM outbox_runs
            WHERE topic = \(place.topic) AND partition = \(place.partition) AND batch <= \(batch)
                AND first_sequence >= coalesce((
                    SELECT max(first_sequence) FROM outbox_runs
                    WHERE topic = \(place.topic) AND partition = \(place.partition) AND first_sequence <= \(sequence)
                ), 0)
                AND first_sequence + events > \(sequence)
            ORDER BY first_sequence LIMIT 500
            """
        ).map { try run($0) }
    }

    /// The rows of one run, in order of their numbers.
    static func rows(of run: OutboxRun, _ connection: inout Connection) async throws -> [OutboxRow] {
        let rows = try await connection.query(
            """
            SELECT \(OutboxRow.columns) FROM (\(rows(of: run.batch))) batch
            WHERE topic = \(run.place.topic) AND partition = \(run.place.partition) ORDER BY id
            """)
        guard rows.count == run.events else { throw MessagingError.batchIncomplete }
        return try rows.map { row in try OutboxRow(row) }
    }

    static func noteShipped(
        _ batch: Int64, _ ends: [TopicPartition: (sequence: Int64, offset: Int64)], cluster: String?,
        _ connection: inout Connection
    ) async throws {
        let ends = Array(ends)
        try await connection.execute(
            """
            SELECT note_outbox_shipped(\(batch), \(ends.map(\.key.topic)), \(ends.map(\.key.partition)),
                \(ends.map(\.value.sequence)), \(ends.map(\.value.offset)), \(cluster))
            """)
    }

    static func rewind(cluster: String?, _ connection: inout Connection) async throws {
        try await connection.execute("SELECT rewind_outbox(\(cluster))")
    }

    static func keep(_ tuning: RelayTuning, _ connection: inout Connection) async throws -> Int32 {
        let row = try await connection.first(
            "SELECT keep_outbox(\(Int32(tuning.partitionDays)), \(tuning.keptDays.map { Int32($0) })) AS dropped")
        return try row?.get("dropped") ?? 0
    }

    private static func rows(of batch: Int64) -> SQL {
        """
        SELECT \(OutboxRow.columns) FROM outbox
        WHERE id BETWEEN (SELECT first_id FROM outbox_batches WHERE number = \(batch))
                AND (SELECT last_id FROM outbox_batches WHERE number = \(batch))
            AND coalesce(NOT pg_visible_in_snapshot(
                xid, (SELECT from_snapshot FROM outbox_batches WHERE number = \(batch))), true)
            AND coalesce(pg_visible_in_snapshot(
                xid, (SELECT to_snapshot FROM outbox_batches WHERE number = \(batch))), true)
        ORDER BY id
        """
    }

    private static func run(_ row: Row) throws -> OutboxRun {
        OutboxRun(
            place: TopicPartition(topic: try row.get(0), partition: try row.get(1)), firstSequence: try row.get(2),
            previousSequence: try row.get(3), events: try row.get(4), batch: try row.get(5))
    }
}
