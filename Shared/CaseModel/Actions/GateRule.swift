/// Whether a tool may be used now, for whom, and how it may speak of each of them (DOMAIN.md D.3, DESIGN §5). A gate decides
/// nothing by itself: people propose and sign. Nobody's role opens one; see `EmergencyOverride`.
package enum GateRule {
    /// Each tool of the toolbox, as it stands now.
    package static func all(_ gateCase: GateCase, gates: ActionGates) -> [GateDecision] {
        ActionType.allCases.map { decide(PlannedStep($0), on: gateCase, gates: gates) }
    }

    /// - Parameter override: Counts where it is valid (`EmergencyOverride.problem`), whoever gave it.
    package static func decide(
        _ step: PlannedStep, on gateCase: GateCase, gates: ActionGates, override: EmergencyOverride? = nil
    ) -> GateDecision {
        guard let gate = gates.gate(of: step) else { return unknown(step) }
        let isOverridden = override.map { $0.problem == nil } ?? false
        let people = decidePeople(step, gate, gateCase, riskIsOverridden: isOverridden)
        let inquiry = GateInquiry(step: step, gate: gate, gateCase: gateCase, people: people)
        let own = inquiry.reasons
        // Nobody's own word is set aside: where nobody is left, the gate stays shut.
        let reasons = (isOverridden ? own.filter { !$0.yieldsToOverride } : own) + inquiry.ofPeople
        let setAside = isOverridden ? own.filter(\.yieldsToOverride) + inquiry.overriddenRisk : []
        let isAllowed = reasons.isEmpty
        return GateDecision(
            tool: step.tool, isAllowed: isAllowed, identity: isAllowed ? inquiry.identity : nil, people: people,
            reasons: Set(reasons).sorted(), setAside: Set(setAside).sorted(),
            before: isAllowed ? inquiry.duties + (setAside.isEmpty ? [] : [.reviewOverride]) : [],
            signatures: SignaturesNeeded(gate, reach: step.tool.reach, risk: gateCase.risk?.residual), gate: gate)
    }

    private static func unknown(_ step: PlannedStep) -> GateDecision {
        GateDecision(
            tool: step.tool, isAllowed: false, identity: nil, people: [], reasons: [.visibilityMissing], setAside: [],
            before: [], signatures: SignaturesNeeded(count: 2, anyOf: []), gate: nil)
    }

    /// Each person first for themselves, then with regard to whom their name would tell apart.
    private static func decidePeople(
        _ step: PlannedStep, _ gate: ActionGate, _ gateCase: GateCase, riskIsOverridden: Bool
    ) -> [PersonDecision] {
        guard !gate.consents.isEmpty else { return [] }
        let rule = PersonGateRule(
            gate: gate, step: step, risk: gateCase.risk?.residual ?? .r4, now: gateCase.now,
            riskIsOverridden: riskIsOverridden)
        let covered = gateCase.people.filter { step.covers?.contains($0.id) ?? true }
        // Where a State is kept out of the report, so is whose name would tell which (DOMAIN.md 0, rule 6).
        if step.tool == .a15, step.isTrend, !step.isNoteVerbale, !gateCase.responsibleStates.isEmpty {
            return covered.map { rule.decide($0, mayBeNamed: false) }
        }
        let alone = covered.map { rule.decide($0) }
        let nameable = Set(alone.filter { $0.identity == .named }.map(\.id))
        return zip(covered, alone).map { person, decision in
            let may = NamingRule.mayBeNamed(person.id, tells: gateCase.namingTells, nameable: nameable)
            return may ? decision : rule.decide(person, mayBeNamed: false)
        }
    }
}
