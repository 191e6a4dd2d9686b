package import ServiceRuntime

/// Where a server listens: `127.0.0.1:8101`, `[::1]:8101`, or `unix:/run/amparo/intake.sock`. Port 0 picks a free one.
package enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
    case ip(host: String, port: UInt16)
    case unix(path: String)

    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // sockaddr_un holds 108 bytes, the ending zero included.
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self = .ip(host: host, port: port)
    }

    /// Reads a setting such as `AMPARO_LISTEN`.
    package init(settings: Settings, key: String) throws(SettingsError) {
        guard let address = ListenAddress(try settings.required(key)) else {
            throw SettingsError(key: key, problem: .invalid)
        }
        self = address
    }

    package var description: String {
        switch self {
        case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
