import HTTP
import TestSupport
import Testing

@Suite struct StopTests {
    /// The library dies of a request that it answers itself, one that is no HTTP, when it is told to stop at that moment.
    @Test func `a server that is stopped while nonsense comes in ends cleanly`() async throws {
        for _ in 0..<40 {
            let server = try await RunningServer.start(Router())
            try await onThread {
                let connections = try (0..<48).map { _ in try server.connect() }
                // HTTP/1.1 without a host.
                for connection in connections { connection.send("GET / HTTP/1.1\r\n\r\n") }
            }
            try await server.stop()
            #expect(server.server.load.connections == 0)
        }
    }
}
