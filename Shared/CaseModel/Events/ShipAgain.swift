package import Foundation

/// A consumer lacks events that the broker no longer has: the source shall produce them again from its outbox. Any
/// service sends it; the relay of `source` listens.
package struct ShipAgain: KeyedEventPayload, Equatable {
    package static let type = "ship-again.v1"
    package static let topic = Topic.control
    package static let isSigned = false

    /// Whose events are asked for.
    package let source: ServiceName
    package let topicName: String
    package let partition: Int32
    /// The first sequence number that is lacking.
    package let fromSequence: Int64
    package let requestedAt: Date

    package init(
        source: ServiceName,
        topicName: String,
        partition: Int32,
        fromSequence: Int64,
        requestedAt: Date
    ) {
        self.source = source
        self.topicName = topicName
        self.partition = partition
        self.fromSequence = fromSequence
        self.requestedAt = requestedAt
    }

    package var key: UUID { source.chainKey }
}
