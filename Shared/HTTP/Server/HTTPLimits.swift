package import ServiceRuntime

/// How much of everything one server takes. Sizes in bytes.
package struct HTTPLimits: Sendable {
    /// Path and query together; beyond: 414.
    package var targetBytes = 4096
    package var queryFields = 100
    /// Names and values of all header fields together; beyond: 431.
    package var headerBytes = 12 * 1024
    package var headerCount = 64
    /// The body of a route whose policy says nothing else; beyond: 413.
    package var bodyBytes = 1024 * 1024
    /// What is kept of a streamed body that the handler has not read yet, and of a streamed answer not sent yet.
    package var bufferBytes = 256 * 1024
    /// What is still taken, unread, of a body whose answer stands already, before the connection is closed.
    package var discardBytes = 2 * 1024 * 1024
    package var connections = 2048
    /// Zero: no limit. Behind a proxy all connections have its address.
    package var connectionsPerAddress = 0
    /// From the first byte of a request to the end of its header fields; beyond: closed.
    package var headerTime: Duration = .seconds(15)
    /// For a body that is taken whole before the handler runs; beyond: 408.
    package var bodyTime: Duration = .seconds(30)
    /// For a handler; beyond: 503. A route may have its own.
    package var handlerTime: Duration = .seconds(15)
    /// For sending an answer, or the next piece of a streamed one; beyond: closed.
    package var responseTime: Duration = .seconds(120)
    /// Between two requests, and with nothing moving; beyond: closed. Whole seconds.
    package var idleTime: Duration = .seconds(60)
    /// Where three quarters of the connections are taken, requests that have been coming in for longer than this are cut
    /// off, the slowest first, until there is room again.
    package var crowdedTime: Duration = .seconds(2)
    /// What running handlers get when the server stops; then they are cancelled and answered with 503.
    package var drainTime: Duration = .seconds(10)
    /// Threads that read and write; handlers do not run on them.
    package var threads = 2

    package init() {}

    /// Reads `AMPARO_HTTP_CONNECTIONS`, `AMPARO_HTTP_CONNECTIONS_PER_ADDRESS`, `AMPARO_HTTP_HANDLER_MS`,
    /// `AMPARO_HTTP_DRAIN_MS` and `AMPARO_HTTP_THREADS`.
    package init(settings: Settings) throws(SettingsError) {
        connections = try settings.int("AMPARO_HTTP_CONNECTIONS", default: connections, in: 1...100_000)
        connectionsPerAddress = try settings.int(
            "AMPARO_HTTP_CONNECTIONS_PER_ADDRESS", default: connectionsPerAddress, in: 0...100_000)
        handlerTime = try settings.milliseconds("AMPARO_HTTP_HANDLER_MS", default: 15_000)
        drainTime = try settings.milliseconds("AMPARO_HTTP_DRAIN_MS", default: 10_000)
        threads = try settings.int("AMPARO_HTTP_THREADS", default: threads, in: 1...64)
    }
}
