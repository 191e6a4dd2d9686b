import ServiceRuntime

/// What Prometheus hears of a consumer.
struct ConsumerFigures: Sendable {
    private let group: Label
    private let handled: Counter
    private let skipped: Counter
    private let unknown: Counter
    private let retries: Counter
    private let parked: Counter
    private let asked: Counter
    private let holes: Gauge
    private let lag: Gauge
    private let batches: Histogram

    init(_ metrics: Metrics, group: String) {
        self.group = Label("group", group)
        handled = metrics.counter("amparo_consumer_handled_total", "Events that took effect")
        skipped = metrics.counter("amparo_consumer_skipped_total", "Events that had come before")
        unknown = metrics.counter("amparo_consumer_unknown_type_total", "Events of types that nobody here listens to")
        retries = metrics.counter("amparo_consumer_retries_total", "Attempts that failed and were made again")
        parked = metrics.counter(
            "amparo_consumer_dead_letters_total", "Events that went to the dead letters, by reason")
        asked = metrics.counter("amparo_consumer_holes_asked_total", "Requests to a source to ship again")
        holes = metrics.gauge("amparo_consumer_holes", "Topic partitions that wait for events to be shipped again")
        lag = metrics.gauge("amparo_consumer_lag", "Known events that have not taken effect yet")
        batches = metrics.histogram("amparo_consumer_batch_seconds", "How long one transaction of events took")
    }

    func done(_ outcome: BatchHandling.Outcome, _ duration: Duration) {
        if outcome.handled > 0 { handled.increment(by: outcome.handled, group) }
        if outcome.skipped > 0 { skipped.increment(by: outcome.skipped, group) }
        if outcome.unknownTypes > 0 { unknown.increment(by: outcome.unknownTypes, group) }
        for reason in outcome.parked { parked.increment(group, Label("reason", reason)) }
        batches.observe(duration, group)
    }

    func skipped(_ count: Int) { if count > 0 { skipped.increment(by: count, group) } }
    func retried() { retries.increment(group) }
    func asked(_ count: Int) { asked.increment(by: count, group) }

    func show(_ places: [SequencePlace: BatchPlan.Place], holes count: Int) {
        holes.set(Double(count), group)
        lag.set(Double(places.values.reduce(0) { $0 + $1.known - $1.last }), group)
    }
}
