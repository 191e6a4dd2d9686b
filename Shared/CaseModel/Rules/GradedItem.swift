/// What an item of information speaks to (DOMAIN.md C.1: two determinations).
package enum Claim: String, Codable, Sendable, CaseIterable {
    case act = "ACT"
    case nexus = "NEXUS"
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
        guard credibility == .confirmed else { return true }
        return items.contains { other in
            other.independenceGroup != independenceGroup
                && (!supports.isDisjoint(with: other.supports) || !contradicts.isDisjoint(with: other.contradicts))
        }
    }
}
