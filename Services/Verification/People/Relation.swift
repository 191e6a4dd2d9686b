import CaseModel

/// What one subject is to another: relative of, lawyer of, member of.
struct Relation: CaseRecordContent {
    static let kind = RecordKind("RELATION")

    /// Records of two subjects: the first is the relative, the lawyer, the member.
    var from: String
    var to: String
    var relation: Tie
    var note = ""

    enum Tie: String, Codable, Sendable, CaseIterable {
        case relative = "RELATIVE_OF"
        case lawyer = "LAWYER_OF"
        case assists = "ASSISTS"
        case member = "MEMBER_OF"
        case works = "WORKS_FOR"
        case represents = "REPRESENTS"
        case colleague = "COLLEAGUE_OF"
        case witness = "WITNESS_FOR"
    }

    static let codeLists = ["relation": "people.relation."]
    static let order = ["from", "relation", "to", "note"]
}
