import Foundation

/// What a gate allows to be said of one person: their consent to each group of purposes, then the risk (note to the list
/// `action_gate`, DOMAIN.md D.3 5). Nobody's word counts for another.
struct PersonGateRule {
    let gate: ActionGate
    let step: PlannedStep
    let risk: RiskLevel
    let now: Date
    /// An emergency override sets the limit for what names nobody aside; a name is never more than the list allows.
    let riskIsOverridden: Bool

    /// - Parameter mayBeNamed: Whether naming them tells nobody else apart who may not be.
    func decide(_ person: GatePerson, mayBeNamed: Bool = true) -> PersonDecision {
        let words = words(of: person)
        guard !words.isBarred else { return shut(person, [.processing], words) }
        let unmet = gate.consents.filter { group in !group.contains { words.allow($0) } }
        guard unmet.isEmpty else {
            let waits = unmet.allSatisfy { group in group.contains { words.asksAgain($0) } }
            return shut(person, [waits ? .consentToReconfirm : .consent], words, unmet)
        }
        guard !gate.namingGroups.isEmpty else {
            return isBelow(gate.maximumRiskNamed) ? open(person, .internally, [], words) : shut(person, [.risk], words)
        }
        let naming = gate.namingGroups.allSatisfy { $0.contains { $0.isNaming && words.allow($0) } }
        let hiding = gate.namingGroups.allSatisfy { $0.contains { !$0.isNaming && words.allow($0) } }
        if naming, !person.isWithheld, mayBeNamed, risk <= gate.maximumRiskNamed {
            return open(person, .named, [], words)
        }
        let hidden = whyHidden(person, naming: naming, mayBeNamed: mayBeNamed)
        if hiding, isBelow(gate.maximumRiskAnonymous) { return open(person, .anonymous, hidden, words) }
        return shut(person, [whyShut(hidden, hiding: hiding)], words)
    }

    /// Whoever agreed to be named alone has not agreed to less being said of them.
    private func whyShut(_ hidden: [PersonDecision.Note], hiding: Bool) -> PersonDecision.Reason {
        if hiding || hidden.contains(.riskHidesName) { return .risk }
        return hidden.contains(.mosaicHidesName) ? .mosaic : .consent
    }

    private func whyHidden(_ person: GatePerson, naming: Bool, mayBeNamed: Bool) -> [PersonDecision.Note] {
        guard naming else { return [] }
        var notes: [PersonDecision.Note] = person.isWithheld ? [.withheld] : []
        if risk > gate.maximumRiskNamed { notes.append(.riskHidesName) }
        if !mayBeNamed { notes.append(.mosaicHidesName) }
        return notes
    }

    private func isBelow(_ limit: RiskLevel) -> Bool { riskIsOverridden || risk <= limit }

    // MARK: What they said

    /// How somebody stands to the purposes that the gate asks for.
    private struct Words {
        let standings: [ConsentPurpose: ConsentRule.Standing]
        let hasConditions: Bool
        let isLeaving: Bool
        /// The information may not be kept at all. Not asked yet, it may be kept while the person is looked for.
        let isBarred: Bool

        func allow(_ purpose: ConsentPurpose) -> Bool {
            guard let standing = standings[purpose], standing.isAllowed else { return false }
            return !(isLeaving && standing.mustBeReconfirmed)
        }

        func asksAgain(_ purpose: ConsentPurpose) -> Bool {
            standings[purpose].map { $0.isAllowed && $0.mustBeReconfirmed } ?? false
        }
    }

    private func words(of person: GatePerson) -> Words {
        let circumstances = ConsentRule.Circumstances(
            now: now, isChild: person.isChild, legalStatusChangedAt: person.legalStatusChangedAt)
        func standing(_ purpose: ConsentPurpose) -> ConsentRule.Standing {
            ConsentRule.standing(person.entries, on: purpose, for: step.recipient, in: circumstances)
        }
        let purposes = Set(gate.consents.joined())
        let standings = Dictionary(uniqueKeysWithValues: purposes.map { ($0, standing($0)) })
        let special = person.entries.contains { purposes.contains($0.purpose) && !$0.recipients.isEmpty }
        return Words(
            standings: standings,
            hasConditions: special || standings.values.contains { $0.isAllowed && !$0.conditions.isEmpty },
            isLeaving: step.stage == .leaving,
            isBarred: [.refused, .withdrawn].contains(standing(.process).status))
    }

    // MARK: What comes of it

    private func open(
        _ person: GatePerson, _ identity: UsedIdentity, _ hidden: [PersonDecision.Note], _ words: Words
    ) -> PersonDecision {
        let used = gate.consents.joined().filter { words.allow($0) && (identity == .named || !$0.isNaming) }
        var notes = hidden
        if used.contains(where: words.asksAgain) { notes.append(.reconfirm) }
        if words.hasConditions { notes.append(.conditions) }
        return PersonDecision(id: person.id, identity: identity, reasons: [], notes: notes, missing: [])
    }

    private func shut(
        _ person: GatePerson, _ reasons: [PersonDecision.Reason], _ words: Words, _ unmet: [[ConsentPurpose]] = []
    ) -> PersonDecision {
        let missing = unmet.joined().map { purpose in
            PersonDecision.Missing(purpose: purpose, reasons: words.standings[purpose]?.reasons ?? [])
        }
        return PersonDecision(id: person.id, identity: nil, reasons: reasons, notes: [], missing: Array(missing))
    }
}
