import ServiceRuntime

/// What the pool shows to Prometheus.
struct DatabaseFigures: Sendable {
    private let inUse: Gauge
    private let open: Gauge
    private let waits: Histogram
    private let statements: Histogram
    private let failures: Counter

    init(_ metrics: Metrics) {
        inUse = metrics.gauge("amparo_database_connections_in_use", "Connections lent to a task")
        open = metrics.gauge("amparo_database_connections_open", "Connections lent or idle")
        waits = metrics.histogram("amparo_database_wait_seconds", "How long tasks waited for a connection")
        statements = metrics.histogram("amparo_database_statement_seconds", "How long statements and pipelines took")
        failures = metrics.counter("amparo_database_failures_total", "Failed statements by code")
    }

    func show(inUse lent: Int, open all: Int) {
        inUse.set(Double(lent))
        open.set(Double(all))
    }

    func timed<R>(_ body: () async throws(PostgresError) -> R) async throws(PostgresError) -> R {
        let start = ContinuousClock.now
        defer { statements.observe(start.duration(to: .now)) }
        do {
            return try await body()
        } catch {
            failures.increment(Label("code", error.code))
            throw error
        }
    }

    func timedWait<R>(_ body: () async throws(PostgresError) -> R) async throws(PostgresError) -> R {
        let start = ContinuousClock.now
        defer { waits.observe(start.duration(to: .now)) }
        return try await body()
    }
}
