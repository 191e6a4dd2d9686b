import CaseModel

/// Where items say different things (DOMAIN.md C.1, VE-04), and what became of it.
struct ContradictionContent: CaseRecordContent {
    static let kind = RecordKind("CONTRADICTION")
    static let order = ["items", "claim", "differs", "note", "state", "how", "why", "resolvedBy"]

    enum Differs: String, Codable, Sendable, CaseIterable {
        case date = "DATE"
        case place = "PLACE"
        case person = "PERSON"
        case fact = "FACT"
    }

    enum State: String, Codable, Sendable, CaseIterable {
        /// Put here by the system when an item contradicted something; it counts as open.
        case proposed = "PROPOSED"
        case open = "OPEN"
        case resolved = "RESOLVED"
    }

    var items: [RecordID]
    var claim: Claim
    var differs: Differs
    /// In what they differ.
    var note = ""
    var state: State
    /// How it was resolved: by which further information, by which hearing.
    var how = ""
    /// Why that resolves it.
    var why = ""
    var resolvedBy: StaffID?
}

typealias Contradiction = RecordVersion<ContradictionContent>
