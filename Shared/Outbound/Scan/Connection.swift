import Glibc
import ServiceRuntime

/// A stream to a program of the house. Its calls block, for no longer than the time-out each.
final class Connection: Sendable {
    private let descriptor: Int32

    init(_ address: SocketAddress, timeout: Duration) throws(MalwareScanner.Failure) {
        let opened =
            switch address {
            case .path(let path): Self.open(path, timeout)
            case .host(let host, let port): Self.open(host, port, timeout)
            }
        guard let opened else { throw .unreachable }
        descriptor = opened
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws(MalwareScanner.Failure) {
        var count = 0
        while count < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Glibc.send(descriptor, $0 + count, buffer.count - count, Int32(MSG_NOSIGNAL)) }
                    ?? 0
            }
            if put < 0 {
                if errno == EINTR { continue }
                // It has hung up, and perhaps said why before.
                if errno == EPIPE || errno == ECONNRESET { throw .refused }
                throw errno == EAGAIN ? .timedOut : .unreachable
            }
            count += put
        }
    }

    /// One answer: up to its zero byte, or the end.
    func receive() throws(MalwareScanner.Failure) -> String {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while answer.count < 4096 {
            let got = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if got < 0 {
                if errno == EINTR { continue }
                throw errno == EAGAIN ? .timedOut : .unreachable
            }
            answer += buffer.prefix(got)
            if got == 0 || answer.last == 0 { break }
        }
        return String(decoding: answer.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func open(_ path: String, _ timeout: Duration) -> Int32? {
        guard let descriptor = socket(AF_UNIX, timeout) else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func open(_ host: String, _ port: UInt16, _ timeout: Duration) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var next = found
        while let one = next?.pointee {
            if let descriptor = socket(one.ai_family, timeout) {
                if connect(descriptor, one.ai_addr, one.ai_addrlen) == 0 { return descriptor }
                close(descriptor)
            }
            next = one.ai_next
        }
        return nil
    }

    private static func socket(_ family: Int32, _ timeout: Duration) -> Int32? {
        let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let milliseconds = Int(timeout / .milliseconds(1))
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        return descriptor
    }
}
