/// One use of a tool that somebody plans, or that is about to leave.
package struct PlannedStep: Sendable, Equatable {
    /// When the gate is asked (DESIGN §5).
    package enum Stage: Sendable, CaseIterable {
        /// May it be proposed?
        case proposed
        /// May it leave now? What could still be put right before is asked for now (DOMAIN.md C.5, C.6, D.3 4).
        case leaving
    }

    package var tool: ActionType
    package var stage: Stage
    /// Who gets to see a bespoke act (A24).
    package var visibility: ActionVisibility?
    /// Ids of those whom it speaks of; nil for everybody in the case.
    package var covers: Set<String>?
    /// Whom it goes to, as the consent ledger names recipients.
    package var recipient: String?
    /// The note verbale for the report (A15) and not the report itself.
    package var isNoteVerbale: Bool
    /// Stands in the report's main body as a trend that names no State (A15, DOMAIN.md D.3 3).
    package var isTrend: Bool
    /// The institution that follows up (A20); nil while none is chosen.
    package var institution: Institution?
    /// What is to be sent, for the mosaic check.
    package var text: String?
    /// Sentences of it of which a person has judged that they tell nobody apart after all. A name is never judged away.
    package var judgedSentences: Set<String> = []

    /// A national human rights institution or a regional mechanism (DOMAIN.md D.3 6).
    package struct Institution: Sendable, Equatable {
        package var isIndependent: Bool
        package var isAllegedPerpetrator: Bool

        package init(isIndependent: Bool, isAllegedPerpetrator: Bool = false) {
            self.isIndependent = isIndependent
            self.isAllegedPerpetrator = isAllegedPerpetrator
        }
    }

    package init(
        _ tool: ActionType, stage: Stage = .proposed, visibility: ActionVisibility? = nil, covers: Set<String>? = nil,
        recipient: String? = nil, isNoteVerbale: Bool = false, isTrend: Bool = false,
        institution: Institution? = nil, text: String? = nil
    ) {
        self.tool = tool
        self.stage = stage
        self.visibility = visibility
        self.covers = covers
        self.recipient = recipient
        self.isNoteVerbale = isNoteVerbale && tool == .a15
        self.isTrend = isTrend
        self.institution = institution
        self.text = text
    }
}
