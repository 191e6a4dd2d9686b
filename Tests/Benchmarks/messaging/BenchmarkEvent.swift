import CaseModel
import Foundation

/// An event of 400 bytes, as the outbox is filled with.
struct BenchmarkEvent: EventPayload {
    static let type = "benchmark-event.v1"
    static let topic = Topic.intake
    static let isSigned = false

    let text: String
}
