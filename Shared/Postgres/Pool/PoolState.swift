/// Who has which connection. Decides only; the pool does what is returned.
///
/// A slot is a place for one connection. It is idle, or it belongs to one borrower: who has been lent the connection in it,
/// or who is opening one. Waiters are served in the order in which they came.
struct PoolState {
    typealias Slot = Int
    typealias Waiter = Int

    /// What a borrower gets.
    enum Grant: Equatable {
        case use(Slot)
        /// The slot is yours: open a connection in it.
        case open(Slot)
    }

    enum Request: Equatable {
        case granted(Grant)
        case wait
        case refused
    }

    /// What is to be done with a connection that was given back.
    struct Disposal: Equatable {
        /// Whether the connection in the slot is to be closed.
        var closes = false
        /// Who gets the slot now.
        var next: Handover?
    }

    struct Handover: Equatable {
        let waiter: Waiter
        let grant: Grant
    }

    private enum Tenancy { case idle, lent }

    private let limit: Int
    private var slots: [Slot: Tenancy] = [:]
    /// The last given back is lent first: its caches are warm, and the others can be closed some day.
    private var idle: [Slot] = []
    private var waiters: [Waiter] = []
    private var lastSlot = 0
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
    }

    var lent: Int { slots.count - idle.count }
    var waiting: Int { waiters.count }
    var open: Int { slots.count }
    /// Closed, and everything has come back.
    var isDrained: Bool { isClosed && slots.isEmpty }

    /// Asks for a connection. `wait` has put the waiter into the queue.
    mutating func request(_ waiter: Waiter) -> Request {
        if let request = requestNow() { return request }
        waiters.append(waiter)
        return .wait
    }

    /// Asks without waiting; nil where it would have to wait.
    mutating func requestNow() -> Request? {
        if isClosed { return .refused }
        if let slot = idle.popLast() {
            slots[slot] = .lent
            return .granted(.use(slot))
        }
        guard slots.count < limit else { return nil }
        lastSlot += 1
        slots[lastSlot] = .lent
        return .granted(.open(lastSlot))
    }

    /// The borrower is done. An unusable connection is closed, and its slot goes on to whoever waits.
    mutating func giveBack(_ slot: Slot, isUsable: Bool) -> Disposal {
        guard slots[slot] == .lent else { return Disposal() }
        if isClosed {
            slots[slot] = nil
            return Disposal(closes: true)
        }
        if !waiters.isEmpty {
            let waiter = waiters.removeFirst()
            return Disposal(
                closes: !isUsable, next: Handover(waiter: waiter, grant: isUsable ? .use(slot) : .open(slot)))
        }
        guard isUsable else {
            slots[slot] = nil
            return Disposal(closes: true)
        }
        slots[slot] = .idle
        idle.append(slot)
        return Disposal()
    }

    /// Takes a waiter out of the queue: its time is up, or its task was cancelled. False where it is served already.
    mutating func withdraw(_ waiter: Waiter) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Lends nothing from now on. Returns the connections to close now (lent ones are closed when they come back) and the
    /// waiters to refuse.
    mutating func close() -> (slots: [Slot], waiters: [Waiter]) {
        isClosed = true
        defer {
            for slot in idle { slots[slot] = nil }
            idle = []
            waiters = []
        }
        return (idle, waiters)
    }
}
