import Foundation
import Kafka
import Vault

/// A word of a relay in a topic partition: up to here have I shipped. Not an event: it has no number and no effect.
enum PartitionHead {
    static func record(_ place: TopicPartition, source: [UInt8], head: Int64) -> OutgoingRecord {
        let subject = WireText.bytes(of: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        return OutgoingRecord(
            topic: place.topic, partition: place.partition, key: subject, value: Array("{}".utf8),
            headers: [
                (EventHeader.specVersion, Array("1.0".utf8)),
                (EventHeader.id, WireText.bytes(of: Randomness.uuid())),
                (EventHeader.source, source),
                (EventHeader.type, Array(EventHeader.partitionHeadType.utf8)),
                (EventHeader.subject, subject),
                (EventHeader.time, WireText.bytes(of: .now)),
                (EventHeader.contentType, Array("application/json".utf8)),
                (EventHeader.head, WireText.bytes(of: head)),
            ])
    }
}
