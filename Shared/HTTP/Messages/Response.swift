import Foundation

/// What a handler answers with.
package struct Response: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        case stream(ResponseStream)
    }

    package var status: Status
    package var headers: Headers
    package var body: Body

    package init(_ status: Status = .ok, headers: Headers = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ status: Status = .ok, type: String, _ bytes: [UInt8], headers: Headers = [:]) {
        self.init(status, headers: headers, body: .bytes(bytes))
        self.headers["Content-Type"] = type
    }

    package static func text(_ text: String, status: Status = .ok) -> Response {
        Response(status, type: "text/plain; charset=utf-8", Array(text.utf8))
    }

    package static func html(_ markup: String, status: Status = .ok) -> Response {
        Response(status, type: "text/html; charset=utf-8", Array(markup.utf8))
    }

    package static func json(_ bytes: [UInt8], status: Status = .ok) -> Response {
        Response(status, type: "application/json", bytes)
    }

    /// Encodes with sorted keys and dates in ISO 8601.
    package static func json(encoding value: some Encodable, status: Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return .json(Array(try encoder.encode(value)), status: status)
    }

    /// 303: the browser gets the page by GET, so that loading it again sends nothing twice.
    package static func redirect(_ location: String) -> Response {
        Response(.seeOther, headers: ["Location": location])
    }

    package static func problem(_ problem: ProblemDetails) -> Response {
        Response(
            Status(rawValue: problem.status), type: "application/problem+json", problem.bytes,
            headers: ["Cache-Control": "no-store"])
    }

    /// A body that is produced while it is sent.
    package static func stream(
        _ status: Status = .ok,
        type: String,
        length: Int? = nil,
        headers: Headers = [:],
        _ produce: @escaping @Sendable (ResponseWriter) async throws -> Void
    ) -> Response {
        var response = Response(status, headers: headers, body: .stream(ResponseStream(length: length, produce)))
        response.headers["Content-Type"] = type
        return response
    }

    package mutating func set(_ cookie: SetCookie) {
        headers.add("Set-Cookie", cookie.line)
    }

    /// The bytes of a body that is not streamed; empty for one that is.
    package var bytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }
}

/// A body of known or unknown length, made by a closure that runs in the handler's task after the handler has returned.
package struct ResponseStream: Sendable {
    let length: Int?
    let produce: @Sendable (ResponseWriter) async throws -> Void

    package init(length: Int? = nil, _ produce: @escaping @Sendable (ResponseWriter) async throws -> Void) {
        self.length = length
        self.produce = produce
    }
}

extension Response {
    /// The whole body, a streamed one produced here and now: for a request that came from no connection.
    package func produced() async throws -> [UInt8] {
        guard case .stream(let stream) = body else { return bytes }
        let writer = ResponseWriter(capacity: .max) {}
        try await stream.produce(writer)
        return writer.taken()
    }
}
