import Glibc
import ServiceRuntime

/// A listening socket, made here so that the address is ours to choose and to name in an error.
struct ListenSocket: ~Copyable {
    let descriptor: Int32
    /// With the port that was picked where 0 was asked for.
    let address: ListenAddress

    init(_ address: ListenAddress, backlog: Int32 = 1024) throws(StartFailure) {
        let made: (descriptor: Int32, address: ListenAddress)
        switch address {
        case .unix(let path):
            made = (try Self.bindUnix(path), address)
        case .ip(let host, let port):
            let (descriptor, port) = try Self.bindIP(host, port)
            made = (descriptor, .ip(host: host, port: port))
        }
        guard Glibc.listen(made.descriptor, backlog) == 0 else {
            Glibc.close(made.descriptor)
            throw Self.inUse
        }
        (descriptor, self.address) = made
    }

    /// Closes the socket and removes a Unix socket's file.
    consuming func close() {
        Glibc.close(descriptor)
        if case .unix(let path) = address { unlink(path) }
    }

    private static let inUse = StartFailure(
        "The address to listen on is in use or not this machine's.", code: "listen-address-unavailable")
    private static let invalid = StartFailure("The address to listen on is not valid.", code: "listen-address-invalid")

    private static func bindUnix(_ path: String) throws(StartFailure) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw invalid }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        guard !isServed(address) else { throw inUse }
        unlink(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // The proxy runs as another user of the same group.
        let mask = umask(0o117)
        defer { umask(mask) }
        guard descriptor >= 0, bind(descriptor, of: &address) else {
            Glibc.close(descriptor)
            throw inUse
        }
        return descriptor
    }

    /// A socket file that nobody serves is left over from a process that was killed.
    private static func isServed(_ address: sockaddr_un) -> Bool {
        var address = address
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(probe) }
        return withSocketAddress(of: &address) { connect(probe, $0, $1) } == 0
    }

    private static func bindIP(_ host: String, _ port: UInt16) throws(StartFailure) -> (descriptor: Int32, port: UInt16)
    {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        v4.sin_family = sa_family_t(AF_INET)
        v4.sin_port = port.bigEndian
        v6.sin6_family = sa_family_t(AF_INET6)
        v6.sin6_port = port.bigEndian
        let isV4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1
        guard isV4 || inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 else { throw invalid }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(isV4 ? AF_INET : AF_INET6, kind, 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard descriptor >= 0, isV4 ? bind(descriptor, of: &v4) : bind(descriptor, of: &v6) else {
            Glibc.close(descriptor)
            throw inUse
        }
        if isV4 { readName(descriptor, into: &v4) } else { readName(descriptor, into: &v6) }
        return (descriptor, UInt16(bigEndian: isV4 ? v4.sin_port : v6.sin6_port))
    }

    private static func bind<Address>(_ descriptor: Int32, of address: inout Address) -> Bool {
        withSocketAddress(of: &address) { Glibc.bind(descriptor, $0, $1) } == 0
    }

    private static func readName<Address>(_ descriptor: Int32, into address: inout Address) {
        var length = socklen_t(MemoryLayout<Address>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
    }

    private static func withSocketAddress<Address>(
        of address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
