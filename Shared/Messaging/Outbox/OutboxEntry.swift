package import CaseModel
package import Foundation

/// An event that is about to be appended.
package struct OutboxEntry: Sendable {
    package let id: UUID
    package let topic: String
    package let type: String
    package let key: UUID
    package let time: Date
    package let payload: [UInt8]
    package let isSigned: Bool
    package let trace: String?
    /// Further attributes, a line each: name=value. Constant names and codes only.
    let attributes: String?

    /// Throws `EventCodingError` where the payload cannot be written as JSON.
    package init<E: EventPayload>(_ event: E, key: UUID, id: UUID, time: Date = .now, trace: String? = nil) throws {
        self.init(
            id: id, topic: E.topic.name, type: E.type, key: key, time: time, payload: try event.json(),
            isSigned: E.isSigned, trace: trace, attributes: nil)
    }

    /// An event whose payload is written already.
    package init(
        id: UUID, topic: String, type: String, key: UUID, time: Date, payload: [UInt8], isSigned: Bool,
        trace: String? = nil, attributes: String? = nil
    ) {
        self.id = id
        self.topic = topic
        self.type = type
        self.key = key
        // What travels has whole milliseconds, and that is what is signed.
        self.time = Date(timeIntervalSince1970: (time.timeIntervalSince1970 * 1000).rounded() / 1000)
        self.payload = payload
        self.isSigned = isSigned
        self.trace = trace
        self.attributes = attributes
    }
}
