import Synchronization

/// Bounds how many files a process receives at the same time, and with them its memory.
///
/// Where all slots are taken, whoever comes gets that of the slowest file that has had its time and came slower than the
/// least rate: a few clients that send a byte now and then must not keep everybody else's files waiting.
final class UploadSlots: Sendable {
    private let count: Int
    private let leastRate: Int
    private let patience: Duration
    private let taken = Mutex<[UploadSlot]>([])

    init(_ limits: UploadLimits) {
        count = limits.atOnce
        leastRate = limits.leastRate
        patience = limits.patience
    }

    /// Runs `body` with a slot; throws `EvidenceFailure.busy` at once where none is to be had. `body` tells the slot what
    /// comes, and how to give way.
    func with<R>(_ body: (UploadSlot) async throws -> R) async throws -> R {
        let slot = UploadSlot()
        try take(slot)
        defer { taken.withLock { $0.removeAll { $0 === slot } } }
        return try await body(slot)
    }

    private func take(_ slot: UploadSlot) throws(EvidenceFailure) {
        let (isTaken, loser) = taken.withLock { taken -> (Bool, UploadSlot?) in
            var loser: UploadSlot?
            if taken.count >= count {
                loser = slowest(of: taken)
                guard let loser else { return (false, nil) }
                taken.removeAll { $0 === loser }
            }
            taken.append(slot)
            return (true, loser)
        }
        guard isTaken else { throw .busy }
        loser?.lose()
    }

    private func slowest(of taken: [UploadSlot]) -> UploadSlot? {
        let now = ContinuousClock.now
        return taken.compactMap { slot in slot.rate(at: now, after: patience).map { (slot: slot, rate: $0) } }
            .filter { $0.rate < Double(leastRate) }
            .min { $0.rate < $1.rate }?.slot
    }
}

/// The place of one file that is being received.
final class UploadSlot: Sendable {
    private struct State {
        var bytes = 0
        var isLost = false
        var giveWay: (@Sendable () async -> Void)?
    }

    private let since = ContinuousClock.now
    private let state = Mutex(State())

    /// What frees the memory of the file where its slot is lost; called once, from elsewhere.
    func givesWay(_ giveWay: @escaping @Sendable () async -> Void) {
        let isLost = state.withLock { state in
            if !state.isLost { state.giveWay = giveWay }
            return state.isLost
        }
        if isLost { Task { await giveWay() } }
    }

    /// Notes what came; throws `EvidenceFailure.busy` where the slot is another's by now.
    func count(_ bytes: Int) throws(EvidenceFailure) {
        let isLost = state.withLock { state in
            state.bytes += bytes
            return state.isLost
        }
        if isLost { throw .busy }
    }

    /// Bytes a second since it was taken; nil before `patience` is over.
    fileprivate func rate(at now: ContinuousClock.Instant, after patience: Duration) -> Double? {
        let age = now - since
        guard age >= patience else { return nil }
        return Double(state.withLock { $0.bytes }) / max(age / .seconds(1), 0.001)
    }

    fileprivate func lose() {
        let giveWay = state.withLock { state in
            state.isLost = true
            defer { state.giveWay = nil }
            return state.giveWay
        }
        if let giveWay { Task { await giveWay() } }
    }
}
