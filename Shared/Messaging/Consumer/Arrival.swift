import CaseModel
import Kafka

/// Numbers of one source run on in one topic partition.
struct SequencePlace: Hashable, Sendable, Comparable {
    let source: String
    let topicPartition: TopicPartition

    static func < (one: SequencePlace, other: SequencePlace) -> Bool {
        (one.source, one.topicPartition) < (other.source, other.topicPartition)
    }
}

/// A record as it was read: what it is, before anything is done about it.
struct Arrival: Sendable {
    enum Content: Sendable {
        /// For the handler of that index.
        case event(any Sendable, handler: Int)
        /// Nobody here listens to its type.
        case unknownType
        /// A word of the source: up to here has been shipped.
        case head(Int64)
        /// For the dead letters.
        case refused(RefusalReason)
    }

    let record: IncomingRecord
    /// Nil where the headers are not those of an event.
    let envelope: EventEnvelope?
    let content: Content

    var place: SequencePlace? {
        envelope.map { SequencePlace(source: $0.source, topicPartition: record.topicPartition) }
    }
}

/// Why an event goes to the dead letters before any handler has seen it.
enum RefusalReason: String, Sendable {
    case headersMissing = "headers-missing"
    case unknownSource = "unknown-source"
    /// The source does not write to this topic.
    case foreignSource = "foreign-source"
    /// The type belongs to another topic.
    case wrongTopic = "wrong-topic"
    case unknownVersion = "unknown-version"
    case undecodable = "undecodable"
    case signatureMissing = "signature-missing"
    case signatureWrong = "signature-wrong"

    /// A forgery has no say over the place: the true event of that number is still to come.
    var isForgery: Bool {
        switch self {
        case .signatureMissing, .signatureWrong, .unknownSource, .foreignSource: true
        case .headersMissing, .wrongTopic, .unknownVersion, .undecodable: false
        }
    }
}

/// Reads records: headers, source, type, signature, payload.
struct ArrivalReader: Sendable {
    let handlers: [HandlerEntry]
    let trusted: TrustedSigners
    private let byType: [String: Int]
    private let stems: Set<Substring>

    init(_ handlers: [any EventHandler], trusted: TrustedSigners) {
        func entry(_ handler: some EventHandler) -> HandlerEntry { HandlerEntry(handler) }
        self.handlers = handlers.map { entry($0) }
        self.trusted = trusted
        byType = Dictionary(
            self.handlers.enumerated().map { ($1.type, $0) }, uniquingKeysWith: { first, _ in first })
        stems = Set(self.handlers.map { HandlerEntry.stem($0.type) })
    }

    func read(_ record: IncomingRecord, _ envelope: EventEnvelope?) -> Arrival {
        guard let envelope else { return Arrival(record: record, envelope: nil, content: .refused(.headersMissing)) }
        return Arrival(record: record, envelope: envelope, content: content(record, envelope))
    }

    private func content(_ record: IncomingRecord, _ envelope: EventEnvelope) -> Arrival.Content {
        guard let source = ServiceName(rawValue: envelope.source) else { return .refused(.unknownSource) }
        let topic = Topic(named: record.topic)
        if let topic, !topic.writers.contains(source) { return .refused(.foreignSource) }
        if envelope.type == EventHeader.partitionHeadType { return .head(envelope.head ?? 0) }
        guard let index = byType[envelope.type] else {
            return stems.contains(HandlerEntry.stem(envelope.type)) ? .refused(.unknownVersion) : .unknownType
        }
        if let topic, handlers[index].topic != topic { return .refused(.wrongTopic) }
        let payload = record.value ?? []
        if handlers[index].isSigned {
            guard envelope.signature != nil else { return .refused(.signatureMissing) }
            guard trusted.verifies(envelope, payload: payload) else { return .refused(.signatureWrong) }
        }
        do {
            return .event(try handlers[index].decode(envelope, payload), handler: index)
        } catch {
            return .refused(.undecodable)
        }
    }
}
