package import HTTP
package import ServiceRuntime

/// A server of a test, on a free port of the loopback address unless told otherwise.
package struct RunningServer: Sendable {
    package let server: HTTPServer
    package let metrics: Metrics
    package let address: ListenAddress
    private let lifetime: Lifetime
    private let task: Task<Void, any Error>

    package static func start(
        _ router: Router,
        limits: HTTPLimits = HTTPLimits(),
        listen: ListenAddress = .ip(host: "127.0.0.1", port: 0),
        errors: ErrorRenderer = .problem,
        logger: Logger = Logger(service: "test", sink: { _ in })
    ) async throws -> RunningServer {
        let metrics = Metrics()
        let server = HTTPServer(
            name: "http", listen: listen, limits: limits, router: router, errors: errors, logger: logger,
            metrics: metrics)
        let lifetime = Lifetime()
        let task = Task {
            defer { lifetime.started() }
            try await server.run(lifetime)
        }
        await lifetime.untilStarted()
        guard let address = server.address else {
            try await task.value
            throw RawConnection.Failure(reason: "not started")
        }
        return RunningServer(server: server, metrics: metrics, address: address, lifetime: lifetime, task: task)
    }

    package var client: HTTPClient { HTTPClient(address) }

    package func connect() throws -> RawConnection { try RawConnection(address) }

    package func stop() async throws {
        lifetime.stop()
        try await task.value
    }

    /// Runs `body` against a server that is stopped afterwards.
    @discardableResult
    package static func with<R>(
        _ router: Router,
        limits: HTTPLimits = HTTPLimits(),
        _ body: (RunningServer) async throws -> R
    ) async throws -> R {
        let server = try await start(router, limits: limits)
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try? await server.stop()
            throw error
        }
    }
}
