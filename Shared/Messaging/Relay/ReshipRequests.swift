import CaseModel
import Foundation
import Kafka
import ServiceRuntime
import Synchronization

/// Listens on the control topic for who lacks events of this service, while the relay leads.
final class ReshipRequests: Sendable {
    private let source: ServiceName
    private let wake: RelayWake
    private let ledger = Mutex(ReshipLedger())

    init(source: ServiceName, wake: RelayWake) {
        self.source = source
        self.wake = wake
    }

    func next(patience: Duration) -> (place: TopicPartition, from: Int64)? {
        ledger.withLock { $0.next(at: .now, patience: patience) }
    }

    func answered(_ place: TopicPartition, _ range: ClosedRange<Int64>) {
        ledger.withLock { $0.answer(place, range, at: .now) }
    }

    /// Reads until the task is cancelled. Requests are repeated by those who ask, so that nothing depends on one of them.
    func listen(_ configuration: KafkaConfiguration, logger: Logger, metrics: Metrics) async {
        while !Task.isCancelled {
            do throws(KafkaError) {
                let consumer = try KafkaConsumer(
                    configuration, group: "\(source.rawValue).relay", topics: [Topic.control.name], logger: logger,
                    metrics: metrics)
                do throws(KafkaError) { try await read(consumer) } catch {
                    await consumer.close()
                    throw error
                }
                await consumer.close()
            } catch {
                logger.warning("Requests to ship again cannot be read", [.error: .error(error)])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func read(_ consumer: KafkaConsumer) async throws(KafkaError) {
        while !Task.isCancelled {
            let batch = try await consumer.poll(max: 500, timeout: .seconds(1))
            for unplaced in batch.unplaced { try await consumer.seekToEarliest(unplaced.topicPartition) }
            guard !batch.records.isEmpty else { continue }
            for record in batch.records { take(record) }
            var next: [TopicPartition: Int64] = [:]
            for record in batch.records { next[record.topicPartition] = record.offset + 1 }
            do throws(KafkaError) { try await consumer.commit(next) } catch
                where error.isRetriable || error.isOutdatedMember
            {
                continue
            }
        }
    }

    private func take(_ record: IncomingRecord) {
        guard record.header(EventHeader.type) == Array(ShipAgain.type.utf8), let value = record.value,
            let request = try? EventCoding.decode(ShipAgain.self, from: value), request.source == source
        else { return }
        // However old it says it is: the clocks of two hosts may differ, and old requests all ask for the same.
        ledger.withLock {
            $0.ask(TopicPartition(topic: request.topicName, partition: request.partition), from: request.fromSequence)
        }
        wake.signal()
    }
}
