package import HTTP

/// What a server answered.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let headers: Headers
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// A small client that keeps cookies; one connection a request unless told otherwise. Follows nothing by itself.
package struct HTTPClient: Sendable {
    package struct Part: Sendable {
        let name: String
        let filename: String?
        let content: [UInt8]

        package init(_ name: String, _ value: String) {
            self.name = name
            filename = nil
            content = Array(value.utf8)
        }

        package init(_ name: String, filename: String, _ content: [UInt8]) {
            self.name = name
            self.filename = filename
            self.content = content
        }
    }

    package let address: ListenAddress
    package private(set) var cookies: [String: String] = [:]

    package init(_ address: ListenAddress) {
        self.address = address
    }

    package mutating func get(_ target: String, headers: Headers = [:]) async throws -> HTTPAnswer {
        try await send("GET", target, headers: headers)
    }

    package mutating func post(_ target: String, form: KeyValuePairs<String, String>) async throws -> HTTPAnswer {
        let body = form.map { "\(PercentCoding.encode($0.key))=\(PercentCoding.encode($0.value))" }
            .joined(separator: "&")
        return try await send(
            "POST", target, headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(body.utf8))
    }

    package mutating func post(_ target: String, json: String) async throws -> HTTPAnswer {
        try await send("POST", target, headers: ["Content-Type": "application/json"], body: Array(json.utf8))
    }

    package mutating func post(_ target: String, parts: [Part]) async throws -> HTTPAnswer {
        try await send(
            "POST", target, headers: ["Content-Type": "multipart/form-data; boundary=\(Self.boundary)"],
            body: Self.multipart(parts))
    }

    package mutating func send(
        _ method: String,
        _ target: String,
        headers: Headers = [:],
        body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        headers.forEach { head += "\($0): \($1)\r\n" }
        if !cookies.isEmpty {
            head += "Cookie: \(cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))\r\n"
        }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        let bytes = Array("\(head)\r\n".utf8) + (body ?? [])
        let answer = try await onThread { [address] in
            let connection = try RawConnection(address)
            connection.send(bytes)
            return try connection.answer(to: method, timeout: .seconds(30))
        }
        keepCookies(of: answer)
        return answer
    }

    private mutating func keepCookies(of answer: HTTPAnswer) {
        for line in answer.headers.all("Set-Cookie") {
            guard let pair = line.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            cookies[name] = line.contains("Max-Age=0") ? nil : String(pair[pair.index(after: equals)...])
        }
    }

    package static let boundary = "----amparo-test-boundary"

    package static func multipart(_ parts: [Part]) -> [UInt8] {
        var body: [UInt8] = []
        for part in parts {
            let filename = part.filename.map { "; filename=\"\($0)\"\r\nContent-Type: application/octet-stream" } ?? ""
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(filename)\r\n\r\n".utf8)
            body += part.content + [13, 10]
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }
}
