/// Something that lives as long as the process: a pool, a relay, a consumer, a server.
package protocol Service: Sendable {
    /// A short constant name for logs.
    var name: String { get }

    /// Runs until told to stop. Calls `lifetime.started()` once when it serves, and returns soon after
    /// `lifetime.untilStopping()` has returned. A service that returns or throws earlier ends the process.
    func run(_ lifetime: Lifetime) async throws
}
