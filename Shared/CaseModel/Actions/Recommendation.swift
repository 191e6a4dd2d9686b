/// A tool that the rules suggest, with the rule that does (DOMAIN.md D.1, D.4). The same facts lead to the same tools; people
/// decide.
package struct Recommendation: Sendable, Equatable {
    /// A line of DOMAIN.md D.4. As phrase keys `action.rule.…`.
    package enum Rule: String, Codable, Sendable, CaseIterable {
        case immediateRisk = "immediate_risk"
        case immediateRiskWithoutConsent = "immediate_risk_without_consent"
        case councilFamily = "council_family"
        case treatyBody = "treaty_body"
        case registeredCommunication = "registered_communication"
        case peaceAndSecurity = "peace_and_security"
        case conference
        case inMeeting = "in_meeting"
        case lawOrMassMeasure = "law_or_mass_measure"
        case nonStatePerpetrator = "non_state_perpetrator"
        case detained
        case disappeared
        case digitalAttackByUnknown = "digital_attack_by_unknown"
        case relativeOrChild = "relative_or_child"
        case humanRightsInstitution = "human_rights_institution"
        case unPersonnel = "un_personnel"
        case noReply = "no_reply"
        case repeatState = "repeat_state"
    }

    package let tool: ActionType
    package let rule: Rule
    /// Until when, counted from the decision on the urgency; nil where nothing is said.
    package let within: TriageClock.Limit?

    package init(_ tool: ActionType, _ rule: Rule, within: TriageClock.Limit? = nil) {
        self.tool = tool
        self.rule = rule
        self.within = within
    }
}

/// What the rules know of a case.
package struct RecommendationFacts: Sendable {
    package var urgency: Urgency
    package var traits: Set<CaseTrait>
    /// Somebody agreed that the State is spoken to, with or without their name.
    package var mayAddressState: Bool
    /// Some mandate of the special procedures fits.
    package var hasFittingMandate: Bool
    /// What follows a State's silence, once it is time (`NoReplyRule`).
    package var afterSilence: ActionType?
    /// In three reporting periods or more, or a member of the Council now.
    package var isRepeatStateOrMember: Bool
    /// The law is published: it may be spoken of in public.
    package var lawIsPublic: Bool

    package init(
        urgency: Urgency, traits: Set<CaseTrait> = [], mayAddressState: Bool, hasFittingMandate: Bool = true,
        afterSilence: ActionType? = nil, isRepeatStateOrMember: Bool = false, lawIsPublic: Bool = true
    ) {
        self.urgency = urgency
        self.traits = traits
        self.mayAddressState = mayAddressState
        self.hasFittingMandate = hasFittingMandate
        self.afterSilence = afterSilence
        self.isRepeatStateOrMember = isRepeatStateOrMember
        self.lawIsPublic = lawIsPublic
    }
}

package enum RecommendationRule {
    /// Everything that a line of DOMAIN.md D.4 suggests, in the order of the lines; a tool may stand there more than once, each
    /// time for another reason. A tool whose gate is shut stays recommended: the gate says why it is not for now.
    ///
    /// - Parameter tools: Those that the entity's protocol uses; empty for all. What protects is never left out.
    package static func recommend(_ facts: RecommendationFacts, tools: Set<ActionType> = []) -> [Recommendation] {
        let found =
            ofUrgency(facts) + CaseTrait.allCases.filter(facts.traits.contains).flatMap { of($0, facts) }
            + ofState(facts)
        return found.filter { tools.isEmpty || tools.contains($0.tool) || $0.tool.reach != .outward }
    }

    /// What was recommended and not taken, and what was taken and not recommended: each wants a reason (DOMAIN.md 0, D.1).
    package static func departures(
        from recommended: [Recommendation], chosen: Set<ActionType>
    ) -> (left: Set<ActionType>, added: Set<ActionType>) {
        let tools = Set(recommended.map(\.tool))
        return (tools.subtracting(chosen), chosen.subtracting(tools))
    }

    private static func ofUrgency(_ facts: RecommendationFacts) -> [Recommendation] {
        guard facts.urgency == .u1 else { return [] }
        guard facts.mayAddressState else {
            let rule = Recommendation.Rule.immediateRiskWithoutConsent
            return [
                Recommendation(.a03, rule, within: .hours(0)), Recommendation(.a18, rule),
                Recommendation(.a25, rule, within: .hours(24)),
            ]
        }
        let letter: ActionType = facts.hasFittingMandate ? .a08 : .a05
        return [
            Recommendation(.a03, .immediateRisk, within: .hours(0)),
            Recommendation(letter, .immediateRisk, within: .hours(24)),
            Recommendation(.a18, .immediateRisk), Recommendation(.a17, .immediateRisk),
        ]
    }

    private static func of(_ trait: CaseTrait, _ facts: RecommendationFacts) -> [Recommendation] {
        switch trait {
        case .councilFamily: [Recommendation(.a06, .councilFamily), Recommendation(.a07, .councilFamily)]
        case .treatyBody: [Recommendation(.a11, .treatyBody)]
        case .registeredCommunication: [Recommendation(.a12, .registeredCommunication)]
        case .peaceAndSecurity: [Recommendation(.a17, .peaceAndSecurity)]
        case .conference:
            [.a03, .a21, .a22, .a05].map { Recommendation($0, .conference) }
        case .lawOrMassMeasure:
            [.a10, .a13, .a15].filter { $0 != .a13 || facts.lawIsPublic }.map { Recommendation($0, .lawOrMassMeasure) }
        case .inMeeting:
            [
                Recommendation(.a21, .inMeeting, within: .hours(1)),
                Recommendation(.a19, .inMeeting, within: .hours(1)),
                Recommendation(facts.traits.contains(.councilFamily) ? .a06 : .a22, .inMeeting),
            ]
        // An armed group is spoken to through the UN channel that may, and by nobody else.
        case .nonStatePerpetrator: facts.mayAddressState ? [Recommendation(.a09, .nonStatePerpetrator)] : []
        case .detained: [.a08, .a23].map { Recommendation($0, .detained) }
        case .disappeared: [Recommendation(.a08, .disappeared, within: .hours(24))]
        case .digitalAttackByUnknown: [.a01, .a22].map { Recommendation($0, .digitalAttackByUnknown) }
        case .relative: [Recommendation(.a18, .relativeOrChild)]
        case .child: facts.traits.contains(.relative) ? [] : [Recommendation(.a18, .relativeOrChild)]
        case .humanRightsInstitution: [.a05, .a20].map { Recommendation($0, .humanRightsInstitution) }
        case .unPersonnel: [.a05, .a14].map { Recommendation($0, .unPersonnel) }
        case .armedGroup, .business: []
        }
    }

    private static func ofState(_ facts: RecommendationFacts) -> [Recommendation] {
        let afterSilence = facts.afterSilence.map { [Recommendation($0, .noReply)] } ?? []
        return afterSilence + (facts.isRepeatStateOrMember ? [Recommendation(.a14, .repeatState)] : [])
    }
}
