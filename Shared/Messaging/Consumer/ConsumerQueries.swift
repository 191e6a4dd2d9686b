import Foundation
import Kafka
import Postgres

/// A consumer's places, its inbox and its dead letters.
enum ConsumerQueries {
    /// Locks the places, in one order so that two consumers do not wait for each other.
    static func lockPlaces(
        _ keys: [SequencePlace], of consumer: String, in tx: inout Transaction
    ) async throws -> [SequencePlace: BatchPlan.Place] {
        guard !keys.isEmpty else { return [:] }
        let keys = keys.sorted()
        let sources = keys.map(\.source)
        let topics = keys.map(\.topicPartition.topic)
        let partitions = keys.map(\.topicPartition.partition)
        let select: SQL = """
            SELECT source, topic, partition, last_sequence, known_sequence FROM consumer_places
            WHERE consumer = \(consumer)
                AND (source, topic, partition) IN (SELECT * FROM unnest(\(sources), \(topics), \(partitions)))
            ORDER BY source, topic, partition FOR UPDATE
            """
        var places = try read(try await tx.query(select))
        if places.count < keys.count {
            let results = try await tx.pipeline([
                """
                INSERT INTO consumer_places (consumer, source, topic, partition)
                SELECT \(consumer), * FROM unnest(\(sources), \(topics), \(partitions))
                ON CONFLICT DO NOTHING
                """,
                select,
            ])
            places = try read(results[1])
        }
        return places
    }

    /// Places with a hole before them.
    static func holes(of consumer: String, in database: Database) async throws -> [SequencePlace: BatchPlan.Place] {
        try read(
            try await database.query(
                """
                SELECT source, topic, partition, last_sequence, known_sequence FROM consumer_places
                WHERE consumer = \(consumer) AND known_sequence > last_sequence
                """))
    }

    static func movePlaces(_ places: [(SequencePlace, BatchPlan.Place)], of consumer: String) -> SQL {
        """
        UPDATE consumer_places place SET last_sequence = moved.last, known_sequence = moved.known
        FROM unnest(\(places.map(\.0.source)), \(places.map(\.0.topicPartition.topic)),
            \(places.map(\.0.topicPartition.partition)), \(places.map(\.1.last)), \(places.map(\.1.known)))
            AS moved (source, topic, partition, last, known)
        WHERE place.consumer = \(consumer) AND place.source = moved.source AND place.topic = moved.topic
            AND place.partition = moved.partition
        """
    }

    /// Returns those ids that were not there yet.
    static func enterInbox(_ ids: [UUID], of consumer: String) -> SQL {
        """
        INSERT INTO inbox (consumer, event_id) SELECT \(consumer), * FROM unnest(\(ids))
        ON CONFLICT DO NOTHING RETURNING event_id
        """
    }

    static func tidyInbox(days: Int, _ database: Database) async throws {
        try await database.execute(
            "DELETE FROM inbox WHERE handled_at < now() - make_interval(days => \(Int32(days)))")
    }

    private static func read(_ rows: [Row]) throws -> [SequencePlace: BatchPlan.Place] {
        var places: [SequencePlace: BatchPlan.Place] = [:]
        for row in rows {
            let key = SequencePlace(
                source: try row.get(0), topicPartition: TopicPartition(topic: try row.get(1), partition: try row.get(2))
            )
            places[key] = BatchPlan.Place(last: try row.get(3), known: try row.get(4))
        }
        return places
    }
}
