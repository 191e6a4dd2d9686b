import Synchronization

/// Takes the bytes of a streamed answer and lets the producer wait while the client is slow.
package final class ResponseWriter: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var offset = 0
        var hasEnded = false
        var isBroken = false
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?

        var waiting: Int { buffer.count - offset }
    }

    /// What the connection finds when it asks for bytes.
    enum Outcome {
        case bytes(Int)
        case nothingYet, end, broken
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    init(capacity: Int, wake: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        self.wake = wake
    }

    /// Hands over bytes; returns when there is room for more. Throws `ResponseClosed` when the client is gone.
    package func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try state.withLock { state in
            guard !state.isClosed else { throw ResponseClosed() }
            state.buffer += bytes
        }
        wake()
        while isFull {
            try Task.checkCancellation()
            await untilRoom()
        }
        guard !state.withLock({ $0.isClosed }) else { throw ResponseClosed() }
    }

    func finish() {
        state.withLock { $0.hasEnded = true }
        wake()
    }

    /// The answer will not be completed; the connection closes without its proper end.
    func fail() {
        state.withLock { $0.isBroken = true }
        wake()
    }

    /// The same from inside the exchange, which wakes the connection itself.
    func failQuietly() {
        state.withLock { $0.isBroken = true }
        close()
    }

    /// Moves bytes into the connection's buffer.
    func take(into target: UnsafeMutableRawBufferPointer) -> Outcome {
        let (outcome, waiter) = state.withLock { state -> (Outcome, CheckedContinuation<Void, Never>?) in
            guard !state.isBroken else { return (.broken, nil) }
            guard state.waiting > 0 else { return (state.hasEnded ? .end : .nothingYet, nil) }
            let count = min(state.waiting, target.count)
            state.buffer.withUnsafeBytes { buffer in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[state.offset..<state.offset + count]))
            }
            state.offset += count
            if state.waiting == 0 {
                state.buffer.removeAll(keepingCapacity: true)
                state.offset = 0
            } else if state.offset >= capacity {
                // A producer that is always ahead never lets it run empty, and what is sent must not be kept.
                state.buffer.removeFirst(state.offset)
                state.offset = 0
            }
            return (.bytes(count), state.waiting < capacity ? state.waiter.take() : nil)
        }
        waiter?.resume()
        return outcome
    }

    /// All that waits, taken at once.
    func taken() -> [UInt8] {
        state.withLock { state in
            defer { state.buffer = [] }
            return Array(state.buffer[state.offset...])
        }
    }

    /// The client is gone.
    func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            state.buffer = []
            state.offset = 0
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Bytes in memory, sent ones not yet let go included.
    var kept: Int { state.withLock { $0.buffer.count } }

    private var isFull: Bool { state.withLock { !$0.isClosed && $0.waiting >= capacity } }

    private func untilRoom() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isClosed || state.waiting < capacity || Task.isCancelled { return true }
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

/// The client of a streamed answer has gone away.
package struct ResponseClosed: Error {
    package init() {}
}
