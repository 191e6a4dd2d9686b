/// How long commits take, to say how long somebody who comes now would wait. Taken from those that have ended lately and from
/// the one that has been under way for longest, so that a database that hangs is noticed at once.
struct CommitPace {
    private static let weight = 0.2
    private var begun: [Int: ContinuousClock.Instant] = [:]
    private var usual = Duration.zero

    mutating func began(_ batch: Int, at now: ContinuousClock.Instant) { begun[batch] = now }

    mutating func ended(_ batch: Int, at now: ContinuousClock.Instant) {
        guard let begin = begun.removeValue(forKey: batch) else { return }
        let took = begin.duration(to: now)
        usual = usual == .zero ? took : usual * (1 - Self.weight) + took * Self.weight
    }

    /// - Parameters:
    ///   - waiting: How many stand before.
    ///   - atOnce: How many are written in the time of one commit.
    func expected(waiting: Int, atOnce: Int, now: ContinuousClock.Instant) -> Duration {
        // Whoever finds nobody is served at once, whatever was before: so a refusal never outlasts its reason.
        guard let oldest = begun.values.min() else { return .zero }
        return max(usual, oldest.duration(to: now)) * (1 + Double(waiting) / Double(max(atOnce, 1)))
    }
}
