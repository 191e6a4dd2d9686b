import ServiceRuntime
import Synchronization

/// Counts requests by route pattern and class of status, and keeps their durations.
///
/// Gathered here under one short lock per route and handed to `Metrics` in bulk, since that costs too much per request.
final class RequestStatistics: Sendable {
    fileprivate final class Tally: Sendable {
        struct Series {
            var count = 0
            var sum: UInt64 = 0
            var buckets: [Int]
        }

        let method: String
        let pattern: String
        let series: Mutex<[Series]>

        init(method: String, pattern: String, buckets: Int) {
            self.method = method
            self.pattern = pattern
            series = Mutex(Array(repeating: Series(buckets: Array(repeating: 0, count: buckets)), count: 6))
        }
    }

    private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    private static let limits: [UInt64] = bounds.map { UInt64($0 * 1e9) }

    private let tallies: [Tally]
    private let histogram: Histogram

    init(_ routes: [RouteDescription], metrics: Metrics) {
        // The last tally is for what no route matched.
        tallies = (routes.map { ($0.method.rawValue, $0.pattern) } + [("any", "unmatched")]).map {
            Tally(method: $0.0, pattern: $0.1, buckets: Self.bounds.count)
        }
        histogram = metrics.histogram(
            "amparo_http_request_seconds", "Time from the first line of a request to its answer.", buckets: Self.bounds)
    }

    func record(route: Int?, status: Int, nanoseconds: UInt64) {
        let bucket = Self.limits.firstIndex { nanoseconds <= $0 }
        tallies[route ?? tallies.count - 1].series.withLock { series in
            let kind = min(max(status / 100, 0), 5)
            series[kind].count += 1
            series[kind].sum += nanoseconds
            if let bucket { series[kind].buckets[bucket] += 1 }
        }
    }

    /// Hands what has gathered to `Metrics`.
    func flush() {
        for tally in tallies {
            for (kind, series) in tally.takeAll().enumerated() where series.count > 0 {
                histogram.add(
                    count: series.count, sum: .nanoseconds(Int64(clamping: series.sum)), buckets: series.buckets,
                    Label("method", tally.method), Label("route", tally.pattern), Label("status", "\(kind)xx"))
            }
        }
    }
}

extension RequestStatistics.Tally {
    fileprivate func takeAll() -> [Series] {
        series.withLock { series in
            let all = series
            for index in series.indices where series[index].count > 0 {
                series[index] = Series(buckets: Array(repeating: 0, count: series[index].buckets.count))
            }
            return all
        }
    }
}
