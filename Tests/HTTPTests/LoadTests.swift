import HTTP
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct LoadTests {
    @Test func `a slow reader holds the sender back and memory stays flat`() async throws {
        let total = 64 * 1024 * 1024
        let largest = Mutex(0)
        let before = Gate()
        var router = Router()
        router.post("/slow", access: .public, body: .streamed(limit: total), deadline: .seconds(60)) { request in
            var count = 0
            await before.wait()
            for try await chunk in request.body {
                largest.withLock { $0 = max($0, chunk.count) }
                count += chunk.count
            }
            return .text("\(count)")
        }
        let limits = HTTPLimits()
        try await RunningServer.with(router, limits: limits) { server in
            let text = try await onThread {
                let connection = try server.connect()
                connection.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: \(total)\r\n\r\n")
                let piece = [UInt8](repeating: 5, count: 1024 * 1024)
                var sent = 0
                // Nobody reads yet: only what the sockets' own buffers hold can go out.
                while sent < total {
                    let count = connection.send(Array(piece.prefix(total - sent)), timeout: .milliseconds(300))
                    sent += count
                    if count < piece.count { break }
                }
                #expect(sent < 32 * 1024 * 1024)
                before.open()
                while sent < total { sent += connection.send(Array(piece.prefix(total - sent))) }
                return try connection.answer(timeout: .seconds(30)).text
            }
            #expect(text == "\(total)")
            #expect(largest.withLock { $0 } <= limits.bufferBytes + 128 * 1024)
        }
    }

    @Test func `a thousand handlers wait at the same time`() async throws {
        let gate = Gate()
        let waiting = Mutex(0)
        var router = Router()
        router.get("/wait", access: .public, deadline: .seconds(60)) { _ in
            waiting.withLock { $0 += 1 }
            await gate.wait()
            return .text("ok")
        }
        try await RunningServer.with(router) { server in
            let connections = try await onThread {
                try (0..<1000).map { _ in
                    let connection = try server.connect()
                    connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
                    return connection
                }
            }
            await eventually("all handlers wait") { waiting.withLock { $0 } == 1000 }
            gate.open()
            let answered = try await onThread { try connections.count { try $0.answer().status == 200 } }
            #expect(answered == 1000)
        }
    }

    @Test func `a request that runs when the server stops gets its answer`() async throws {
        let gate = Gate()
        let running = Gate()
        let server = try await RunningServer.start(Self.waiting(running, gate))
        async let answer = Self.get(server)
        await running.wait()
        async let stopped: Void = server.stop()
        await eventually("no connection is accepted any more") {
            (try? server.connect()) == nil || Self.isRefused(server)
        }
        gate.open()
        #expect(try await answer.status == 200)
        try await stopped
    }

    @Test func `handlers that do not end are cancelled when the grace is over`() async throws {
        let running = Gate()
        var limits = HTTPLimits()
        limits.drainTime = .milliseconds(200)
        let server = try await RunningServer.start(Self.waiting(running, Gate()), limits: limits)
        async let answer = Self.get(server)
        await running.wait()
        let begin = ContinuousClock.now
        try await server.stop()
        #expect(ContinuousClock.now - begin < .seconds(5))
        let status = try await answer.status
        #expect(status == 503)
    }

    @Test func `a server with hundreds of suspended connections stops`() async throws {
        let count = Mutex(0)
        var router = Router()
        router.get("/never", access: .public, deadline: .seconds(600)) { _ in
            count.withLock { $0 += 1 }
            // Deaf to cancellation: the server must not wait for it.
            await withCheckedContinuation { continuation in
                Self.parked.withLock { $0.append(continuation) }
            }
            return .text("never")
        }
        router.post("/half", access: .public, body: .streamed(limit: 1000), deadline: .seconds(600)) { request in
            count.withLock { $0 += 1 }
            return .text("\(try await request.bytes().count)")
        }
        var limits = HTTPLimits()
        limits.drainTime = .milliseconds(100)
        let server = try await RunningServer.start(router, limits: limits)
        let connections = try await onThread {
            try (0..<300).map { number in
                let connection = try server.connect()
                connection.send(
                    number % 2 == 0
                        ? "GET /never HTTP/1.1\r\nHost: x\r\n\r\n"
                        : "POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
                return connection
            }
        }
        await eventually("all handlers run") { count.withLock { $0 } == 300 }
        let begin = ContinuousClock.now
        try await server.stop()
        #expect(ContinuousClock.now - begin < .seconds(10))
        #expect(connections.count == 300)
        for continuation in Self.parked.withLock({ $0 }) { continuation.resume() }
    }

    private static let parked = Mutex<[CheckedContinuation<Void, Never>]>([])

    private static func waiting(_ running: Gate, _ gate: Gate) -> Router {
        var router = Router()
        router.get("/wait", access: .public, deadline: .seconds(60)) { _ in
            running.open()
            await gate.wait()
            return .text("ok")
        }
        return router
    }

    private static func get(_ server: RunningServer) async throws -> HTTPAnswer {
        var client = server.client
        return try await client.get("/wait")
    }

    /// The listening socket lingers until the end; a connection that it takes gets no answer.
    private static func isRefused(_ server: RunningServer) -> Bool {
        guard let connection = try? server.connect() else { return true }
        connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        return (try? connection.answer(timeout: .milliseconds(50))) == nil
    }
}
