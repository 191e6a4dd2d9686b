import Foundation
import Kafka
import Postgres

/// The numbers that a batch has in one topic partition.
struct OutboxRun: Sendable, Equatable {
    let place: TopicPartition
    let firstSequence: Int64
    let previousSequence: Int64
    let events: Int64
    let batch: Int64
}

/// Some rows of the outbox as records, ready to be sent.
struct ShippedPage: Sendable {
    let batch: Int64
    private(set) var records: [OutgoingRecord] = []
    private(set) var bytes = 0
    /// The last sequence number of each topic partition.
    private(set) var lastSequences: [TopicPartition: Int64] = [:]
    /// When its oldest event was appended.
    let oldest: Date?

    init(batch: Int64, oldest: Date? = nil) {
        self.batch = batch
        self.oldest = oldest
    }

    mutating func reserve(_ count: Int) { records.reserveCapacity(count) }

    /// Adds a row with its number. `previous` is only told where it is not the number before.
    mutating func append(_ row: OutboxRow, sequence: Int64, previous: Int64, source: [UInt8]) {
        var headers = row.headers(source: source)
        headers.append((EventHeader.sequence, WireText.bytes(of: sequence)))
        if previous != sequence - 1 { headers.append((EventHeader.previous, WireText.bytes(of: previous))) }
        add(row, headers)
        lastSequences[TopicPartition(topic: row.topic, partition: row.partition)] = sequence
    }

    /// Adds a row outside the sequence.
    mutating func appendRepublished(_ row: OutboxRow, source: [UInt8]) {
        add(row, row.headers(source: source) + [(EventHeader.republished, Array("true".utf8))])
    }

    private mutating func add(_ row: OutboxRow, _ headers: [(name: String, value: [UInt8])]) {
        bytes += row.payload.count + 400
        records.append(
            OutgoingRecord(
                topic: row.topic, partition: row.partition, key: headers[OutboxRow.subjectIndex].value,
                value: row.payload, headers: headers))
    }
}

/// A row of the outbox.
struct OutboxRow: Sendable {
    let id: Int64
    let topic: String
    let partition: Int32
    let eventID: UUID
    let type: String
    let key: UUID
    let time: Date
    let payload: [UInt8]
    let signature: [UInt8]?
    let trace: String?
    let attributes: String?

    static let columns: SQL = """
        id, topic, partition, event_id, type, key, appended_at, payload, signature, trace, attributes
        """

    init(_ row: Row) throws(PostgresError) {
        id = try row.get(0)
        topic = try row.get(1)
        partition = try row.get(2)
        eventID = try row.get(3)
        type = try row.get(4)
        key = try row.get(5)
        time = try row.get(6)
        payload = try row.get(7)
        signature = try row.get(8)
        trace = try row.get(9)
        attributes = try row.get(10)
    }

    static let subjectIndex = 4

    /// CloudEvents 1.0, binary mode.
    func headers(source: [UInt8]) -> [(name: String, value: [UInt8])] {
        let subject = WireText.bytes(of: key)
        var headers: [(name: String, value: [UInt8])] = [
            (EventHeader.specVersion, Self.specVersion),
            (EventHeader.id, WireText.bytes(of: eventID)),
            (EventHeader.source, source),
            (EventHeader.type, Array(type.utf8)),
            (EventHeader.subject, subject),
            (EventHeader.time, WireText.bytes(of: time)),
            (EventHeader.partitionKey, subject),
            (EventHeader.contentType, Self.json),
        ]
        if let signature {
            headers.append((EventHeader.signature, Array(Data(signature).base64EncodedString().utf8)))
        }
        if let trace { headers.append((EventHeader.trace, Array(trace.utf8))) }
        for line in attributes?.split(separator: "\n") ?? [] {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { headers.append((String(parts[0]), Array(parts[1].utf8))) }
        }
        return headers
    }

    private static let specVersion = Array("1.0".utf8)
    private static let json = Array("application/json".utf8)
}
