import Kafka

/// What consumers have asked to be shipped again, and what has been: many requests for the same are answered once.
struct ReshipLedger: Sendable {
    private var wanted: [TopicPartition: Set<Int64>] = [:]
    private var answered: [TopicPartition: [(range: ClosedRange<Int64>, at: ContinuousClock.Instant)]] = [:]

    /// How many requests of one topic partition wait at most; what comes beyond is asked for again later.
    static let limit = 16

    var isEmpty: Bool { wanted.isEmpty }

    mutating func ask(_ place: TopicPartition, from sequence: Int64) {
        guard sequence > 0, wanted[place, default: []].count < Self.limit else { return }
        wanted[place, default: []].insert(sequence)
    }

    /// The next request to be answered; nil when there is none. One that was answered less than `patience` ago is dropped:
    /// what it asks for is on its way.
    mutating func next(
        at now: ContinuousClock.Instant, patience: Duration
    ) -> (place: TopicPartition, from: Int64)? {
        while let (place, sequences) = wanted.first {
            guard let sequence = sequences.min() else {
                wanted[place] = nil
                continue
            }
            wanted[place]?.remove(sequence)
            if wanted[place]?.isEmpty ?? true { wanted[place] = nil }
            answered[place]?.removeAll { $0.at.duration(to: now) > patience }
            if answered[place]?.contains(where: { $0.range.contains(sequence) }) ?? false { continue }
            return (place, sequence)
        }
        return nil
    }

    mutating func answer(_ place: TopicPartition, _ range: ClosedRange<Int64>, at now: ContinuousClock.Instant) {
        answered[place, default: []].append((range, now))
    }
}
