package import CaseModel
package import Postgres

/// What a service does when it hears of one kind of event.
///
/// The effect goes into the transaction it is given and nowhere else: then it takes place exactly once, together with the
/// consumer's place. It may be run again if that transaction fails.
package protocol EventHandler<Payload>: Sendable {
    associatedtype Payload: EventPayload

    func handle(_ event: ReceivedEvent<Payload>, in tx: inout Transaction) async throws

    /// Handles events that follow one another, in their order. Where it throws, they come again one by one.
    func handle(_ events: [ReceivedEvent<Payload>], in tx: inout Transaction) async throws
}

extension EventHandler {
    package func handle(_ events: [ReceivedEvent<Payload>], in tx: inout Transaction) async throws {
        for event in events { try await handle(event, in: &tx) }
    }
}

/// What a handler throws when it knows what to do next. Any other error is tried again some times.
package enum HandlingFailure: Error {
    case retry(after: Duration)
    /// Goes to the dead letters at once. The reason is a code: lower-case letters, digits, `.` and `-`.
    case reject(reason: StaticString)
}

/// A handler whose payload's type is known to itself only.
struct HandlerEntry: Sendable {
    let type: String
    let topic: Topic
    let isSigned: Bool
    let decode: @Sendable (EventEnvelope, [UInt8]) throws -> any Sendable
    let handle: @Sendable ([any Sendable], inout Transaction) async throws -> Void

    init<Handler: EventHandler>(_ handler: Handler) {
        type = Handler.Payload.type
        topic = Handler.Payload.topic
        isSigned = Handler.Payload.isSigned
        decode = { envelope, bytes in
            ReceivedEvent(envelope, payload: try EventCoding.decode(Handler.Payload.self, from: bytes))
        }
        handle = { events, tx in
            try await handler.handle(events.compactMap { $0 as? ReceivedEvent<Handler.Payload> }, in: &tx)
        }
    }

    /// The type without its version.
    static func stem(_ type: String) -> Substring { type[..<(type.lastIndex(of: ".") ?? type.endIndex)] }
}
