package import Foundation

/// A file that lies sealed in the store. It is safe from sweeping once a row names it.
package struct Blob: Sendable, Equatable {
    package let id: UUID
    /// SHA-256 over exactly the bytes that came.
    package let sha256: [UInt8]
    /// The count of those bytes.
    package let byteCount: Int

    package init(id: UUID, sha256: [UInt8], byteCount: Int) {
        self.id = id
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}
