import Synchronization

/// A bounded buffer between the connection, which pushes, and one handler, which reads.
final class BodyPipe: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var hasEnded = false
        var failure: (any Error)?
        var waiter: CheckedContinuation<Void, Never>?
        /// The connection waits for `demand`: at the beginning, and whenever the buffer is full.
        var connectionWaits = true
        var highest = 0
    }

    private let capacity: Int
    /// So much is waited for before the reader is woken, unless the body ends.
    private let worthwhile: Int
    private let state = Mutex(State())
    /// Makes the connection go on.
    private let demand: @Sendable () -> Void

    init(capacity: Int, demand: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        worthwhile = capacity / 4
        self.demand = demand
    }

    /// The most bytes that were ever kept.
    var highest: Int { state.withLock { $0.highest } }

    /// Takes the bytes, or returns false when there is no room: the connection has to wait for `demand`.
    func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (taken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard state.buffer.count < capacity else {
                state.connectionWaits = true
                return (false, nil)
            }
            if state.buffer.isEmpty { state.buffer.reserveCapacity(capacity) }
            state.buffer.append(contentsOf: bytes)
            state.highest = max(state.highest, state.buffer.count)
            // Waking the reader for every few packets would cost more than what it does with them.
            return (true, state.buffer.count >= worthwhile ? state.waiter.take() : nil)
        }
        waiter?.resume()
        return taken
    }

    /// No more comes: the body is complete, or broke off.
    func end(failing failure: (any Error)? = nil) {
        let waiter = state.withLock { state in
            if !state.hasEnded {
                state.hasEnded = true
                state.failure = failure
            }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    func next() async throws -> [UInt8]? {
        while true {
            try Task.checkCancellation()
            var mustDemand = false
            let (chunk, atEnd) = try state.withLock { state -> ([UInt8]?, Bool) in
                if state.connectionWaits, !state.hasEnded {
                    state.connectionWaits = false
                    mustDemand = true
                }
                if state.buffer.count >= worthwhile || (state.hasEnded && !state.buffer.isEmpty) {
                    defer { state.buffer = [] }
                    return (state.buffer, false)
                }
                if let failure = state.failure { throw failure }
                return (nil, state.hasEnded)
            }
            if mustDemand { demand() }
            if let chunk { return chunk }
            if atEnd { return nil }
            await wait()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.buffer.count >= worthwhile || state.hasEnded || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }
}
