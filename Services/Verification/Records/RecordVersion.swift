import CaseModel
import Foundation

/// A record of a case as it stands, or stood.
struct RecordVersion<Content: CaseRecordContent>: Sendable {
    let id: RecordID
    let version: Int
    let content: Content
    let createdAt: Date
    let createdBy: StaffID
    let savedAt: Date
    let savedBy: StaffID
    /// Why it was removed; nil while it stands.
    let removed: String?
}

/// What a version holds, sealed.
struct RecordEnvelope<Content: Codable & Sendable>: Codable, Sendable {
    var version: Int
    var content: Content
    var removed: String?
}

/// What came of changing a record.
enum Revision: Sendable, Equatable {
    /// Stored as this version. Where somebody else had saved meanwhile, `merged` names the fields taken from them.
    case saved(version: Int, merged: [String])
    /// Nothing was different from what is stored.
    case unchanged
    /// Both changed the same fields differently; nothing was stored. A person decides, on the version that is stored now.
    case conflicting(version: Int, [FieldMerge.Conflict])
}
