import ServiceRuntime
import Testing

@Suite struct `Prometheus text` {
    @Test func `counters and gauges stand with help, type and sorted labels`() {
        let metrics = Metrics()
        let counter = metrics.counter("amparo_events_total", "Events.")
        let gauge = metrics.gauge("amparo_depth", "Depth.")
        counter.increment(Label("topic", "amparo.intake.v1"), Label("outcome", "ok"))
        counter.increment(by: 4, Label("outcome", "ok"), Label("topic", "amparo.intake.v1"))
        counter.increment(Label("outcome", "a\"b\\c\nd"), Label("topic", "x"))
        gauge.set(3)
        gauge.add(-1.5)
        #expect(
            metrics.prometheusText() == """
                # HELP amparo_depth Depth.
                # TYPE amparo_depth gauge
                amparo_depth 1.5
                # HELP amparo_events_total Events.
                # TYPE amparo_events_total counter
                amparo_events_total{outcome="a\\"b\\\\c\\nd",topic="x"} 1.0
                amparo_events_total{outcome="ok",topic="amparo.intake.v1"} 5.0

                """)
    }

    @Test func `a histogram's buckets are cumulative and end with infinity`() {
        let metrics = Metrics()
        let histogram = metrics.histogram("amparo_seconds", "Time.", buckets: [0.1, 1])
        for milliseconds in [50, 500, 5000] { histogram.observe(.milliseconds(milliseconds), Label("route", "a")) }
        #expect(
            metrics.prometheusText() == """
                # HELP amparo_seconds Time.
                # TYPE amparo_seconds histogram
                amparo_seconds_bucket{route="a",le="0.1"} 1
                amparo_seconds_bucket{route="a",le="1.0"} 2
                amparo_seconds_bucket{route="a",le="+Inf"} 3
                amparo_seconds_sum{route="a"} 5.55
                amparo_seconds_count{route="a"} 3

                """)
    }

    @Test func `two handles of one name count together, from many tasks`() async {
        let metrics = Metrics()
        await withTaskGroup { group in
            for _ in 0..<8 {
                let counter = metrics.counter("amparo_total", "All.")
                group.addTask { for _ in 0..<500 { counter.increment() } }
            }
        }
        #expect(metrics.prometheusText().contains("amparo_total 4000.0\n"))
    }
}
