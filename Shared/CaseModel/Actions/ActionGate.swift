/// What must hold before a tool may be used: a line of the list `action_gate` (DOMAIN.md D.3).
package struct ActionGate: Sendable, Equatable {
    package var tool: ActionType
    package var visibility: ActionVisibility
    /// How well the act must be established.
    package var verification: VerificationStatus
    /// Of each group one purpose at least.
    package var consents: [[ConsentPurpose]]
    package var maximumRiskNamed: RiskLevel
    package var maximumRiskAnonymous: RiskLevel
    /// Any of these authorizes it.
    package var authorizers: Set<Role>
    package var approvals: Int
    package var needsState: Bool
    package var needsNexus: Bool

    /// The groups in which naming and not naming are agreed to apart.
    var namingGroups: [[ConsentPurpose]] { consents.filter { $0.contains(where: \.isNaming) } }
    var plainGroups: [[ConsentPurpose]] { consents.filter { !$0.contains(where: \.isNaming) } }

    /// The gate of a bespoke act (A24): its own line and that of a tool of the visibility chosen, the stricter of the two
    /// in each column (note to the list `action_gate`). Who authorizes is said by the other tool alone.
    package func joined(with other: ActionGate) -> ActionGate {
        ActionGate(
            tool: tool, visibility: other.visibility,
            verification: VerificationStep.of(verification) < VerificationStep.of(other.verification)
                ? other.verification : verification,
            consents: consents + other.consents.filter { !consents.contains($0) },
            maximumRiskNamed: min(maximumRiskNamed, other.maximumRiskNamed),
            maximumRiskAnonymous: min(maximumRiskAnonymous, other.maximumRiskAnonymous),
            authorizers: other.authorizers, approvals: max(approvals, other.approvals),
            needsState: needsState || other.needsState, needsNexus: needsNexus || other.needsNexus)
    }

    /// The gate of the note verbale that the State gets before a case stands in the report (DOMAIN.md C.11, D.3 3): it tells the
    /// State what will be published, so it needs consent to both.
    package var ofNoteVerbale: ActionGate {
        var gate = self
        let toState: [ConsentPurpose] = [.stateAnonymously, .stateNamed]
        if !gate.consents.contains(toState) { gate.consents.insert(toState, at: 0) }
        gate.needsState = true
        gate.visibility = .confidential
        return gate
    }
}

/// How far up the ladder something counts for a gate (DOMAIN.md C.1).
enum VerificationStep {
    /// V5 and V6 are no steps of their own.
    static func of(_ status: VerificationStatus) -> Int {
        switch status {
        case .v0, .v6: 0
        case .v1: 1
        case .v2, .v5: 2
        case .v3: 3
        case .v4: 4
        }
    }
}
