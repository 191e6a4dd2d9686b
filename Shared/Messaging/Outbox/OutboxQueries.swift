import Foundation
import Postgres

enum OutboxQueries {
    static func append(_ entries: [OutboxEntry], partitions: PartitionMap, signatures: [[UInt8]?]) -> SQL {
        """
        INSERT INTO outbox (appended_at, topic, partition, event_id, type, key, payload, signature, trace, attributes)
        SELECT * FROM unnest(
            \(entries.map(\.time)), \(entries.map(\.topic)), \(entries.map { partitions.partition(of: $0.key, in: $0.topic) }),
            \(entries.map(\.id)), \(entries.map(\.type)), \(entries.map(\.key)), \(entries.map(\.payload)),
            \(signatures), \(entries.map(\.trace)), \(entries.map(\.attributes)))
        """
    }
}
