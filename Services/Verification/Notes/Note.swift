import CaseModel

/// A note that the officers of a case share. Their source never sees it, nor does anybody outside.
struct Note: CaseRecordContent {
    static let kind = RecordKind("NOTE")
    static let order = ["text", "pinned", "section", "about"]

    var text = ""
    /// Stands before the others.
    var pinned = false
    /// The part of the case that it speaks of, as in its address: `evidence`. Empty for the whole of it.
    var section = ""
    /// The record that it speaks of.
    var about: RecordID?

    static let limit = 10_000
}
