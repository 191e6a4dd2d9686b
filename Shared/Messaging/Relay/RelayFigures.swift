import Foundation
import Kafka
import ServiceRuntime

/// What Prometheus hears of a relay.
struct RelayFigures: Sendable {
    let backlog: Gauge
    private let shipped: Counter
    private let reshipped: Counter
    private let republished: Counter
    private let failures: Counter
    private let rewinds: Counter
    private let age: Histogram
    private let leader: Gauge
    private let notices: Counter
    private let unkept: Counter

    init(_ metrics: Metrics) {
        backlog = metrics.gauge("amparo_outbox_backlog", "Numbered events that have not been shipped")
        shipped = metrics.counter("amparo_outbox_shipped_total", "Events shipped for the first time, by topic")
        reshipped = metrics.counter("amparo_outbox_reshipped_total", "Events shipped again for a consumer that asked")
        republished = metrics.counter("amparo_outbox_republished_total", "Events shipped again for an operator")
        failures = metrics.counter("amparo_outbox_failures_total", "Failures of the relay, by code")
        rewinds = metrics.counter(
            "amparo_outbox_rewinds_total", "How often all kept events were shipped again, by cause")
        age = metrics.histogram("amparo_outbox_age_seconds", "From append to acknowledgement, oldest event of a page")
        leader = metrics.gauge("amparo_outbox_leader", "1 where this process is the relay")
        notices = metrics.counter("amparo_outbox_notices_total", "How often the relay that leads was woken from here")
        unkept = metrics.counter(
            "amparo_outbox_unkept_total", "Events that a consumer lacked and that are no longer kept")
    }

    func lead(_ leads: Bool) { leader.set(leads ? 1 : 0) }

    func shipped(_ page: ShippedPage) {
        var counts: [String: Int] = [:]
        for record in page.records { counts[record.topic, default: 0] += 1 }
        for (topic, count) in counts { shipped.increment(by: count, Label("topic", topic)) }
        if let oldest = page.oldest { age.observe(.seconds(max(0, Date.now.timeIntervalSince(oldest)))) }
    }

    func reshipped(_ count: Int) { reshipped.increment(by: count) }
    func unkept(_ count: Int64) { unkept.increment(by: Int(clamping: count)) }
    func noticed() { notices.increment() }
    func republished(_ count: Int) { republished.increment(by: count) }
    func rewound(_ cause: String) { rewinds.increment(Label("cause", cause)) }

    func failed(_ error: any Error) {
        failures.increment(Label("code", (error as? any CodedError)?.code ?? String(describing: type(of: error))))
    }
}
