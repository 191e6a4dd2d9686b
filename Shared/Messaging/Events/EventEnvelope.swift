package import CaseModel
package import Foundation
import Kafka

/// What stands around an event's payload, as read from a record's headers.
struct EventEnvelope: Sendable {
    let id: UUID
    let type: String
    let source: String
    let subject: UUID
    let time: Date
    let sequence: Int64?
    let previous: Int64?
    let isRepublished: Bool
    let head: Int64?
    let signature: [UInt8]?
    let trace: String?

    /// Nil where something is missing or is not what it should be.
    init?(_ record: IncomingRecord) {
        var id: UUID?
        var type: String?
        var source: String?
        var subject: UUID?
        var time: Date?
        var sequence: Int64?
        var previous: Int64?
        var isRepublished = false
        var head: Int64?
        var signature: [UInt8]?
        var trace: String?
        for (name, value) in record.headers {
            switch name {
            case EventHeader.id: id = WireText.uuid(value)
            case EventHeader.type: type = WireText.name(value)
            case EventHeader.source: source = WireText.name(value)
            case EventHeader.subject: subject = WireText.uuid(value)
            case EventHeader.time: time = WireText.time(value)
            case EventHeader.sequence:
                guard let number = WireText.int64(value), number > 0 else { return nil }
                sequence = number
            case EventHeader.previous:
                guard let number = WireText.int64(value), number >= 0 else { return nil }
                previous = number
            case EventHeader.republished: isRepublished = true
            case EventHeader.head: head = WireText.int64(value)
            case EventHeader.signature: signature = Data(base64Encoded: Data(value)).map { Array($0) }
            case EventHeader.trace: trace = WireText.name(value)
            default: break
            }
        }
        guard let id, let type, let source, let subject, let time else { return nil }
        guard sequence != nil || isRepublished || head != nil else { return nil }
        if let sequence, let previous, previous >= sequence { return nil }
        self.id = id
        self.type = type
        self.source = source
        self.subject = subject
        self.time = time
        self.sequence = isRepublished ? nil : sequence
        self.previous = previous ?? sequence.map { $0 - 1 }
        self.isRepublished = isRepublished
        self.head = head
        self.signature = signature
        self.trace = trace
    }
}

/// An event as its handler gets it.
package struct ReceivedEvent<Payload: EventPayload>: Sendable {
    package let id: UUID
    package let source: String
    /// What it is about: the key that keeps its order.
    package let subject: UUID
    package let time: Date
    /// Nil where an operator had it shipped outside the sequence.
    package let sequence: Int64?
    package let trace: String?
    package let payload: Payload

    /// An event that came over no bus: for whoever hands one to a handler by hand.
    package init(
        _ payload: Payload, id: UUID, source: String = "", subject: UUID? = nil, time: Date = .now,
        sequence: Int64? = nil
    ) {
        self.id = id
        self.source = source
        self.subject = subject ?? id
        self.time = time
        self.sequence = sequence
        trace = nil
        self.payload = payload
    }

    init(_ envelope: EventEnvelope, payload: Payload) {
        id = envelope.id
        source = envelope.source
        subject = envelope.subject
        time = envelope.time
        sequence = envelope.sequence
        trace = envelope.trace
        self.payload = payload
    }
}
