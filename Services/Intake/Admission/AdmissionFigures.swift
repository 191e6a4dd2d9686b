import ServiceRuntime
import Synchronization

/// What Prometheus hears of admission: how many of each kind, and nothing of anybody. Counted here and handed on once a
/// second, since `Metrics` costs too much for each request.
struct AdmissionFigures: Sendable {
    enum Outcome: String, CaseIterable, Sendable {
        case accepted
        case invalid
        case alreadySent = "already-sent"
        /// More came than the rate lets through.
        case shaped
        /// The commit would take too long.
        case overloaded
        case workRequired = "work-required"
        case failed
    }

    private static let kinds = ["form", "program", "work", "partner"]

    private final class Tally: Sendable {
        let failing = Atomic<Int>(0)
        let counts = Mutex([[Int]](repeating: [Int](repeating: 0, count: Outcome.allCases.count), count: kinds.count))
    }

    private let tally = Tally()
    private let submissions: Counter
    private let failing: Counter
    private let flood: Gauge
    private let waiting: Gauge
    private let wait: Gauge

    init(_ metrics: Metrics) {
        submissions = metrics.counter(
            "amparo_intake_submissions_total", "Submissions that came, by kind of sender and outcome")
        failing = metrics.counter(
            "amparo_intake_failing_total",
            "Form tokens, proofs, bodies and receipt codes that are not what they should be")
        flood = metrics.gauge("amparo_intake_flood", "1 while programs without a form token have to show work")
        waiting = metrics.gauge("amparo_intake_waiting", "Submissions that wait to be written")
        wait = metrics.gauge("amparo_intake_expected_wait_seconds", "How long a new submission would wait")
    }

    func count(_ sender: Sender, _ outcome: Outcome) {
        let kind =
            switch sender {
            case .form: 0
            case .program(let work): work == nil ? 1 : 2
            case .partner: 3
            }
        guard let column = Outcome.allCases.firstIndex(of: outcome) else { return }
        tally.counts.withLock { $0[kind][column] += 1 }
    }

    func countFailing() { tally.failing.add(1, ordering: .relaxed) }

    func show(isFlooded: Bool, waiting count: Int, wait expected: Duration) {
        flood.set(isFlooded ? 1 : 0)
        waiting.set(Double(count))
        wait.set(expected / .seconds(1))
        failing.increment(by: tally.failing.exchange(0, ordering: .relaxed))
        let counts = tally.counts.withLock { counts in
            defer { counts = counts.map { $0.map { _ in 0 } } }
            return counts
        }
        for (kind, row) in counts.enumerated() {
            for (column, count) in row.enumerated() where count > 0 {
                submissions.increment(
                    by: count, Label("sender", Self.kinds[kind]), Label("outcome", Outcome.allCases[column].rawValue))
            }
        }
    }
}
