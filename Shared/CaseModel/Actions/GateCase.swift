package import Foundation

/// A case as its gates see it (DOMAIN.md D.3): consent × verification × risk × addressee. Everything as of `now`.
package struct GateCase: Sendable {
    package var now: Date
    package var verification: VerificationStatus
    /// What the items amount to once what contradicts them is set aside: a contested case (V5) stands as well as that.
    package var besideContradictions: VerificationStatus
    package var nexus: NexusStrength
    /// The assessment for the step; nil where there is none.
    package var risk: GateRisk?
    package var traits: Set<CaseTrait>
    /// Alpha-3 codes of the States that are addressed (DOMAIN.md B.2).
    package var responsibleStates: Set<String>
    package var people: [GatePerson]
    package var links: [MosaicRule.Link]
    /// Whom naming somebody tells apart, whatever a text says: an officer's finding (DOMAIN.md C.5).
    package var namingTells: [String: Set<String>]
    /// Somebody who told of it is known to the UN (DOMAIN.md D.3 2).
    package var hasKnownSource: Bool
    /// Some source may be written to, or reads the mailbox.
    package var mayAnswerSource: Bool
    /// What the States were sent for the report.
    package var notesVerbales: [StateWindow]

    package init(
        now: Date, verification: VerificationStatus, besideContradictions: VerificationStatus? = nil,
        nexus: NexusStrength, risk: GateRisk?, traits: Set<CaseTrait> = [], responsibleStates: Set<String> = [],
        people: [GatePerson] = [], links: [MosaicRule.Link] = [], namingTells: [String: Set<String>] = [:],
        hasKnownSource: Bool = false, mayAnswerSource: Bool = true, notesVerbales: [StateWindow] = []
    ) {
        self.now = now
        self.verification = verification
        self.besideContradictions = besideContradictions ?? verification
        self.nexus = nexus
        self.risk = risk
        self.traits = traits
        self.responsibleStates = responsibleStates
        self.people = people
        self.links = links
        self.namingTells = namingTells
        self.hasKnownSource = hasKnownSource
        self.mayAnswerSource = mayAnswerSource
        self.notesVerbales = notesVerbales
    }
}

/// A do-no-harm assessment as it stands (`RiskRule`).
package struct GateRisk: Sendable, Equatable {
    package var residual: RiskLevel
    /// Why it no longer holds (`RiskRule.outdated`).
    package var outdated: [RiskRule.Change]
    /// Whoever must sign its level has.
    package var isSigned: Bool

    package init(residual: RiskLevel, outdated: [RiskRule.Change] = [], isSigned: Bool = true) {
        self.residual = residual
        self.outdated = outdated
        self.isSigned = isSigned
    }
}

/// Somebody in a case, with their own word.
package struct GatePerson: Sendable {
    /// As in `MosaicRule.Person`.
    package var id: String
    package var names: [String]
    package var entries: [ConsentEntry]
    package var isChild: Bool
    package var legalStatusChangedAt: Date?
    /// The name is kept, whatever was agreed to.
    package var isWithheld: Bool

    package init(
        id: String, names: [String] = [], entries: [ConsentEntry], isChild: Bool = false,
        legalStatusChangedAt: Date? = nil, isWithheld: Bool = false
    ) {
        self.id = id
        self.names = names
        self.entries = entries
        self.isChild = isChild
        self.legalStatusChangedAt = legalStatusChangedAt
        self.isWithheld = isWithheld
    }
}
