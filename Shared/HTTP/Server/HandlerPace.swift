import Synchronization

/// Decides where a handler starts: on the server's own thread, which costs nothing, or on the pool.
///
/// A handler runs up to its first wait wherever it starts. One that computes for long there would keep other connections
/// waiting, so a route that was seen doing so starts on the pool for its next requests.
final class HandlerPace: Sendable {
    /// The longest that a server's thread is to be kept, in nanoseconds.
    static let longest: UInt64 = 1_000_000
    private static let penalty = 1000

    private final class Penalty: Sendable {
        let rest = Atomic<Int>(0)
    }

    private let penalties: [Penalty]

    init(routes: Int) {
        penalties = (0..<routes).map { _ in Penalty() }
    }

    func startsAtOnce(_ route: Int) -> Bool {
        guard penalties[route].rest.load(ordering: .relaxed) > 0 else { return true }
        penalties[route].rest.subtract(1, ordering: .relaxed)
        return false
    }

    func ran(_ route: Int, for nanoseconds: UInt64) {
        if nanoseconds > Self.longest { penalties[route].rest.store(Self.penalty, ordering: .relaxed) }
    }
}
