import Foundation
import HTTP
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@Suite struct LimitTests {
    @Test(arguments: [
        ("GET /hello/\(String(repeating: "x", count: 5000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        ("GET /hello/x HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "x", count: 13_000))\r\n\r\n", 431),
        (
            "GET /hello/x HTTP/1.1\r\nHost: x\r\n" + (0..<70).map { "X-\($0): 1\r\n" }.joined() + "\r\n", 431
        ),
        ("GET /hello/x?\((0..<101).map { "a\($0)" }.joined(separator: "&")) HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /hello/%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /hello/x?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET hello HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("BREW /hello/x HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        ("GET /hello/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 413),
        ("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901", 413),
        ("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", 413),
        ("POST /small HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n", 413),
        ("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", 413),
        ("POST /streamed HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", 413),
        ("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1234567890", 200),
    ]) func `each limit has its status`(_ request: String, _ status: Int) async throws {
        try await RunningServer.with(Self.router) { server in
            let answer = try await onThread {
                let connection = try server.connect()
                connection.send(request)
                return try connection.answer()
            }
            #expect(answer.status == status)
        }
    }

    @Test func `a body that breaks off ends the handler's reading with an error`() async throws {
        let seen = Mutex<String?>(nil)
        var router = Router()
        router.post("/upload", access: .public, body: .streamed(limit: 1000)) { request in
            do {
                _ = try await request.bytes()
            } catch {
                seen.withLock { $0 = (error as? any CodedError)?.code ?? "cancelled" }
                throw error
            }
            return .text("whole")
        }
        try await RunningServer.with(router) { server in
            try await onThread {
                let connection = try server.connect()
                connection.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
                connection.finishSending()
                _ = connection.isClosed(within: .seconds(5))
            }
            await eventually("the handler sees it") { seen.withLock { $0 != nil } }
            #expect(["truncated-body", "cancelled"].contains(seen.withLock { $0 }))
        }
    }

    @Test(arguments: ["", "GET /hello/x HTT", "GET /hello/x HTTP/1.1\r\nHost: x\r\n"])
    func `a client that does not finish its header fields is cut off`(_ beginning: String) async throws {
        var limits = HTTPLimits()
        limits.headerTime = .milliseconds(200)
        try await RunningServer.with(Self.router, limits: limits) { server in
            let closed = try await onThread {
                let connection = try server.connect()
                connection.send(beginning)
                return connection.isClosed(within: .seconds(5))
            }
            #expect(closed)
        }
    }

    @Test(arguments: ["/small", "/streamed"])
    func `a client that does not finish its body is told and cut off`(_ path: String) async throws {
        var limits = HTTPLimits()
        limits.bodyTime = .milliseconds(200)
        limits.handlerTime = .milliseconds(200)
        try await RunningServer.with(Self.router, limits: limits) { server in
            let (status, closed) = try await onThread {
                let connection = try server.connect()
                connection.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123")
                return (try connection.answer().status, connection.isClosed(within: .seconds(5)))
            }
            #expect(status == (path == "/small" ? 408 : 503) && closed)
        }
    }

    @Test func `a handler beyond its deadline is cancelled and its client gets 503`() async throws {
        let cancelled = Gate()
        var router = Router()
        router.get("/slow", access: .public, deadline: .milliseconds(200)) { _ in
            await Gate().wait()
            if Task.isCancelled { cancelled.open() }
            return .text("too late")
        }
        try await RunningServer.with(router) { server in
            var client = server.client
            let answer = try await client.get("/slow")
            #expect(answer.status == 503 && answer.text.contains("deadline-exceeded"))
            await eventually("the handler sees that it is cancelled") { cancelled.isOpen }
        }
    }

    @Test func `connections beyond the limit are not served`() async throws {
        var limits = HTTPLimits()
        limits.connections = 4
        try await RunningServer.with(Self.router, limits: limits) { server in
            let served = try await onThread {
                let connections = try (0..<8).map { _ in try server.connect() }
                return connections.count { connection in
                    connection.send("GET /hello/x HTTP/1.1\r\nHost: x\r\n\r\n")
                    return (try? connection.answer(timeout: .milliseconds(300)).status) == 200
                }
            }
            #expect((1...4).contains(served))
        }
    }

    @Test(arguments: ["/small", "/streamed"])
    func `slow clients do not hold the places of others`(_ path: String) async throws {
        var limits = HTTPLimits()
        limits.connections = 16
        limits.crowdedTime = .milliseconds(100)
        try await RunningServer.with(Self.router, limits: limits) { server in
            // Each sends a little and no more; the first says nothing at all, the second breaks off in its header.
            let slow = try await onThread {
                try (0..<15).map { index in
                    let connection = try server.connect()
                    if index == 1 { connection.send("POST \(path) HTTP/1.1\r\nHo") }
                    if index > 1 { connection.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1") }
                    return connection
                }
            }
            #expect(await eventually(within: .seconds(10)) { server.server.load.connections <= 12 })
            // Who comes now finds a place, again and again.
            for _ in 0..<4 {
                let status = try await onThread {
                    let connection = try server.connect()
                    connection.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                    return try connection.answer().status
                }
                #expect(status == 200)
            }
            withExtendedLifetime(slow) {}
        }
    }

    @Test func `random bytes never stop the server`() async throws {
        try await RunningServer.with(Self.router) { server in
            try await onThread {
                var random = SeededGenerator(seed: 11)
                let pieces = [
                    "GET ", "POST ", "/hello/x", "/small", " HTTP/1.1\r\n", "Host: x\r\n", "Content-Length: ", "5",
                    "\r\n",
                    "\r\n\r\n", "Transfer-Encoding: chunked\r\n", "ffffffffff\r\n", "-1", "\0", "%", "?a=%00",
                    "Expect: 100-continue\r\n", ":", " ", "a", "\n", "Cookie: ;;=", "HTTP/9.9", "\u{FF}",
                ]
                for _ in 0..<400 {
                    let connection = try server.connect()
                    let count = Int.random(in: 1...25, using: &random)
                    connection.send((0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined())
                    connection.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
                    connection.finishSending()
                }
            }
            var client = server.client
            #expect(try await client.get("/hello/x").status == 200)
        }
    }

    static let router: Router = {
        var router = ServerTests.router
        router.post("/small", access: .public, body: .whole(limit: 10)) { request in
            .text("\(try await request.bytes().count)")
        }
        router.post("/streamed", access: .public, body: .streamed(limit: 10)) { request in
            .text("\(try await request.bytes().count)")
        }
        return router
    }()
}
