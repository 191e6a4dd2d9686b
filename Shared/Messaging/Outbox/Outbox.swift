package import CaseModel
package import Foundation
package import Postgres
import ServiceRuntime
package import Vault

/// Where a service tells of what it has done, in the transaction that does it.
///
/// What is about one case keeps its order if the case's row is locked before the event is appended.
package struct Outbox: Sendable {
    package let source: ServiceName
    package let partitions: PartitionMap
    private let signer: SigningKey?
    let wake = RelayWake()

    package init(source: ServiceName, partitions: PartitionMap, signer: SigningKey?) {
        self.source = source
        self.partitions = partitions
        self.signer = signer
    }

    /// Appends one event. It is shipped soon after the transaction has been committed, and never if it is not.
    package func append<E: EventPayload>(
        _ event: E, key: UUID, id: UUID = Randomness.uuid(), trace: String? = nil, in tx: inout Transaction
    ) async throws {
        try await append([OutboxEntry(event, key: key, id: id, trace: trace)], in: &tx)
    }

    /// Appends an event that knows its own key.
    package func append<E: KeyedEventPayload>(
        _ event: E, id: UUID = Randomness.uuid(), trace: String? = nil, in tx: inout Transaction
    ) async throws {
        try await append(event, key: event.key, id: id, trace: trace, in: &tx)
    }

    /// Appends events in this order, in one statement.
    package func append(_ entries: [OutboxEntry], in tx: inout Transaction) async throws {
        guard !entries.isEmpty else { return }
        try await tx.execute(statement(entries))
    }

    /// The statement that appends these events in this order, for callers who send it along with others.
    package func statement(_ entries: [OutboxEntry]) throws -> SQL {
        var signatures: [[UInt8]?] = []
        signatures.reserveCapacity(entries.count)
        for entry in entries { signatures.append(try signature(of: entry)) }
        wake.signal()
        return OutboxQueries.append(entries, partitions: partitions, signatures: signatures)
    }

    private func signature(of entry: OutboxEntry) throws(MessagingError) -> [UInt8]? {
        guard entry.isSigned else { return nil }
        guard let signer else { throw .noSigningKey }
        let message = EventSignature.message(
            id: entry.id, type: entry.type, source: source.rawValue, subject: entry.key, time: entry.time,
            payload: entry.payload)
        return signer.sign(message, for: .event)
    }
}

/// What can be wrong with events by themselves.
package enum MessagingError: String, CodedError {
    /// An event that must be signed was appended where there is no key to sign with.
    case noSigningKey = "no-signing-key"
    /// Kafka refused an event.
    case shippingFailed = "shipping-failed"
    /// Another process has become the relay.
    case leadershipLost = "leadership-lost"
    /// A batch of the outbox no longer has the rows that were numbered.
    case batchIncomplete = "outbox-batch-incomplete"

    package var code: String { rawValue }
}
