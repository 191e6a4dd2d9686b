import CaseModel
import Foundation

/// A working copy, or the order for one.
typealias CopyID = ID<CopyTag>

enum CopyTag {}

enum CopyKind: String, Sendable, CaseIterable {
    /// Rendered to plain pictures, page by page.
    case picture = "PICTURE"
    /// The same file without what it says of its making.
    case stripped = "STRIPPED"
    /// Pictures with black boxes burnt in.
    case redacted = "REDACTED"
    /// The words of a document alone.
    case text = "TEXT"
    /// No copy at all: looked through for malware.
    case scan = "SCAN"
}

enum CopyState: String, Sendable {
    case waiting = "WAITING"
    case working = "WORKING"
    case done = "DONE"
    case failed = "FAILED"
    /// Nothing of this kind can be made of such a file.
    case unsuitable = "UNSUITABLE"
}

/// What an officer asked for, sealed.
struct CopyOrder: Codable, Sendable, Equatable {
    var reason = ""
    /// The pictures to black out.
    var source: CopyID?
    var areas: [RedactedArea] = []
}

/// What came of it, sealed: enough to do the same again and to tell whether the result is what was made.
struct CopyRecord: Codable, Sendable, Equatable {
    struct Part: Codable, Sendable, Equatable {
        var id: UUID
        var key: KeyBytes
        var sha256: HexBytes
        var size: Int64
        var mediaType: String
        /// Of a picture.
        var width: Int?
        var height: Int?
    }

    var tool: String
    var toolVersion: String
    var parameters: [String] = []
    /// Over exactly the bytes that went in.
    var inputSHA256: HexBytes
    var parts: [Part] = []
    /// Only the first pages were made.
    var isCut = false
}
