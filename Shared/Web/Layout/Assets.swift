import Foundation
package import ServiceRuntime

/// The stylesheet, the icon and the scripts, read once at start. Each address contains a hash of the content, so that
/// a browser may keep it for ever.
package struct Assets: Sendable {
    /// One file as it is sent.
    package struct Asset: Sendable {
        package let path: String
        package let contentType: String
        package let bytes: [UInt8]
    }

    package let stylesheet: Asset
    package let icon: Asset
    package let quickExitScript: Asset
    package let uploadScript: Asset

    /// The page of a session desk, and the worker that opens it without a line. The worker has an address of its own, since
    /// it reaches no further than where it lies.
    package let sessionDeskScript: Asset
    package let sessionDeskWorker: Asset

    package var all: [Asset] { [stylesheet, icon, quickExitScript, uploadScript, sessionDeskScript] }

    package init() throws(StartFailure) {
        stylesheet = try Self.read("amparo", "css", "text/css; charset=utf-8")
        icon = try Self.read("favicon", "svg", "image/svg+xml")
        quickExitScript = try Self.read("quick-exit", "js", "text/javascript; charset=utf-8")
        uploadScript = try Self.read("upload", "js", "text/javascript; charset=utf-8")
        sessionDeskScript = try Self.read("session-desk", "js", "text/javascript; charset=utf-8")
        sessionDeskWorker = try Self.read("session-worker", "js", "text/javascript; charset=utf-8")
    }

    private static func read(_ name: String, _ kind: String, _ type: String) throws(StartFailure) -> Asset {
        let file = Bundle.module.bundleURL.appending(path: "Assets/\(name).\(kind)")
        guard let data = try? Data(contentsOf: file) else {
            throw StartFailure(
                "The stylesheet that belongs to this program is missing beside it.", code: "assets-missing")
        }
        let bytes = Array(data)
        return Asset(path: "/assets/\(name).\(fingerprint(bytes)).\(kind)", contentType: type, bytes: bytes)
    }

    /// FNV-1a over 64 bits: tells versions apart, protects nothing.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
