import CaseModel
import Foundation
import Kafka
import Vault

/// Asks sources to ship again. Such a request has no number and goes straight to Kafka: it is repeated until it is answered.
struct HoleRequests: Sendable {
    let producer: KafkaProducer
    let consumer: String

    func ask(_ asks: [(SequencePlace, from: Int64)]) async {
        var records: [OutgoingRecord] = []
        for (key, from) in asks {
            guard let source = ServiceName(rawValue: key.source),
                let record = try? record(
                    ShipAgain(
                        source: source, topicName: key.topicPartition.topic, partition: key.topicPartition.partition,
                        fromSequence: from, requestedAt: .now))
            else { continue }
            records.append(record)
        }
        _ = await producer.send(records)
    }

    private func record(_ request: ShipAgain) throws -> OutgoingRecord {
        let subject = WireText.bytes(of: request.key)
        return OutgoingRecord(
            topic: ShipAgain.topic.name, partition: 0, key: subject, value: try EventCoding.encode(request),
            headers: [
                (EventHeader.specVersion, Array("1.0".utf8)),
                (EventHeader.id, WireText.bytes(of: Randomness.uuid())),
                (EventHeader.source, Array(consumer.utf8)),
                (EventHeader.type, Array(ShipAgain.type.utf8)),
                (EventHeader.subject, subject),
                (EventHeader.time, WireText.bytes(of: request.requestedAt)),
                (EventHeader.contentType, Array("application/json".utf8)),
            ])
    }
}
