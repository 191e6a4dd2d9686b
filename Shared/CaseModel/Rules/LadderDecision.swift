/// A person's decision on the ladder, beside what the rule suggests (DOMAIN.md C.1, VE-05).
package struct LadderDecision: Codable, Sendable, Equatable {
    package var status: VerificationStatus
    package var nexus: NexusStrength
    /// Why it differs from what the rule suggests; empty where it does not.
    package var reason: String
    package var officer: StaffID
    /// Who signed besides; nil while nobody has.
    package var reviewer: StaffID?

    package init(
        status: VerificationStatus, nexus: NexusStrength, reason: String = "", officer: StaffID,
        reviewer: StaffID? = nil
    ) {
        self.status = status
        self.nexus = nexus
        self.reason = reason
        self.officer = officer
        self.reviewer = reviewer
    }

    package enum Problem: String, Sendable, CaseIterable {
        /// It differs from the rule and says not why.
        case reasonMissing = "reason_missing"
        /// It differs from the rule, or is V4, and nobody has signed besides.
        case secondSignatureMissing = "second_signature_missing"
        /// Nobody reviews what they decided themselves.
        case ownReview = "own_review"
        /// V4 wants V3 by the rule, and a link of N2 or stronger.
        case notEligible = "not_eligible"
    }

    /// Why it cannot take effect yet; empty where it can.
    package func problems(_ suggestion: VerificationRule.Suggestion) -> [Problem] {
        var problems: [Problem] = []
        let isReasonable = status == .v4
        if isReasonable, !VerificationRule.mayBeSignedAsReasonableGrounds(suggestion, nexus: nexus) {
            problems.append(.notEligible)
        }
        let departs = status != suggestion.status && !isReasonable
        if departs, reason.allSatisfy(\.isWhitespace) { problems.append(.reasonMissing) }
        if departs || isReasonable {
            switch reviewer {
            case nil: problems.append(.secondSignatureMissing)
            case officer: problems.append(.ownReview)
            default: break
            }
        }
        return problems
    }

    /// Whether it waits for nothing but somebody else's signature; until then its author may change nothing.
    package func waitsForReview(_ suggestion: VerificationRule.Suggestion) -> Bool {
        problems(suggestion) == [.secondSignatureMissing]
    }

    /// Where a decision leads the case (DOMAIN.md B.6): established leads to VERIFIED, refuted to its end, anything else leaves
    /// it open or takes it back to verification. Nil where the case has to be taken back to verification first, or is not
    /// there yet.
    package static func step(from status: CaseStatus, deciding verification: VerificationStatus) -> CaseStatus? {
        guard [.verifying, .verified, .actioned, .followUp].contains(status) else { return nil }
        switch verification {
        case .v3, .v4: return status == .verifying ? .verified : status
        case .v6: return status.mayBecome(.closedUnsubstantiated) ? .closedUnsubstantiated : nil
        case .v0, .v1, .v2, .v5: return status == .verified ? .verifying : status
        }
    }
}
