import CRDKafka
import ServiceRuntime
import Synchronization

/// A change of the assignment that librdkafka has announced and that waits for the owner.
enum PendingRebalance: Sendable {
    case assign([TopicPartition])
    case revoke([TopicPartition], lost: Bool)
    case abandon
}

/// Notes assignment changes instead of making them: the callback comes in the middle of a C call, and the owner may
/// still be at work on what it has read.
///
/// Unchecked as its parent is: constants of sendable types.
final class ConsumerContext: ClientContext, @unchecked Sendable {
    let pending = Mutex<[PendingRebalance]>([])
    let isClosing = Atomic(false)
    private let hasBeenAssigned = Atomic(false)

    /// librdkafka up to 2.2 aborts the process when a member of a group is destroyed that has joined and was never assigned
    /// anything: its assignor has no state yet. Such a client, which has left the group already, is left in memory.
    override var mayBeDestroyed: Bool { hasBeenAssigned.load(ordering: .sequentiallyConsistent) }

    func rebalance(
        _ client: OpaquePointer,
        _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>
    ) {
        if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            hasBeenAssigned.store(true, ordering: .sequentiallyConsistent)
        }
        if isClosing.load(ordering: .sequentiallyConsistent) {
            letGo(client, code, list)
            return
        }
        let places = PartitionList.entries(list).map(\.place)
        let change: PendingRebalance =
            switch code {
            case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS: .assign(places)
            case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS: .revoke(places, lost: rd_kafka_assignment_lost(client) == 1)
            default: .abandon
            }
        pending.withLock { $0.append(change) }
        if let queue = rd_kafka_queue_get_consumer(client) {
            rd_kafka_queue_yield(queue)
            rd_kafka_queue_destroy(queue)
        }
    }

    /// While closing, partitions are given up without asking: the owner has been told already.
    private func letGo(
        _ client: OpaquePointer,
        _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>
    ) {
        if code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS {
            guard let error = rd_kafka_incremental_unassign(client, list) else { return }
            rd_kafka_error_destroy(error)
        }
        rd_kafka_assign(client, nil)
    }
}
