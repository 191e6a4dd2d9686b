import CRDKafka
import Synchronization

/// One `send`: a slot per record, filled by the poll thread, and one continuation for all of them.
///
/// Unchecked: a slot is written by one thread only (the enqueuing one, or the poll thread once the library has the
/// record) and read after `outstanding` has reached zero.
final class DeliveryBatch: @unchecked Sendable {
    typealias Results = [Result<Delivery, KafkaError>]

    /// What a record's opaque pointer leads to.
    struct Slot {
        let batch: UnsafeMutableRawPointer
        var offset: Int64 = -1
        var partition: Int32
        var error: Int32 = 0
    }

    let slots: UnsafeMutablePointer<Slot>
    private let count: Int
    private let outstanding: Atomic<Int>
    private let continuation: CheckedContinuation<Results, Never>
    private let delivered: @Sendable (Results) -> Void

    /// Lives, kept by itself, until all of its records are answered for and `enqueued` was called.
    init(
        _ records: [OutgoingRecord],
        _ continuation: CheckedContinuation<Results, Never>,
        delivered: @escaping @Sendable (Results) -> Void
    ) {
        count = records.count
        slots = .allocate(capacity: records.count)
        outstanding = Atomic(records.count + 1)
        self.continuation = continuation
        self.delivered = delivered
        let pointer = Unmanaged.passRetained(self).toOpaque()
        for index in records.indices {
            (slots + index).initialize(to: Slot(batch: pointer, partition: records[index].partition))
        }
    }

    deinit {
        slots.deallocate()
    }

    /// Records that the library did not take.
    func refuse(_ index: Int, _ error: KafkaError) {
        slots[index].error = error.number
        answered(1)
    }

    /// All records were handed over or refused.
    func enqueued() { answered(1) }

    private func answered(_ number: Int) {
        guard outstanding.subtract(number, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        let results: Results = (0..<count).map { index in
            let slot = slots[index]
            return slot.error == 0
                ? .success(Delivery(partition: slot.partition, offset: slot.offset))
                : .failure(KafkaError(number: slot.error))
        }
        delivered(results)
        continuation.resume(returning: results)
        Unmanaged.passUnretained(self).release()
    }

    /// librdkafka's delivery report, called on the poll thread.
    static func report(_ message: UnsafePointer<rd_kafka_message_t>) {
        guard let opaque = message.pointee._private else { return }
        let slot = opaque.assumingMemoryBound(to: Slot.self)
        slot.pointee.error = message.pointee.err.rawValue
        slot.pointee.offset = message.pointee.offset
        slot.pointee.partition = message.pointee.partition
        Unmanaged<DeliveryBatch>.fromOpaque(slot.pointee.batch)._withUnsafeGuaranteedRef { $0.answered(1) }
    }
}
