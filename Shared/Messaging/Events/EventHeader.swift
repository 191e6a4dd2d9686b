/// Names of the headers that an event travels with: CloudEvents 1.0 in Kafka's binary mode, and attributes of ours.
enum EventHeader {
    static let specVersion = "ce_specversion"
    static let id = "ce_id"
    static let source = "ce_source"
    static let type = "ce_type"
    static let subject = "ce_subject"
    static let time = "ce_time"
    static let partitionKey = "ce_partitionkey"
    static let contentType = "content-type"
    static let trace = "traceparent"

    /// The event's number in its topic partition, decimal. Missing where it comes outside the sequence.
    static let sequence = "ce_sequence"
    /// The number before it, where that is not `sequence` - 1: numbers begin anew after a restore, and what is no longer
    /// kept is stepped over.
    static let previous = "ce_previous"
    /// Ed25519 over `EventSignature.message`, base64.
    static let signature = "ce_signature"
    /// `true` where an operator has it shipped once more.
    static let republished = "ce_republished"
    /// In a `partition-head.v1`: the highest number that has been shipped.
    static let head = "ce_head"
    /// In a dead letter: why.
    static let reason = "ce_reason"

    static let partitionHeadType = "partition-head.v1"
    static let deadLetterType = "dead-letter.v1"
}
