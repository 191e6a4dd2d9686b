/// What an item of information speaks to (DOMAIN.md C.1: two determinations, and who is behind the act).
package enum Claim: String, Codable, Sendable, CaseIterable {
    /// That it happened.
    case act = "ACT"
    /// That it happened because of cooperation with the UN.
    case nexus = "NEXUS"
    /// That a State, or whoever is named, is behind it. The ladder does not count it.
    case attribution = "ATTRIBUTION"
}

/// One item of information, as officers graded it.
package struct GradedItem: Codable, Sendable, Equatable {
    package var sourceType: SourceType
    /// Nil while nobody has graded it.
    package var reliability: SourceReliability?
    package var credibility: InformationCredibility?
    /// Items that go back to one original observation share a group (DOMAIN.md C.3).
    package var independenceGroup: String
    package var supports: Set<Claim>
    package var contradicts: Set<Claim>
    /// A person has marked what it contradicts as resolved.
    package var isResolved: Bool

    package init(
        sourceType: SourceType, reliability: SourceReliability?, credibility: InformationCredibility?,
        independenceGroup: String, supports: Set<Claim> = [], contradicts: Set<Claim> = [], isResolved: Bool = false
    ) {
        self.sourceType = sourceType
        self.reliability = reliability
        self.credibility = credibility
        self.independenceGroup = independenceGroup
        self.supports = supports
        self.contradicts = contradicts
        self.isResolved = isResolved
    }

    /// Whether it is graded, and its credibility is at least as good as `limit`.
    func isCredible(_ limit: InformationCredibility) -> Bool {
        guard let credibility else { return false }
        return credibility <= limit
    }

    /// Whether credibility 1 is borne out: `confirming` holds an item of another independence group that says the same of
    /// the same claim (DOMAIN.md C.2). Every other grade needs nothing.
    package func mayKeepCredibility(confirming items: [GradedItem]) -> Bool {
        credibility != .confirmed || items.contains { isConfirmed(by: $0) }
    }

    /// Whether the other item, of another independence group, says the same of the same claim.
    package func isConfirmed(by other: GradedItem) -> Bool {
        other.independenceGroup != independenceGroup
            && (!supports.isDisjoint(with: other.supports) || !contradicts.isDisjoint(with: other.contradicts))
    }

    /// The item as the rule counts it: a "1" that nothing bears out any more counts as 2 until a person mends it. Between
    /// these two the ladder makes no difference; that the 1 no longer holds is for people to see.
    package func counted(confirming items: [GradedItem]) -> GradedItem {
        guard !mayKeepCredibility(confirming: items) else { return self }
        var item = self
        item.credibility = .probablyTrue
        return item
    }
}
