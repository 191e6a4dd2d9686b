import Glibc
import Synchronization

/// One client's connection: what the watch looks at.
final class Connection: Sendable {
    private struct State {
        var isOpen = true
        /// No request has come yet.
        var isNew = true
        var exchange: Exchange?
    }

    private let descriptor: Int32
    private let opened = MonotonicClock.now
    private let state = Mutex(State())
    /// When whatever is going on must be over (`MonotonicClock`).
    private let deadline: Atomic<UInt64>

    init(descriptor: Int32, deadline: UInt64) {
        self.descriptor = descriptor
        self.deadline = Atomic(deadline)
    }

    var exchange: Exchange? { state.withLock { $0.exchange } }

    func begin(_ exchange: Exchange, deadline: UInt64) {
        state.withLock {
            $0.exchange = exchange
            $0.isNew = false
        }
        setDeadline(deadline)
    }

    func endExchange(idleUntil deadline: UInt64) {
        state.withLock { $0.exchange = nil }
        setDeadline(deadline)
    }

    /// How fast its client sends, in bytes a second, where that is what is waited for, and has been for longer than `time`.
    /// Nil for all others: a request that is worked on, an answer on its way, a connection that is kept for the next one.
    func pace(at now: UInt64, after time: UInt64) -> Double? {
        let (exchange, isNew) = state.withLock { ($0.exchange, $0.isNew) }
        if let exchange { return exchange.pace(at: now, after: time) }
        return isNew && now > opened &+ time ? 0 : nil
    }

    func setDeadline(_ time: UInt64) { deadline.store(time, ordering: .relaxed) }

    func isOverdue(at time: UInt64) -> Bool { deadline.load(ordering: .relaxed) < time }

    /// Called by the library just before it closes the descriptor.
    func close() {
        state.withLock {
            $0.isOpen = false
            $0.exchange = nil
        }
    }

    /// Sends bytes past the library, as far as the socket takes them at once. Only where it will not send itself.
    func sendPast(_ bytes: [UInt8]) {
        state.withLock { state in
            guard state.isOpen, !bytes.isEmpty else { return }
            _ = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
        }
    }

    /// Makes the library see the end of the connection.
    func shutDown() {
        state.withLock { state in
            if state.isOpen { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }
}
