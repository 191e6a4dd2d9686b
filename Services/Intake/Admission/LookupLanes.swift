import Synchronization

/// Lets a few receipt codes be looked up at a time, and the others wait in the order in which they came. Codes guessed at
/// scale so never take the database from those who write, and nobody is locked out: nothing is remembered of a wrong code.
final class LookupLanes: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let longestQueue: Int

    init(lanes: Int, queue: Int) {
        state = Mutex(State(free: lanes))
        longestQueue = queue
    }

    /// How many wait now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs `body` when a lane is free. Throws `busy` at once where too many wait already.
    func run<R>(_ body: () async throws -> R) async throws -> R {
        try await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async throws {
        enum Step { case go, wait, refuse }
        let step = state.withLock { state -> Step in
            if state.free > 0 {
                state.free -= 1
                return .go
            }
            return state.waiting.count < longestQueue ? .wait : .refuse
        }
        switch step {
        case .go: return
        case .refuse: throw IntakeFailure.busy
        case .wait:
            await withCheckedContinuation { continuation in
                let goes = state.withLock { state -> Bool in
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append(continuation)
                    return false
                }
                if goes { continuation.resume() }
            }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
