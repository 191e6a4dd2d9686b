/// The gates of all tools, read from the code lists: a house that changes a line of `action_gate` by an overlay changes the
/// gate (DOMAIN.md D.3).
package struct ActionGates: Sendable, Equatable {
    private let gates: [ActionType: ActionGate]

    /// Refused where a tool has no line, or a line says something that no list has.
    package init(_ lists: CodeLists) throws(CodeListError) {
        let list = try lists.list("action_gate")
        let tools = try lists.list("action_type")
        var gates: [ActionType: ActionGate] = [:]
        for tool in ActionType.allCases {
            let line = GateLine(item: try list.item(tool.rawValue))
            guard let visibility = try tools.item(tool.rawValue).text("visibility").flatMap(ActionVisibility.init),
                let gate = line.gate(tool, visibility)
            else { throw .unreadable }
            gates[tool] = gate
        }
        self.gates = gates
    }

    /// Nil for no tool: each has its line.
    package subscript(tool: ActionType) -> ActionGate? { gates[tool] }

    /// The gate that a planned step passes; nil for a bespoke act of which nobody has said who sees it.
    package func gate(of step: PlannedStep) -> ActionGate? {
        guard let own = gates[step.tool] else { return nil }
        if step.isNoteVerbale { return own.ofNoteVerbale }
        guard own.visibility == .configurable else { return own }
        return step.visibility.flatMap(Self.model).flatMap { gates[$0] }.map(own.joined)
    }

    /// The tool of each visibility by whose gate a bespoke act is judged: help for the person, a letter to the State, one that is
    /// published later, a public statement.
    package static func model(_ visibility: ActionVisibility) -> ActionType? {
        switch visibility {
        case .privately: .a18
        case .confidential: .a05
        case .delayedPublic: .a09
        case .publicly: .a13
        case .configurable: nil
        }
    }
}

/// A line of the list as it was read.
private struct GateLine {
    let item: CodeItem

    func gate(_ tool: ActionType, _ visibility: ActionVisibility) -> ActionGate? {
        guard let verification, let consents, let authorizers = authorizers(visibility), let approvals, approvals > 0,
            let named = item.text("max_risk_named").flatMap(RiskLevel.init),
            let anonymous = item.text("max_risk_anon").flatMap(RiskLevel.init),
            case .flag(let needsState) = item.attributes["needs_state_addressee"],
            case .flag(let needsNexus) = item.attributes["needs_nexus"]
        else { return nil }
        return ActionGate(
            tool: tool, visibility: visibility, verification: verification, consents: consents,
            maximumRiskNamed: named, maximumRiskAnonymous: anonymous, authorizers: authorizers, approvals: approvals,
            needsState: needsState, needsNexus: needsNexus)
    }

    /// The list says `V2` for `V2_CREDIBLE`.
    private var verification: VerificationStatus? {
        guard let text = item.text("min_act_verification") else { return nil }
        return [VerificationStatus.v0, .v1, .v2, .v3, .v4].first { $0.rawValue.hasPrefix(text + "_") }
    }

    private var consents: [[ConsentPurpose]]? {
        guard case .list(let groups) = item.attributes["consent_all_of_any_of"] else { return nil }
        let read = groups.map { texts($0).map { $0.compactMap(ConsentPurpose.init) } }
        let isWhole = zip(groups, read).allSatisfy { texts($0)?.count == $1?.count && $1?.isEmpty == false }
        return isWhole ? read.compactMap { $0 } : nil
    }

    /// Empty where the roles are those of the visibility chosen.
    private func authorizers(_ visibility: ActionVisibility) -> Set<Role>? {
        if visibility == .configurable { return [] }
        guard let texts = item.attributes["authoriser_roles"].flatMap(texts) else { return nil }
        let roles = texts.compactMap(Role.init)
        return roles.isEmpty || roles.count < texts.count ? nil : Set(roles)
    }

    private var approvals: Int? {
        if case .number(let count) = item.attributes["approvals"] { count } else { nil }
    }

    private func texts(_ attribute: CodeAttribute) -> [String]? {
        guard case .list(let values) = attribute else { return nil }
        let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return texts.count == values.count ? texts : nil
    }
}
