/// Why the rule of DOMAIN.md C.1 says what it says, and what would lead further.
package struct LadderExplanation: Sendable, Equatable {
    package let suggestion: VerificationRule.Suggestion
    /// The places of the items that make it so, in the order in which they were given.
    package let because: [Int]
    /// What the next rung wants, as phrase keys `verification.missing.…`.
    package let missing: [Missing]

    package enum Missing: String, Sendable, CaseIterable {
        /// No item has a grade yet.
        case grade
        /// Nothing of credibility 3 or better supports the act.
        case credibleSupport = "credible_support"
        /// A second independence group, or a direct source and a document of another group.
        case otherGroup = "other_group"
        /// A person has to say how the contradiction is resolved.
        case resolution
        /// Something credible that supports the link.
        case nexusSupport = "nexus_support"
        /// For V4 the link must be a documented pattern or stronger.
        case strongerNexus = "stronger_nexus"
        /// For V4 somebody else has to sign.
        case secondSignature = "second_signature"
    }

    package init(_ items: [GradedItem], nexus: NexusStrength) {
        suggestion = VerificationRule.suggest(items)
        because = Self.because(items, suggestion)
        missing = Self.missing(suggestion, nexus)
    }

    private static func because(_ items: [GradedItem], _ suggestion: VerificationRule.Suggestion) -> [Int] {
        items.indices.filter { index in
            let item = items[index]
            switch suggestion.status {
            case .v6: return item.contradicts.contains(.nexus) && item.isCredible(.probablyTrue)
            case .v5:
                return item.contradicts.contains(.act) && item.isCredible(.possiblyTrue) && !item.isResolved
            case .v4, .v3, .v2: return item.supports.contains(.act) && item.isCredible(.possiblyTrue)
            case .v1: return item.credibility != nil
            case .v0: return false
            }
        }
    }

    private static func missing(_ suggestion: VerificationRule.Suggestion, _ nexus: NexusStrength) -> [Missing] {
        switch suggestion.status {
        case .v0: [.grade]
        case .v1: [.credibleSupport]
        case .v2: [.otherGroup]
        case .v3, .v4: nexus >= .n2 ? [.secondSignature] : [.strongerNexus, .secondSignature]
        case .v5: [.resolution]
        case .v6: [.nexusSupport]
        }
    }

    /// The places of the items whose grade decides where the case stands: without one of them the rule says something else,
    /// and with it the gates of the tools (DOMAIN.md C.2: such grades want a second grader).
    package static func decisive(_ items: [GradedItem]) -> [Int] {
        let status = VerificationRule.suggest(items).status
        return items.indices.filter { index in
            guard items[index].credibility != nil else { return false }
            var others = items
            others.remove(at: index)
            return VerificationRule.suggest(others).status != status
        }
    }
}
