import Dispatch
import Glibc
package import HTTP

/// A socket and what came over it, for tests that must send exactly these bytes. Blocking, with a deadline each time.
// Sendable: used by one test at a time; the wrappers in `HTTPClient` hand it to one thread after the other.
package final class RawConnection: @unchecked Sendable {
    package struct Failure: Error, Equatable {
        package let reason: String
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    package init(_ address: ListenAddress, receiveBuffer: Int32? = nil) throws {
        switch address {
        case .ip(let host, let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            if var size = receiveBuffer {
                setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            }
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &name.sin_addr)
            try connect(&name)
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            try connect(&name)
        }
    }

    deinit { close(descriptor) }

    private func connect<Name>(_ name: inout Name) throws {
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
            }
        }
        guard result == 0 else { throw Failure(reason: "connect") }
    }

    /// Sends all of it, or as much as the server takes before it closes. Returns how much that was.
    @discardableResult
    package func send(_ bytes: [UInt8], timeout: Duration = .seconds(10)) -> Int {
        var sent = 0
        while sent < bytes.count, wait(for: Int16(POLLOUT), timeout) {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            guard count > 0 else { return sent }
            sent += count
        }
        return sent
    }

    @discardableResult
    package func send(_ text: String) -> Int { send(Array(text.utf8)) }

    /// No more will be sent.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads one answer.
    package func answer(to method: String = "GET", timeout: Duration = .seconds(30)) throws -> HTTPAnswer {
        let head = String(decoding: try read(through: [13, 10, 13, 10], timeout), as: UTF8.self).components
        guard let status = head.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(reason: "status line")
        }
        var headers = Headers()
        for line in head.dropFirst() where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw Failure(reason: "header") }
            headers.add(String(line[..<colon]), line[line.index(after: colon)...].trimmed)
        }
        guard method != "HEAD", status != 204, status != 304, status >= 200 else {
            return HTTPAnswer(status: status, headers: headers, body: [])
        }
        if headers["Transfer-Encoding"] == "chunked" {
            return HTTPAnswer(status: status, headers: headers, body: try chunks(timeout))
        }
        guard let length = headers["Content-Length"].flatMap({ Int($0) }) else {
            while try receive(timeout) {}
            return HTTPAnswer(status: status, headers: headers, body: take(buffer.count))
        }
        return HTTPAnswer(status: status, headers: headers, body: try read(length, timeout))
    }

    /// True when the server closes the connection before the deadline; what came before is dropped.
    package func isClosed(within timeout: Duration) -> Bool {
        let end = ContinuousClock.now + timeout
        while ContinuousClock.now < end {
            do {
                guard try receive(end - .now) else { return true }
                buffer = []
            } catch let failure as Failure {
                return failure.reason == "reset"
            } catch { return false }
        }
        return false
    }

    private func chunks(_ timeout: Duration) throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = String(decoding: try read(through: [13, 10], timeout), as: UTF8.self).trimmed
            guard let size = Int(line, radix: 16) else { throw Failure(reason: "chunk") }
            body += try read(size, timeout)
            _ = try read(2, timeout)
            if size == 0 { return body }
        }
    }

    private func read(_ count: Int, _ timeout: Duration) throws -> [UInt8] {
        while buffer.count < count {
            guard try receive(timeout) else { throw Failure(reason: "closed") }
        }
        return take(count)
    }

    private func read(through end: [UInt8], _ timeout: Duration) throws -> [UInt8] {
        while true {
            if let index = find(end) { return take(index + end.count) }
            guard try receive(timeout) else { throw Failure(reason: "closed") }
        }
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func find(_ needle: [UInt8]) -> Int? {
        guard buffer.count >= needle.count else { return nil }
        return (0...buffer.count - needle.count).first { buffer[$0..<$0 + needle.count].elementsEqual(needle) }
    }

    /// False at the end of the connection.
    private func receive(_ timeout: Duration) throws -> Bool {
        guard wait(for: Int16(POLLIN), timeout) else { throw Failure(reason: "timeout") }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count >= 0 else { throw Failure(reason: "reset") }
        buffer += chunk.prefix(count)
        return count > 0
    }

    private func wait(for events: Int16, _ timeout: Duration) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&entry, 1, Int32(max(0, timeout / .milliseconds(1)))) > 0
    }
}

/// Runs blocking work away from the threads that the tests' own server needs.
package func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}

extension String {
    /// Lines; CRLF is one `Character`.
    fileprivate var components: [String] {
        split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }
}

extension StringProtocol {
    fileprivate var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
