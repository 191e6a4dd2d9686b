/// One partition of one topic.
package struct TopicPartition: Hashable, Sendable, Comparable {
    package let topic: String
    package let partition: Int32

    package init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    package static func < (one: TopicPartition, other: TopicPartition) -> Bool {
        (one.topic, one.partition) < (other.topic, other.partition)
    }
}

/// A record to be sent to a partition that the sender has chosen.
package struct OutgoingRecord: Sendable {
    package var topic: String
    package var partition: Int32
    package var key: [UInt8]
    /// nil marks the key as deleted in a compacted topic.
    package var value: [UInt8]?
    package var headers: [(name: String, value: [UInt8])]

    package init(
        topic: String,
        partition: Int32,
        key: [UInt8],
        value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = []
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// Where an acknowledged record lies.
package struct Delivery: Sendable, Equatable {
    package let partition: Int32
    package let offset: Int64
}

/// A record as it was read.
package struct IncomingRecord: Sendable {
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    package let key: [UInt8]
    package let value: [UInt8]?
    package let headers: [(name: String, value: [UInt8])]
    /// Milliseconds since 1970, -1 where the broker gave none.
    package let timestamp: Int64

    /// A record that has been kept elsewhere and is looked at again.
    package init(
        topic: String, partition: Int32, offset: Int64, key: [UInt8], value: [UInt8]?,
        headers: [(name: String, value: [UInt8])], timestamp: Int64
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }

    package var topicPartition: TopicPartition { TopicPartition(topic: topic, partition: partition) }

    /// The first header of that name.
    package func header(_ name: String) -> [UInt8]? { headers.first { $0.name == name }?.value }
}

/// The first offset that a partition still holds, and the one that its next record will get.
package struct Watermarks: Sendable, Equatable {
    package let earliest: Int64
    package let end: Int64

    package init(earliest: Int64, end: Int64) {
        self.earliest = earliest
        self.end = end
    }
}

/// A partition whose place to read from is unknown. It stands still until the owner has sought a place.
package struct UnplacedPartition: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        /// The group has never committed an offset there.
        case noStoredOffset
        /// The offset asked for is not there: retention has passed it by, or the log is another one or was cut.
        case offsetOutOfRange(Int64)
    }

    package let topicPartition: TopicPartition
    package let reason: Reason

    package init(topicPartition: TopicPartition, reason: Reason) {
        self.topicPartition = topicPartition
        self.reason = reason
    }
}

/// What one `poll` brought.
package struct PolledBatch: Sendable {
    package var records: [IncomingRecord] = []
    package var unplaced: [UnplacedPartition] = []

    package init() {}

    package var isEmpty: Bool { records.isEmpty && unplaced.isEmpty }
}
