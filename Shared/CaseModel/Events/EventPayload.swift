package import Foundation

/// What one kind of event says.
///
/// In clear stand only ids, times, urgency, compartment and what the event's type already tells; all else travels
/// inside a `SealedPart` (DESIGN §1.5). `docs/events.md` lists every payload with its fields.
package protocol EventPayload: Codable, Sendable {
    /// Name and version, as in `ce_type`: `submission-received.v1`.
    static var type: String { get }
    static var topic: Topic { get }
    /// Whether the sender signs it and the receiver refuses it without a good signature.
    static var isSigned: Bool { get }

    /// As it travels: what `EventCoding.encode` makes of it.
    func json() throws(EventCodingError) -> [UInt8]
}

extension EventPayload {
    package func json() throws(EventCodingError) -> [UInt8] { try EventCoding.encode(self) }
}

/// A payload that knows what it is keyed by: events of one key keep their order.
package protocol KeyedEventPayload: EventPayload {
    var key: UUID { get }
}

/// Every payload that travels in the house.
package enum EventCatalogue {
    package static let payloads: [any KeyedEventPayload.Type] = [
        SubmissionReceived.self, SourceUpdateReceived.self,
        SubmissionAdopted.self, SourceUpdateAdopted.self, MailboxStateChanged.self, MessageToSource.self,
        HandoverPrepared.self, UNEventChanged.self,
        CaseOpened.self, FindingRecorded.self, CaseChanged.self, CaseDecided.self, ConsentChanged.self,
        ConsentWithdrawn.self, AlertRaised.self,
        AlertDelivered.self,
        ChainHead.self,
        ShipAgain.self,
    ]
}
