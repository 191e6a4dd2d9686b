/// Where a program of the house listens: `unix:PATH` or `host:port`.
enum SocketAddress: Sendable, Equatable {
    case path(String)
    case host(String, port: UInt16)

    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // What fits into sockaddr_un.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .path(path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        self = .host(String(host), port: port)
    }
}
