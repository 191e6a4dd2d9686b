import CMagic
import Dispatch
import Synchronization

/// Tells what a file is by its first bytes (libmagic). Nothing is opened, unpacked or taken apart: formats that the library
/// would have to parse for more detail are told as the containers they are.
package final class ContentType: Sendable {
    /// So much of a file's beginning is looked at.
    package static let headBytes = 64 * 1024
    package static let unknown = "application/octet-stream"

    private struct Library: @unchecked Sendable {  // used under the lock alone
        var cookie: magic_t?
    }

    private let library = Mutex(Library())
    private let queue = DispatchQueue(label: "amparo.blobs.type")

    package init() {}

    deinit { library.withLock { if let cookie = $0.cookie { magic_close(cookie) } } }

    /// A media type without parameters; `unknown` where nothing can be told.
    package func of(_ head: [UInt8]) async -> String {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.tell(head)) }
        }
    }

    private func tell(_ head: [UInt8]) -> String {
        guard !head.isEmpty else { return Self.unknown }
        return library.withLock { library in
            if library.cookie == nil { library.cookie = Self.open() }
            guard let cookie = library.cookie,
                let text = magic_buffer(cookie, head, min(head.count, Self.headBytes)).map({ String(cString: $0) }),
                Self.isMediaType(text)
            else { return Self.unknown }
            return text
        }
    }

    private static func open() -> magic_t? {
        let flags =
            MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF
            | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON
        guard let cookie = magic_open(flags) else { return nil }
        guard magic_load(cookie, nil) == 0 else {
            magic_close(cookie)
            return nil
        }
        return cookie
    }

    /// The library's answer goes to pages: only what looks like a type.
    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 127
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
                            UInt8(ascii: "-"), UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
            }
    }
}
