import CaseModel

/// What is known of an independence group: the one observation that its items go back to (DOMAIN.md C.3).
struct GroupContent: CaseRecordContent {
    static let kind = RecordKind("GROUP")
    static let order = ["name", "toldBy"]

    var name: String
    /// "Who told them?"
    var toldBy: String
}

/// What a person said to the proposal that two items go back to the same observation.
struct GroupingContent: CaseRecordContent {
    static let kind = RecordKind("GROUPING")
    static let order = ["one", "other", "answer"]

    enum Answer: String, Codable, Sendable, CaseIterable {
        case confirmed = "CONFIRMED"
        case declined = "DECLINED"
    }

    var one: RecordID
    var other: RecordID
    var answer: Answer
}

/// That somebody who may record findings sees it otherwise. It is never taken out of the case.
struct DissentContent: CaseRecordContent {
    static let kind = RecordKind("DISSENT")
    static let order = ["text", "about"]

    var text: String
    /// The decision that it is about, where there was one.
    var about: RecordID?
}
