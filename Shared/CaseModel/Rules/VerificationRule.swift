/// The mechanical half of verification (DOMAIN.md C.1): what the graded items amount to. A person decides; a decision that
/// differs needs a reason and a second signature.
package enum VerificationRule {
    /// Why the rule says what it says, as phrase keys `verification.reason.…`.
    package enum Reason: String, Sendable, CaseIterable {
        case nexusContradicted = "nexus_contradicted"
        case actContradicted = "act_contradicted"
        case independentGroups = "independent_groups"
        case directSourceAndDocument = "direct_source_and_document"
        case oneGroup = "one_group"
        case nothingCredible = "nothing_credible"
        case nothingGraded = "nothing_graded"
    }

    package struct Suggestion: Sendable, Equatable {
        package let status: VerificationStatus
        package let reasons: [Reason]
        /// Independence groups that support the act with credibility 3 or better.
        package let independentLinesForAct: Int
        /// Whether a credible contradiction of the act is unresolved, whatever the status.
        package let isContested: Bool

        package init(
            status: VerificationStatus, reasons: [Reason], independentLinesForAct: Int, isContested: Bool
        ) {
            self.status = status
            self.reasons = reasons
            self.independentLinesForAct = independentLinesForAct
            self.isContested = isContested
        }
    }

    /// The first that holds in the order V6, V5, V3, V2, V1, V0. V4 is never suggested.
    package static func suggest(_ items: [GradedItem]) -> Suggestion {
        let supporting = items.filter { $0.supports.contains(.act) && $0.isCredible(.possiblyTrue) }
        let lines = Set(supporting.map(\.independenceGroup)).count
        let contested = items.contains {
            $0.contradicts.contains(.act) && $0.isCredible(.possiblyTrue) && !$0.isResolved
        }
        func suggestion(_ status: VerificationStatus, _ reasons: [Reason]) -> Suggestion {
            Suggestion(status: status, reasons: reasons, independentLinesForAct: lines, isContested: contested)
        }

        if isNexusRefuted(items) { return suggestion(.v6, [.nexusContradicted]) }
        if contested { return suggestion(.v5, [.actContradicted]) }
        let corroboration = corroboration(supporting, lines: lines)
        if !corroboration.isEmpty { return suggestion(.v3, corroboration) }
        if lines == 1 { return suggestion(.v2, [.oneGroup]) }
        if items.contains(where: { $0.credibility != nil }) { return suggestion(.v1, [.nothingCredible]) }
        return suggestion(.v0, [.nothingGraded])
    }

    /// Whether a reviewer who is not the officer may sign V4: corroborated, and the link at least a documented pattern.
    package static func mayBeSignedAsReasonableGrounds(_ suggestion: Suggestion, nexus: NexusStrength) -> Bool {
        suggestion.status == .v3 && nexus >= .n2
    }

    private static func isNexusRefuted(_ items: [GradedItem]) -> Bool {
        items.contains { $0.contradicts.contains(.nexus) && $0.isCredible(.probablyTrue) }
            && !items.contains { $0.supports.contains(.nexus) && $0.isCredible(.possiblyTrue) }
    }

    private static func corroboration(_ supporting: [GradedItem], lines: Int) -> [Reason] {
        var reasons: [Reason] = []
        if lines >= 2 { reasons.append(.independentGroups) }
        let direct = supporting.filter { $0.sourceType.isDirect && $0.reliability?.isAtLeastFair == true }
        let documents = supporting.filter { $0.sourceType.isDocumentary && $0.isCredible(.probablyTrue) }
        let backed = direct.contains { one in documents.contains { $0.independenceGroup != one.independenceGroup } }
        if backed { reasons.append(.directSourceAndDocument) }
        return reasons
    }
}
