/// What a gate says of one planned step, with why (DOMAIN.md D.3).
package struct GateDecision: Sendable, Equatable {
    package let tool: ActionType
    package let isAllowed: Bool
    /// The most that it says of anybody; nil where the gate is shut.
    package let identity: UsedIdentity?
    /// Each person for themselves; empty where the gate asks nobody's consent.
    package let people: [PersonDecision]
    /// Why it is shut, the first first; what an override set aside stands among `setAside`.
    package let reasons: [GateReason]
    package let setAside: [GateReason]
    package let before: [GateDuty]
    package let signatures: SignaturesNeeded
    /// The line of the list that was asked; nil where there is none for the step.
    package let gate: ActionGate?

    package var reason: GateReason? { reasons.first }
    package func person(_ id: String) -> PersonDecision? { people.first { $0.id == id } }
}

/// What a gate says of one person (DOMAIN.md D.3 5).
package struct PersonDecision: Sendable, Equatable {
    /// As phrase keys `action.person.…`.
    package enum Reason: String, Codable, Sendable, CaseIterable, Comparable {
        /// May not be kept at all: nothing of them goes anywhere (list `consent_purpose`, CP1).
        case processing
        case consent
        case consentToReconfirm = "consent_to_reconfirm"
        case risk
        /// The name would tell who somebody is that may not be named.
        case mosaic

        package static func < (one: Self, other: Self) -> Bool { one.place < other.place }
        private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Why less is said of them than they agreed to, or what is to be seen to. As phrase keys `action.note.…`.
    package enum Note: String, Codable, Sendable, CaseIterable {
        case reconfirm
        case conditions
        /// The name is withheld.
        case withheld
        /// Not named because of the risk.
        case riskHidesName = "risk_hides_name"
        /// Not named because that would tell who somebody else is.
        case mosaicHidesName = "mosaic_hides_name"
    }

    /// A group of purposes none of which is agreed to, and how each stands.
    package struct Missing: Sendable, Equatable {
        package let purpose: ConsentPurpose
        package let reasons: [ConsentRule.Reason]
    }

    package let id: String
    /// Nil where they are left out.
    package let identity: UsedIdentity?
    package let reasons: [Reason]
    package let notes: [Note]
    package let missing: [Missing]
}
