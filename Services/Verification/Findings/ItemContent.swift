import CaseModel
import Foundation

/// One item of information, as officers hold and grade it (DOMAIN.md C.2, C.3).
struct ItemContent: CaseRecordContent {
    static let kind = RecordKind("ITEM")
    static let codeLists = [
        "sourceType": "source_type", "reliability": "source_reliability", "credibility": "information_credibility",
        "shows": "nexus_strength",
    ]
    static let order = [
        "sourceRef", "source", "sourceType", "reliability", "credibility", "group", "toldBy", "toldByItem", "supports",
        "contradicts", "shows", "confirmedBy", "note", "quote", "quoteLanguage", "quoteOf", "second", "gradedBy",
    ]

    /// What officers call the source.
    var sourceRef: String
    /// What of this case it is, where it lies here.
    var source: ItemSource?
    var sourceType: SourceType
    /// Nil while nobody has graded it.
    var reliability: SourceReliability?
    var credibility: InformationCredibility?
    /// Items that go back to one original observation share a group.
    var group: String
    /// Who told them, in words.
    var toldBy = ""
    /// Who told them, where that is another item of this case.
    var toldByItem: RecordID?
    var supports: [Claim]
    var contradicts: [Claim]
    /// What it shows of the link (DOMAIN.md C.4); nil where it says nothing of it.
    var shows: NexusStrength?
    /// Items of other groups that say the same of the same claim: what a "1" rests on.
    var confirmedBy: [RecordID] = []
    /// What was found, in the officer's words.
    var note: String
    var quote = ""
    /// BCP 47.
    var quoteLanguage = ""
    /// Which version or translation is quoted.
    var quoteOf = ""
    /// Who gave the grades above.
    var gradedBy: StaffID?
    var second: SecondGrade?

    var isGraded: Bool { reliability != nil && credibility != nil }
}

/// What a second officer, who graded by themselves, makes of the same item (DOMAIN.md C.2).
struct SecondGrade: Codable, Sendable, Equatable {
    var reliability: SourceReliability
    var credibility: InformationCredibility
    var note: String
    var by: StaffID
    var at: Date
}

extension ItemContent {
    /// Whether two people graded it differently.
    var isDisputed: Bool {
        guard let second else { return false }
        return second.reliability != reliability || second.credibility != credibility
    }
}

/// What of a case an item comes from, as the form and the record have it: `submission:<id>`, `file:<id>`, `message:<id>`.
struct ItemSource: RawRepresentable, Codable, Sendable, Hashable {
    enum Kind: String, Sendable {
        case submission, file, message
    }

    let kind: Kind
    let id: UUID

    init(_ kind: Kind, _ id: UUID) {
        self.kind = kind
        self.id = id
    }

    init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = Kind(rawValue: parts[0]), let id = UUID(uuidString: parts[1]) else {
            return nil
        }
        self.init(kind, id)
    }

    var rawValue: String { "\(kind.rawValue):\(id.uuidString.lowercased())" }
}

/// An item as it stands.
typealias Item = RecordVersion<ItemContent>
