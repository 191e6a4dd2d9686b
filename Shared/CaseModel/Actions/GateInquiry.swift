/// Everything that one gate asks, in the words of the list and of DOMAIN.md D.3.
struct GateInquiry {
    let step: PlannedStep
    let gate: ActionGate
    let gateCase: GateCase
    let people: [PersonDecision]

    /// Without what people themselves have said.
    var reasons: [GateReason] { ofCase + ofTool + ofRisk + ofText + ofState }

    private var ofCase: [GateReason] {
        var found: [GateReason] = []
        if gateCase.verification == .v6, !step.tool.outlivesRefutation { found.append(.refuted) }
        if established < VerificationStep.of(gate.verification) { found.append(.verificationTooLow) }
        if gate.needsState, gateCase.responsibleStates.isEmpty { found.append(.noStateAddressee) }
        if gate.needsNexus, gateCase.nexus == .n0 { found.append(.noNexus) }
        return found
    }

    /// A contested case stands as credible, and in a report as well as without what contradicts it (DOMAIN.md C.1).
    private var established: Int {
        guard gateCase.verification == .v5 else { return VerificationStep.of(gateCase.verification) }
        let beside = VerificationStep.of(gateCase.besideContradictions)
        return isReport ? beside : min(beside, VerificationStep.of(.v2))
    }

    private var isReport: Bool { step.tool == .a15 || step.tool == .a16 }

    private var ofTool: [GateReason] {
        func lacks(_ trait: CaseTrait) -> Bool { !gateCase.traits.contains(trait) }
        switch model {
        case .a01, .a02: return gateCase.mayAnswerSource ? [] : [.contactRefused]
        case .a06, .a07: return lacks(.councilFamily) ? [.notCouncilFamily] : []
        case .a08, .a09: return gateCase.hasKnownSource ? [] : [.noKnownSource]
        case .a10: return lacks(.lawOrMassMeasure) ? [.noLaw] : []
        case .a11: return lacks(.treatyBody) ? [.noTreatyBody] : []
        case .a12: return lacks(.registeredCommunication) ? [.noRegisteredCommunication] : []
        // UN security also answers for the UN's own people, wherever they are threatened (D.2).
        case .a19: return lacks(.inMeeting) && lacks(.unPersonnel) ? [.notInMeeting] : []
        case .a20: return ofInstitution
        case .a21: return lacks(.inMeeting) ? [.notInMeeting] : []
        default: return []
        }
    }

    /// The tool whose conditions hold: for a bespoke act that of its visibility.
    private var model: ActionType { step.tool == .a24 ? ActionGates.model(gate.visibility) ?? .a24 : step.tool }

    private var ofInstitution: [GateReason] {
        guard let institution = step.institution else { return [] }
        var found: [GateReason] = []
        if institution.isAllegedPerpetrator { found.append(.institutionImplicated) }
        if !institution.isIndependent { found.append(.institutionNotIndependent) }
        return found
    }

    // MARK: Risk

    private var ofRisk: [GateReason] {
        guard step.tool.reach.needsAssessment else { return [] }
        guard let risk = gateCase.risk else { return [.riskNotAssessed] }
        var found: [GateReason] = []
        if gate.consents.isEmpty, risk.residual > gate.maximumRiskAnonymous { found.append(.riskTooHigh) }
        guard step.stage == .leaving else { return found }
        if !risk.outdated.isEmpty { found.append(.riskOutdated) }
        if !risk.isSigned, risk.residual.needsSecondApprover { found.append(.riskUnsigned) }
        return found
    }

    /// Whether the risk alone would have left somebody out.
    var overriddenRisk: [GateReason] {
        guard let risk = gateCase.risk?.residual, risk > gate.maximumRiskAnonymous else { return [] }
        return people.contains { $0.identity != nil } ? [.riskTooHigh] : []
    }

    // MARK: People

    /// Shut where nobody is left; the case's reason is the first of theirs.
    var ofPeople: [GateReason] {
        guard !gate.consents.isEmpty else { return [] }
        guard !people.isEmpty else { return [.nobodyCovered] }
        guard people.allSatisfy({ $0.identity == nil }) else { return [] }
        return people.flatMap(\.reasons).map { reason in
            switch reason {
            case .processing, .consent: .consent
            case .consentToReconfirm: .consentToReconfirm
            case .risk: .riskTooHigh
            case .mosaic: .mosaic
            }
        }
    }

    var identity: UsedIdentity {
        let used = Set(people.compactMap(\.identity))
        return [.named, .anonymous, .internally].first(where: used.contains) ?? step.tool.reach.identity
    }

    // MARK: Text

    /// Before a State or in public: whoever is not named must not be known by what is said of others.
    private var isRead: Bool { !gate.namingGroups.isEmpty || [.message, .law].contains(step.tool.reach) }

    private var named: Set<String> { Set(people.filter { $0.identity == .named }.map(\.id)) }

    /// Somebody may be spoken of, and somebody must not be named.
    private var needsCheck: Bool {
        let leavesAll = !people.isEmpty && people.allSatisfy { $0.identity == nil }
        return isRead && !leavesAll && gateCase.people.contains { !named.contains($0.id) }
    }

    private var ofText: [GateReason] {
        guard needsCheck else { return [] }
        guard let text = step.text else { return step.stage == .leaving ? [.textMissing] : [] }
        let people = gateCase.people.map {
            MosaicRule.Person(id: $0.id, names: $0.names, mayBeNamed: named.contains($0.id))
        }
        let findings = MosaicRule.check(text, people: people, links: gateCase.links)
        return findings.contains { $0.reason == .named || !step.judgedSentences.contains($0.sentence) } ? [.mosaic] : []
    }

    // MARK: The State's word

    private var namesState: Bool {
        step.tool == .a15 && !step.isNoteVerbale && !step.isTrend && !gateCase.responsibleStates.isEmpty
    }

    private var ofState: [GateReason] {
        guard namesState else { return [] }
        return gateCase.responsibleStates.sorted().flatMap { state -> [GateReason] in
            let windows = gateCase.notesVerbales.filter { $0.state == state }
            if windows.isEmpty { return [.noteVerbaleMissing] }
            return windows.contains { $0.isOver(at: gateCase.now) } ? [] : [.stateWindowOpen]
        }
    }

    // MARK: What comes before

    var duties: [GateDuty] {
        var duties: [GateDuty] = []
        switch gateCase.risk {
        case nil where step.tool.reach == .protection: duties.append(.assessRisk)
        case let risk? where step.tool.reach.needsAssessment:
            if !risk.outdated.isEmpty { duties.append(.reassessRisk) }
            if !risk.isSigned, risk.residual.needsSecondApprover { duties.append(.signRisk) }
            if risk.residual >= .r2 { duties.append(.recordMitigation) }
        default: break
        }
        let notes = Set(people.flatMap(\.notes))
        if notes.contains(.reconfirm) { duties.append(.reconfirmConsent) }
        if notes.contains(.conditions) { duties.append(.readConditions) }
        if needsCheck, step.text == nil { duties.append(.checkText) }
        if gateCase.verification == .v5, gate.visibility.endsInPublic || isReport { duties.append(.bothAccounts) }
        if step.tool == .a15, !step.isNoteVerbale, !namesState { duties.append(.nameNoState) }
        if step.tool == .a20, step.institution == nil { duties.append(.checkInstitution) }
        return duties
    }
}
