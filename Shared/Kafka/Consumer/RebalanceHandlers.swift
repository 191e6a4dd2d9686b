/// What the owner of a consumer does when partitions come and go. Both run inside `poll` or `close`, and nothing is
/// given up before they have returned.
package struct RebalanceHandlers: Sendable {
    package enum Start: Sendable, Equatable {
        /// Where the group has committed; `UnplacedPartition` where it has not.
        case committed
        case offset(Int64)
    }

    /// Says where to begin with newly assigned partitions. One that is left out begins where the group has committed.
    package var assigned: @Sendable ([TopicPartition]) async -> [TopicPartition: Start]

    /// The partitions are about to be given up. `lost` means that another consumer may have them already, so that a
    /// commit would be refused.
    package var revoked: @Sendable (_ partitions: [TopicPartition], _ lost: Bool) async -> Void

    package init(
        assigned: @escaping @Sendable ([TopicPartition]) async -> [TopicPartition: Start] = { _ in [:] },
        revoked: @escaping @Sendable (_ partitions: [TopicPartition], _ lost: Bool) async -> Void = { _, _ in }
    ) {
        self.assigned = assigned
        self.revoked = revoked
    }
}
