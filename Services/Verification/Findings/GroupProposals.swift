import CaseModel

/// Which items may go back to one original observation though they stand in different groups (DOMAIN.md C.3). Proposes; a
/// person confirms or declines, and is not asked again.
struct GroupProposals: Sendable {
    enum Reason: String, Sendable, CaseIterable {
        /// One is named as having told the other.
        case told
        /// Nearly the same words, in the original or in a translation.
        case sameText = "same_text"
        case similarText = "similar_text"
    }

    struct Proposal: Sendable, Equatable {
        let one: RecordID
        let other: RecordID
        let reason: Reason
    }

    /// An item with everything that it says, in each language that it is there in.
    struct Said: Sendable {
        let id: RecordID
        let group: String
        let toldByItem: RecordID?
        let texts: [String]
    }

    /// In the order of the items; each pair once.
    static func propose(_ items: [Said], answered: [GroupingContent]) -> [Proposal] {
        let said = items.map { item in item.texts.map(features).filter { !$0.shingles.isEmpty } }
        var proposals: [Proposal] = []
        for (place, one) in items.enumerated() {
            for (next, other) in items.enumerated().dropFirst(place + 1) where one.group != other.group {
                guard !answered.contains(where: { $0.isAbout(one.id, other.id) }) else { continue }
                guard let reason = reason(one, other, said[place], said[next]) else { continue }
                proposals.append(Proposal(one: one.id, other: other.id, reason: reason))
            }
        }
        return proposals
    }

    private static func reason(
        _ one: Said, _ other: Said, _ texts: [LikenessFeatures], _ others: [LikenessFeatures]
    ) -> Reason? {
        if one.toldByItem == other.id || other.toldByItem == one.id { return .told }
        let likeness = texts.flatMap { text in others.map { text.textLikeness(to: $0) } }.max() ?? 0
        if likeness >= LikenessRule.copy { return .sameText }
        return likeness >= LikenessRule.similar ? .similarText : nil
    }

    /// Compared in memory only, so that no key is needed.
    private static func features(_ text: String) -> LikenessFeatures {
        LikenessFeatures(texts: [text], common: []) { kind, value in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in [kind.description, value].joined(separator: "|").utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
            return hash
        }
    }
}

extension GroupingContent {
    func isAbout(_ first: RecordID, _ second: RecordID) -> Bool {
        (one == first && other == second) || (one == second && other == first)
    }
}
