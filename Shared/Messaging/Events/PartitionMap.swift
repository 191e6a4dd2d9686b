package import Foundation
package import Kafka

/// Which partition an event goes to. Numbers of partitions are fixed for a topic's version, so this is known when the event
/// is appended, whether a broker answers or not.
package struct PartitionMap: Sendable {
    private let counts: [String: Int]

    /// - Parameter counts: each topic's number of partitions, as `deploy/kafka/topics` has it.
    package init(_ counts: [String: Int]) {
        self.counts = counts
    }

    package init(_ catalogue: TopicCatalogue) {
        counts = Dictionary(catalogue.topics.map { ($0.name, $0.partitions) }, uniquingKeysWith: { first, _ in first })
    }

    /// The partition of an event about `key`. Topics outside the catalogue have one.
    package func partition(of key: UUID, in topic: String) -> Int32 {
        let count = counts[topic] ?? 1
        guard count > 1 else { return 0 }
        return Int32(truncatingIfNeeded: Self.hash(key) % UInt64(count))
    }

    /// 64-bit FNV-1a over the 16 bytes, folded once. Part of the house's wire format: changing it would break the order of
    /// cases that have events on both sides of the change.
    static func hash(_ key: UUID) -> UInt64 {
        let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = key.uuid
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return hash ^ (hash >> 32)
    }
}

/// The topic that one consumer group's dead letters go to.
package func deadLetterTopic(of group: String) -> String { "\(group).dead-letters.v1" }
