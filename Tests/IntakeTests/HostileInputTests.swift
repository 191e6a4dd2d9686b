import CaseModel
import Foundation
import HTTP
@testable import Intake
import TestSupport
import Testing
import Vault

/// What comes over a connection from somebody who means no good, or whose line is bad.
@Suite(.timeLimit(.minutes(15))) struct `Hostile input at the public door` {
    @Test func `a stream that breaks off leaves whole items or nothing, and is taken up again`() async throws {
        try await overSockets { door, server, partner in
            let items = (0..<70).map { _ in PublicDoorUnderTest.item(PublicDoorUnderTest.key()) }
            let body = Array(items.joined(separator: "\n").utf8)
            for head in ["Content-Length: \(body.count)", "Transfer-Encoding: chunked"] {
                let connection = try server.connect()
                connection.send(request("/api/v1/submissions/bulk", partner, "application/x-ndjson", head))
                let sent = Array(body.dropLast(20))
                if head.hasPrefix("Transfer") { connection.send("\(String(sent.count + 20, radix: 16))\r\n") }
                connection.send(sent)
                connection.finishSending()
                _ = try? connection.answer(to: "POST")
            }
            let before = try await door.house.count("intake", "submissions")
            #expect([0, 64].contains(before))
            #expect(try await door.house.count("intake", "outbox") == before)
            var client = server.client
            let answer = try await client.send(
                "POST", "/api/v1/submissions/bulk",
                headers: ["Authorization": "Bearer \(partner.token.printed)", "Content-Type": "application/x-ndjson"],
                body: body)
            #expect(answer.status == 200)
            let lines = try answer.body.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(ItemLine.self, from: Data($0))
            }
            #expect(lines.map(\.index) == (0..<70).map(Optional.some))
            #expect(lines.allSatisfy { ["accepted", "duplicate"].contains($0.result) })
            #expect(try await door.rows() == [70, 70])
        }
    }

    @Test func `who sends a body too slowly is told so, and nothing is stored`() async throws {
        try await overSockets { door, server, partner in
            for path in ["/api/submissions", "/api/v1/submissions", "/api/v1/submissions/status"] {
                let connection = try server.connect()
                connection.send(request(path, partner, "application/json", "Content-Length: 100"))
                connection.send(#"{"narrative": "#)
                #expect(try connection.answer(to: "POST").status == 408, "\(path)")
            }
            #expect(try await door.rows() == [0, 0])
        }
    }

    @Test func `what is too large is refused before it has come`() async throws {
        try await overSockets { door, server, partner in
            for path in posts(door) {
                let connection = try server.connect()
                connection.send(request(path, partner, "application/json", "Content-Length: 99999999999"))
                #expect(try connection.answer(to: "POST").status == 413, "\(path)")
            }
            let long = String(repeating: "a", count: 5000)
            let target = try server.connect()
            target.send("GET /en/\(long) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try target.answer().status == 414)
            let fields = try server.connect()
            fields.send("GET / HTTP/1.1\r\nHost: x\r\n\((0..<4).map { "X-\($0): \(long)\r\n" }.joined())\r\n")
            #expect(try fields.answer().status == 431)
            #expect(try await door.rows() == [0, 0])
        }
    }

    static let types = [
        "", "text/html", "application/xml", "image/png", "application/json+x", "multipart/form-data",
        "multipart/form-data; boundary=", "application/x-www-form-urlencoded; boundary=x\u{7F}",
    ]

    @Test func `a body of another type, or one that ends too early, is refused and leaves nothing`() async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            let part = "Content-Disposition: form-data; name="
            let bodies = [
                "", "{", "%", "narrative=%zz", "\u{0}", "--b\r\n", "--b\r\n\(part)\"narrative\"\r\n\r\nThey",
                "--b\r\n\(part)\"narrative\"\r\n\r\nThey\r\n--b\r\n", "--b\r\n\(part)\"narrative\"\r\n\r\nThey\r\n--b-",
                "--b\r\n\(part)\"f\"; filename=\"x\"\r\n\r\nx\r\n--b--\r\n",
            ]
            for path in posts(door) {
                for type in Self.types + ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"] {
                    for body in bodies {
                        let request = try Request(
                            .post, path,
                            headers: ["Authorization": "Bearer \(partner.token.printed)", "Content-Type": type],
                            body: Array(body.utf8))
                        let response = await door.router.respond(to: request)
                        #expect(
                            [
                                .badRequest, .unsupportedMediaType, .unprocessable, .contentTooLarge, .notFound,
                                .seeOther,
                            ]
                            .contains(response.status), "\(path) \(type) \(body)")
                    }
                }
            }
            #expect(try await door.rows() == [0, 0])
        }
    }

    // MARK: Support

    /// The paths that a form or a program sends something to.
    private func posts(_ door: PublicDoorUnderTest) -> [String] {
        door.router.routes.filter { $0.method == .post && !$0.pattern.contains("{") }.map(\.pattern)
            .filter { $0.hasPrefix("/api/") || $0.hasPrefix("/en/") }
    }

    private func request(_ path: String, _ partner: PartnerUnderTest, _ type: String, _ more: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(partner.token.printed)\r\n"
            + "Content-Type: \(type)\r\n\(more)\r\n\r\n"
    }

    private func overSockets(
        _ body: (PublicDoorUnderTest, RunningServer, PartnerUnderTest) async throws -> Void
    ) async throws {
        try await PublicDoorUnderTest.open { door in
            let partner = try await PartnerUnderTest.add(in: door.house)
            var limits = HTTPLimits()
            limits.bodyTime = .seconds(1)
            try await RunningServer.with(door.router, limits: limits) { server in
                try await body(door, server, partner)
            }
        }
    }
}
