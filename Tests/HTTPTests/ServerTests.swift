import Foundation
import HTTP
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@Suite struct ServerTests {
    @Test func `requests are answered over TCP and over a Unix socket`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/amparo-\(UUID().uuidString.prefix(8)).sock"
        for address in [ListenAddress.ip(host: "127.0.0.1", port: 0), .unix(path: path)] {
            let server = try await RunningServer.start(Self.router, listen: address)
            var client = server.client
            let answer = try await client.get("/hello/a%20b?c=d")
            #expect(answer.status == 200 && answer.text == "a b d")
            let posted = try await client.post("/echo", form: ["x": "1 2", "y": "أ"])
            #expect(posted.text == "x=1 2;y=أ")
            try await server.stop()
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `an address in use is a start failure`() async throws {
        try await RunningServer.with(Self.router) { server in
            await #expect(throws: StartFailure.self) {
                _ = try await RunningServer.start(Self.router, listen: server.address)
            }
        }
    }

    @Test func `a connection serves one request after the other, pipelined ones too`() async throws {
        try await RunningServer.with(Self.router) { server in
            let texts = try await onThread {
                let connection = try server.connect()
                connection.send(
                    (0..<20).map { "GET /hello/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
                        + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 3\r\n\r\na=1GET /later/1 HTTP/1.1\r\nHost: x\r\n\r\n")
                return try (0..<22).map { _ in try connection.answer().text }
            }
            #expect(texts == (0..<20).map { "\($0) " } + ["a=1", "later 1"])
        }
    }

    @Test func `HEAD has the header fields of GET and no body`() async throws {
        try await RunningServer.with(Self.router) { server in
            var client = server.client
            let answer = try await client.send("HEAD", "/hello/abc")
            #expect(answer.status == 200 && answer.headers["Content-Length"] == "4")
            let streamed = try await client.send("HEAD", "/stream")
            #expect(streamed.status == 200)
        }
    }

    @Test func `cookies come and go`() async throws {
        try await RunningServer.with(Self.router) { server in
            var client = server.client
            _ = try await client.get("/cookie")
            #expect(client.cookies == ["s": "1"])
            let answer = try await client.get("/cookie")
            #expect(answer.text == "had 1")
        }
    }

    @Test func `a chunked body and a form with files arrive whole`() async throws {
        try await RunningServer.with(Self.router) { server in
            let text = try await onThread {
                let connection = try server.connect()
                connection.send("POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<10 { connection.send("5\r\nabcde\r\n") }
                connection.send("0\r\n\r\n")
                return try connection.answer().text
            }
            #expect(text == "50")
            var client = server.client
            let answer = try await client.post(
                "/files", parts: [.init("a", "1"), .init("f", filename: "x", Array(repeating: 7, count: 3_000_000))])
            #expect(answer.text == "1 3000000")
        }
    }

    @Test func `an answer is streamed as fast as it is read`() async throws {
        try await RunningServer.with(Self.router) { server in
            var client = server.client
            let answer = try await client.get("/stream")
            #expect(answer.body.count == 4_000_000)
            #expect(answer.headers["Transfer-Encoding"] == "chunked")
            #expect(answer.body.allSatisfy { $0 == 9 })
        }
    }

    @Test func `a streamed answer ends its producer when the client goes away`() async throws {
        let ended = Gate()
        var router = Router()
        router.get("/endless", access: .public) { _ in
            .stream(type: "text/plain") { writer in
                defer { ended.open() }
                while true { try await writer.write(Array(repeating: 1, count: 10_000)) }
            }
        }
        try await RunningServer.with(router) { server in
            try await onThread {
                let connection = try server.connect()
                connection.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(!connection.isClosed(within: .milliseconds(100)))
            }
            await eventually("the producer ends") { ended.isOpen }
        }
    }

    @Test func `what a handler throws is rendered in one place and logged by its code only`() async throws {
        struct Secret: Error { let text = "planted-marker" }
        let lines = Mutex<[String]>([])
        var router = Router()
        router.get("/broken", access: .public) { _ in throw Secret() }
        router.get("/gone", access: .public) { _ in
            throw HTTPError(.gone, code: "gone", title: "It is gone.", headers: ["X-Why": "time"])
        }
        let server = try await RunningServer.start(
            router, logger: Logger(service: "test", sink: { line in lines.withLock { $0.append(line) } }))
        var client = server.client
        let broken = try await client.get("/broken")
        #expect(broken.status == 500 && broken.text.contains("\"code\":\"internal\""))
        #expect(broken.text.contains("urn:amparo:request:") && !broken.text.contains("planted-marker"))
        let gone = try await client.get("/gone")
        #expect(gone.status == 410 && gone.headers["X-Why"] == "time")
        #expect(gone.headers["Content-Type"] == "application/problem+json")
        try await server.stop()
        let log = lines.withLock { $0.joined() }
        #expect(log.contains("Secret") && !log.contains("planted-marker"))
    }

    @Test func `requests are counted by pattern, never by path`() async throws {
        let server = try await RunningServer.start(Self.router)
        var client = server.client
        _ = try await client.get("/hello/planted-marker")
        _ = try await client.get("/nothing/planted-marker")
        try await server.stop()
        let text = server.metrics.prometheusText()
        #expect(
            text.contains("amparo_http_request_seconds_count{method=\"GET\",route=\"/hello/{name}\",status=\"2xx\"} 1"))
        #expect(text.contains("route=\"unmatched\",status=\"4xx\"} 1"))
        #expect(!text.contains("planted-marker"))
    }

    @Test func `operations routes tell of life, readiness and figures`() async throws {
        let health = Health()
        let metrics = Metrics()
        metrics.counter("amparo_test_total", "A test.").increment()
        let problem = Mutex<String?>("unreachable")
        health.add("database") { problem.withLock { $0 } }
        try await RunningServer.with(OperationsRoutes(health: health, metrics: metrics).router) { server in
            var client = server.client
            #expect(try await client.get("/live").status == 200)
            let notReady = try await client.get("/ready")
            #expect(notReady.status == 503 && notReady.text.contains("\"database\":\"unreachable\""))
            problem.withLock { $0 = nil }
            #expect(try await client.get("/ready").status == 200)
            #expect(try await client.get("/metrics").text.contains("amparo_test_total 1"))
        }
    }

    static let router: Router = {
        var router = Router()
        router.get("/hello/{name}", String.self, access: .public) { request, name in
            .text("\(name) \(request.query["c"] ?? "")")
        }
        router.get("/later/{n}", Int.self, access: .public) { _, number in
            await Task.yield()
            return .text("later \(number)")
        }
        router.post("/echo", access: .public) { request in
            .text(try await request.form().fields.all.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))
        }
        router.get("/cookie", access: .public) { request in
            var response = Response.text("had \(request.cookies["s"] ?? "none")")
            response.set(SetCookie("s", "1", isSecure: false))
            return response
        }
        router.post("/count", access: .public, body: .streamed(limit: 1 << 30), deadline: .seconds(60)) { request in
            var count = 0
            for try await chunk in request.body { count += chunk.count }
            return .text("\(count)")
        }
        router.post("/files", access: .public, body: .streamed(limit: 1 << 30), deadline: .seconds(60)) { request in
            let form = try await request.form { _, content in while try await content.next() != nil {} }
            return .text("\(form["a"] ?? "") \(form.files.first?.size ?? 0)")
        }
        router.get("/stream", access: .public) { _ in
            .stream(type: "application/octet-stream") { writer in
                for _ in 0..<400 { try await writer.write(Array(repeating: 9, count: 10_000)) }
            }
        }
        return router
    }()
}
