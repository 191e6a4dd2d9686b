import CLibPQ
import Dispatch
import Synchronization

/// Cancels the statement that one connection is running, and only that one.
///
/// Each statement has a ticket. The lock is held while the request is on its way, and the statement's end takes the lock
/// too: so a request that comes late cannot hit the next statement.
final class Canceller: Sendable {
    private struct State {
        var handle: CancelHandle?
        var lastTicket = 0
        var running: Int?
        /// Cancelled before it began; or just after it ended, which does no harm.
        var cancelledEarly: Int?
        var wasSent = false
    }

    private let state = Mutex(State())

    func connected(_ connection: OpaquePointer) {
        let handle = CancelHandle(connection)
        state.withLock { $0.handle = handle }
    }

    func issueTicket() -> Int {
        state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    /// Called before the statement is sent. False where it has been cancelled already.
    func begin(_ ticket: Int) -> Bool {
        state.withLock { state in
            if state.cancelledEarly == ticket { return false }
            state.running = ticket
            state.wasSent = false
            return true
        }
    }

    /// Called when the statement's result is there. True where a request had gone out.
    func end(_ ticket: Int) -> Bool {
        state.withLock { state in
            if state.running == ticket { state.running = nil }
            return state.wasSent
        }
    }

    /// May be called from anywhere: the request, which blocks, is sent on a thread of Dispatch's.
    func cancel(_ ticket: Int) {
        DispatchQueue.global().async { [self] in
            state.withLock { state in
                if state.running == ticket {
                    state.wasSent = true
                    state.handle?.send()
                } else if state.running == nil, ticket == state.lastTicket {
                    state.cancelledEarly = ticket
                }
            }
        }
    }
}

private final class CancelHandle: @unchecked Sendable {  // libpq allows PQcancel on any thread
    private let raw: OpaquePointer?

    init(_ connection: OpaquePointer) {
        raw = PQgetCancel(connection)
    }

    deinit { if let raw { PQfreeCancel(raw) } }

    func send() {
        var message = [CChar](repeating: 0, count: 256)
        if let raw { _ = PQcancel(raw, &message, Int32(message.count)) }
    }
}
