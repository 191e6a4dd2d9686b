import CaseModel

/// What the items of a case amount to by the rules: computed each time from what is stored, never stored itself.
struct Assessment: Sendable {
    let items: [Item]
    let contradictions: [Contradiction]
    /// As the rule counts them, in the same order.
    let graded: [GradedItem]
    /// Items whose "1" nothing bears out any more; they count as 2.
    let unconfirmed: Set<RecordID>

    init(items: [Item], contradictions: [Contradiction]) {
        self.items = items
        self.contradictions = contradictions
        let plain = items.map { Self.graded($0, contradictions) }
        let byID = Dictionary(zip(items.map(\.id), plain), uniquingKeysWith: { first, _ in first })
        var unconfirmed: Set<RecordID> = []
        graded = zip(items, plain).map { item, graded in
            let confirming = item.content.confirmedBy.compactMap { byID[$0] }
            if !graded.mayKeepCredibility(confirming: confirming) { unconfirmed.insert(item.id) }
            return graded.counted(confirming: confirming)
        }
        self.unconfirmed = unconfirmed
    }

    private static func graded(_ item: Item, _ contradictions: [Contradiction]) -> GradedItem {
        let content = item.content
        let about = contradictions.filter { $0.content.claim == .act && $0.content.items.contains(item.id) }
        return GradedItem(
            sourceType: content.sourceType, reliability: content.reliability, credibility: content.credibility,
            independenceGroup: content.group, supports: Set(content.supports), contradicts: Set(content.contradicts),
            isResolved: !about.isEmpty && about.allSatisfy { $0.content.state == .resolved })
    }

    var suggestion: VerificationRule.Suggestion { VerificationRule.suggest(graded) }

    func explanation(_ nexus: NexusStrength) -> LadderExplanation { LadderExplanation(graded, nexus: nexus) }

    /// What the items show of the link.
    var evidenceOfLink: [NexusRule.Evidence] {
        zip(items, graded).compactMap { item, graded in
            guard graded.supports.contains(.nexus), let shows = item.content.shows else { return nil }
            return NexusRule.Evidence(shows: shows, credibility: graded.credibility)
        }
    }

    /// Items that still want the grades of a second officer: all where a life or liberty is at stake, and those that decide.
    func wantsSecondGrade(_ urgency: Urgency) -> Set<RecordID> {
        let decisive = LadderExplanation.decisive(graded)
        return Set(
            items.indices.filter { index in
                let content = items[index].content
                return content.isGraded && content.second == nil && (urgency <= .u2 || decisive.contains(index))
            }.map { items[$0].id })
    }

    /// What a signature on a decision is bound to: the version of every item and contradiction, by id.
    var versions: [String: Int] {
        let all = items.map { ($0.id, $0.version) } + contradictions.map { ($0.id, $0.version) }
        return Dictionary(all.map { ("\($0.0)", $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// The items of an independence group, in the order in which the groups first appear.
    var groups: [(name: String, items: [Item])] {
        var names: [String] = []
        for item in items where !names.contains(item.content.group) { names.append(item.content.group) }
        return names.map { name in (name, items.filter { $0.content.group == name }) }
    }
}
