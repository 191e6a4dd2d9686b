import Synchronization

/// The figures that one process shows to Prometheus.
///
/// Names and label names are `StaticString`s and label values are meant to be codes from a small closed set: a metric
/// never carries anything about a person, and never an identifier (each would be a series of its own).
package final class Metrics: Sendable {
    private let families = Mutex<[String: Family]>([:])

    package init() {}

    package func counter(_ name: StaticString, _ help: StaticString) -> Counter {
        Counter(metrics: self, name: register(name, help, .counter))
    }

    package func gauge(_ name: StaticString, _ help: StaticString) -> Gauge {
        Gauge(metrics: self, name: register(name, help, .gauge))
    }

    /// A histogram of seconds.
    package func histogram(
        _ name: StaticString,
        _ help: StaticString,
        buckets: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    ) -> Histogram {
        Histogram(metrics: self, name: register(name, help, .histogram(buckets)))
    }

    /// All families in Prometheus' text format 0.0.4.
    package func prometheusText() -> String {
        families.withLock { families in
            families.sorted { $0.key < $1.key }.map { $0.value.text(name: $0.key) }.joined()
        }
    }

    private func register(_ name: StaticString, _ help: StaticString, _ kind: Family.Kind) -> String {
        let name = name.description
        families.withLock { families in
            if families[name] == nil { families[name] = Family(kind: kind, help: help.description) }
        }
        return name
    }

    fileprivate func update(_ name: String, _ labels: [Label], _ change: (inout Family.Series) -> Void) {
        let key = labels.sorted { $0.name < $1.name }
            .map { "\($0.name)=\"\($0.value.metricEscaped)\"" }.joined(separator: ",")
        families.withLock { families in
            let buckets = families[name]?.bucketCount ?? 0
            change(
                &families[name, default: Family(kind: .gauge, help: "")].series[key, default: .init(buckets: buckets)])
        }
    }
}

/// One label of a series.
package struct Label: Sendable {
    let name: String
    let value: String

    package init(_ name: StaticString, _ value: String) {
        self.name = name.description
        self.value = value
    }
}

/// A number that only grows.
package struct Counter: Sendable {
    let metrics: Metrics
    let name: String

    package func increment(by amount: Int = 1, _ labels: Label...) {
        metrics.update(name, labels) { $0.value += Double(amount) }
    }
}

/// A number that goes up and down.
package struct Gauge: Sendable {
    let metrics: Metrics
    let name: String

    package func set(_ value: Double, _ labels: Label...) {
        metrics.update(name, labels) { $0.value = value }
    }

    package func add(_ amount: Double, _ labels: Label...) {
        metrics.update(name, labels) { $0.value += amount }
    }
}

/// How long things took, in buckets.
package struct Histogram: Sendable {
    let metrics: Metrics
    let name: String

    package func observe(_ duration: Duration, _ labels: Label...) {
        let seconds = duration / .seconds(1)
        let buckets = metrics.buckets(of: name)
        metrics.update(name, labels) { series in
            series.value += seconds
            series.count += 1
            for (index, bound) in buckets.enumerated() where seconds <= bound { series.buckets[index] += 1 }
        }
    }
}

extension Histogram {
    /// Adds many observations at once: `buckets` counts those that fell between a bound and the one before it.
    package func add(count: Int, sum: Duration, buckets: [Int], _ labels: Label...) {
        metrics.update(name, labels) { series in
            series.value += sum / .seconds(1)
            series.count += count
            var below = 0
            for index in series.buckets.indices {
                if index < buckets.count { below += buckets[index] }
                series.buckets[index] += below
            }
        }
    }
}

extension Metrics {
    fileprivate func buckets(of name: String) -> [Double] {
        families.withLock { $0[name]?.bucketBounds ?? [] }
    }
}

private struct Family {
    enum Kind {
        case counter, gauge
        case histogram([Double])
    }

    struct Series {
        var value = 0.0
        var count = 0
        var buckets: [Int]

        init(buckets: Int) {
            self.buckets = Array(repeating: 0, count: buckets)
        }
    }

    let kind: Kind
    let help: String
    var series: [String: Series] = [:]

    var bucketBounds: [Double] {
        if case .histogram(let bounds) = kind { bounds } else { [] }
    }

    var bucketCount: Int { bucketBounds.count }

    func text(name: String) -> String {
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(typeName)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            if case .histogram(let bounds) = kind {
                text += histogramText(name: name, labels: labels, series: series, bounds: bounds)
            } else {
                text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(series.value)\n"
            }
        }
        return text
    }

    private var typeName: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private func histogramText(name: String, labels: String, series: Series, bounds: [Double]) -> String {
        let prefix = labels.isEmpty ? "" : labels + ","
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        var text = ""
        for (bound, count) in zip(bounds, series.buckets) {
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(series.count)\n"
        return text + "\(name)_sum\(suffix) \(series.value)\n\(name)_count\(suffix) \(series.count)\n"
    }
}

extension String {
    fileprivate var metricEscaped: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
