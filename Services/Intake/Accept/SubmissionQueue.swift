/// Who waits to be written: the most urgent first, others behind them, each in the order in which they came.
///
/// Of bounded length. Where it is full, a most urgent one takes the place of the last that is not.
struct SubmissionQueue {
    /// What happens to one that comes.
    enum Entry {
        case waits
        /// It waits; the one that had to make room is to be refused.
        case displaces(WaitingSubmission)
        case refused
    }

    let capacity: Int
    private var urgent: [WaitingSubmission] = []
    private var others: [WaitingSubmission] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { urgent.count + others.count }

    mutating func enter(_ one: WaitingSubmission) -> Entry {
        guard count >= capacity else {
            append(one)
            return .waits
        }
        guard one.isUrgent, let displaced = others.popLast() else { return .refused }
        append(one)
        return .displaces(displaced)
    }

    /// The next ones to write together.
    mutating func next(_ size: Int) -> [WaitingSubmission] {
        let first = urgent.prefix(size)
        let then = others.prefix(size - first.count)
        urgent.removeFirst(first.count)
        others.removeFirst(then.count)
        return Array(first) + then
    }

    /// Takes out those that have waited since before a moment.
    mutating func overdue(since moment: ContinuousClock.Instant) -> [WaitingSubmission] {
        let overdue = (urgent + others).filter { $0.since < moment }
        if !overdue.isEmpty {
            urgent.removeAll { $0.since < moment }
            others.removeAll { $0.since < moment }
        }
        return overdue
    }

    private mutating func append(_ one: WaitingSubmission) {
        if one.isUrgent { urgent.append(one) } else { others.append(one) }
    }
}
