/// Lets through so many a second, and a burst more. Who may wait leaves something in it for who may not: each kind says how
/// much has to stay (`keeping`).
struct TokenBucket: Sendable {
    /// A second; 0: no bound.
    let rate: Double
    let burst: Double
    private var level: Double
    private var last: ContinuousClock.Instant?

    init(rate: Int, burst: Int) {
        self.rate = Double(rate)
        self.burst = Double(max(burst, 1))
        level = self.burst
    }

    /// - Parameter share: The part of a burst that has to be left when it has been taken; nil takes in any case.
    mutating func take(keeping share: Double?, at now: ContinuousClock.Instant) -> Bool {
        guard rate > 0 else { return true }
        if let last { level = min(burst, level + rate * max(0, last.duration(to: now) / .seconds(1))) }
        last = now
        guard let share else {
            level = max(0, level - 1)
            return true
        }
        guard level - 1 >= share * burst else { return false }
        level -= 1
        return true
    }
}
