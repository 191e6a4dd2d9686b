import Foundation
import Kafka
import ServiceRuntime
import Synchronization
import TestSupport

/// Records with a number in them, for one partition.
func numbered(_ numbers: Range<Int>, topic: String, partition: Int32 = 0) -> [OutgoingRecord] {
    numbers.map { number in
        OutgoingRecord(
            topic: topic, partition: partition, key: Array("key".utf8), value: Array(String(number).utf8),
            headers: [("ce_id", Array(String(number).utf8)), ("ce_type", Array("numbered.v1".utf8))])
    }
}

extension IncomingRecord {
    var number: Int? { value.flatMap { Int(String(decoding: $0, as: UTF8.self)) } }
}

extension Result where Success == Delivery, Failure == KafkaError {
    var error: KafkaError? { if case .failure(let error) = self { error } else { nil } }
    var delivery: Delivery? { if case .success(let delivery) = self { delivery } else { nil } }
}

/// The offsets of a batch's records, nil where one failed.
func offsets(_ results: some Sequence<Result<Delivery, KafkaError>>) -> [Int?] {
    results.map { $0.delivery.map { Int($0.offset) } }
}

func producer(_ configuration: KafkaConfiguration) throws -> KafkaProducer {
    try KafkaProducer(configuration, logger: .quiet, metrics: Metrics())
}

func consumer(
    _ configuration: KafkaConfiguration,
    group: String = UUID().uuidString,
    topics: [String],
    handlers: RebalanceHandlers = RebalanceHandlers()
) throws -> KafkaConsumer {
    try KafkaConsumer(
        configuration, group: group, topics: topics, handlers: handlers, logger: .quiet, metrics: Metrics())
}

/// Begins at the first record of every partition.
let fromTheStart = RebalanceHandlers(assigned: { places in
    Dictionary(uniqueKeysWithValues: places.map { ($0, .offset(0)) })
})

extension KafkaConsumer {
    /// Polls until `count` records have come, or until the deadline.
    func take(_ count: Int, within deadline: Duration = .seconds(30)) async throws -> [IncomingRecord] {
        let end = ContinuousClock.now + deadline
        var records: [IncomingRecord] = []
        while records.count < count, ContinuousClock.now < end {
            records += try await poll(max: count - records.count, timeout: .milliseconds(200)).records
        }
        return records
    }

    /// Polls until a partition without a place turns up, or until the deadline.
    func takeUnplaced(within deadline: Duration = .seconds(30)) async throws -> [UnplacedPartition] {
        let end = ContinuousClock.now + deadline
        while ContinuousClock.now < end {
            let unplaced = try await poll(max: 1, timeout: .milliseconds(200)).unplaced
            if !unplaced.isEmpty { return unplaced }
        }
        return []
    }
}

/// What a test's callbacks have noted.
final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])
    var all: [Note] { notes.withLock { $0 } }
    func add(_ note: Note) { notes.withLock { $0.append(note) } }
}
