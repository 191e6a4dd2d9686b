import CaseModel
import Foundation

/// What may happen to a file in our hands (DOMAIN.md C.8).
enum CustodyKind: String, Codable, Sendable, CaseIterable {
    case received = "RECEIVED"
    case scanned = "SCANNED"
    case copied = "COPIED"
    case viewed = "VIEWED"
    case transferred = "TRANSFERRED"
    case redacted = "REDACTED"
    case released = "RELEASED"
    case disposed = "DISPOSED"
    /// It was read again and compared with its hash.
    case checked = "CHECKED"
    /// A time-stamp authority has signed its hash.
    case stamped = "STAMPED"
}

/// The sealed part of an event: why, and with what.
struct CustodyNote: Codable, Sendable, Equatable {
    /// In somebody's words.
    var reason: String?
    /// To whom it went, or what for.
    var recipient: String?
    var tool: String?
    var version: String?
    /// A code of what came of it.
    var result: String?
    /// The working copy that it is about.
    var copy: UUID?
    /// What was looked at: the original, its text, a page.
    var part: String?
}

/// One link of a file's chain.
struct CustodyEvent: Sendable, Equatable {
    let evidence: EvidenceID
    let sequence: Int
    let kind: CustodyKind
    /// To the microsecond, which is what the database keeps.
    let at: Date
    /// Nil for the system itself.
    let by: StaffID?
    let sealed: [UInt8]?
    let hash: [UInt8]
}
