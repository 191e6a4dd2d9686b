package import ServiceRuntime

/// What operators and their machines ask of a process; served on an address of its own, never through the doors.
package struct OperationsRoutes: Sendable {
    private let health: Health
    private let metrics: Metrics

    package init(health: Health, metrics: Metrics) {
        self.health = health
        self.metrics = metrics
    }

    /// `/live`: the process runs. `/ready`: it can do its work (503 otherwise). `/metrics`: Prometheus' text format.
    package var router: Router {
        var router = Router()
        router.get("/live", access: .operations) { _ in .text("live\n") }
        router.get("/ready", access: .operations) { [health] _ in
            let report = await health.report()
            return .json(Array(report.json.utf8), status: report.isReady ? .ok : .unavailable)
        }
        router.get("/metrics", access: .operations) { [metrics] _ in
            Response(
                type: "text/plain; version=0.0.4; charset=utf-8", Array(metrics.prometheusText().utf8))
        }
        return router
    }
}
