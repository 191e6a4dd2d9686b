package import Foundation

/// Who must sign before something leaves (list `action_gate`, DOMAIN.md C.6, D.3).
package struct SignaturesNeeded: Sendable, Equatable {
    /// How many people, whoever drafted it not among them.
    package let count: Int
    /// One of them at least signs as one of these; empty where nobody may.
    package let anyOf: Set<Role>
    /// And one as each of these.
    package let also: Set<Role>

    package init(count: Int, anyOf: Set<Role>, also: Set<Role> = []) {
        self.count = count
        self.anyOf = anyOf
        self.also = also
    }

    /// From R3 two people sign whatever goes out; at R4 the senior official is one of them, except where it is help.
    package init(_ gate: ActionGate, reach: ActionReach, risk: RiskLevel?) {
        let isRisky = reach.needsAssessment && risk?.needsSecondApprover == true
        self.init(
            count: isRisky ? max(2, gate.approvals) : gate.approvals, anyOf: gate.authorizers,
            also: isRisky && risk?.needsSeniorOfficial == true ? [.asg] : [])
    }
}

/// One person's name under one text, in the role in which they give it.
package struct ActionSignature: Codable, Sendable, Equatable {
    package var by: StaffID
    package var role: Role
    package var at: Date

    package init(by: StaffID, role: Role, at: Date) {
        self.by = by
        self.role = role
        self.at = at
    }

    /// Nobody from outside, and nobody who may not read it.
    package var counts: Bool { !role.isOutside && !role.seesNoContent }
}

/// Whether enough people have signed (DOMAIN.md D.3, note to the list `role`: nobody approves what he or she drafted).
package enum ApprovalRule {
    /// As phrase keys `action.signature.…`.
    package enum Problem: String, Sendable, CaseIterable {
        /// Nobody signs what they drafted; the signature does not count.
        case ownDraft = "own_draft"
        case tooFew = "too_few"
        /// None of those who authorize the tool has.
        case authorizerMissing = "authorizer_missing"
        /// At R4 the senior official decides.
        case seniorOfficialMissing = "senior_official_missing"
    }

    /// What is still missing; empty where it may leave. Somebody who signs twice counts once.
    package static func problems(
        _ signatures: [ActionSignature], drafter: StaffID, needed: SignaturesNeeded
    ) -> [Problem] {
        let counted = signatures.filter { $0.counts && $0.by != drafter }
        let roles = Set(counted.map(\.role))
        var problems: [Problem] = []
        if Set(counted.map(\.by)).count < needed.count {
            problems.append(.tooFew)
            if signatures.contains(where: { $0.by == drafter }) { problems.append(.ownDraft) }
        }
        if roles.isDisjoint(with: needed.anyOf) { problems.append(.authorizerMissing) }
        if !needed.also.isSubset(of: roles) { problems.append(.seniorOfficialMissing) }
        return problems
    }
}

/// A gate that the senior official and a second principal open together in an emergency (DOMAIN.md D.3 7). What it cannot
/// open: `GateReason.yieldsToOverride`. Never names anybody whom the gate would not name.
package struct EmergencyOverride: Codable, Sendable, Equatable {
    package enum Problem: String, Sendable, CaseIterable {
        case reasonMissing = "reason_missing"
        case seniorOfficialMissing = "senior_official_missing"
        case secondPrincipalMissing = "second_principal_missing"
    }

    package var drafter: StaffID
    package var reason: String
    package var signatures: [ActionSignature]

    package init(drafter: StaffID, reason: String, signatures: [ActionSignature]) {
        self.drafter = drafter
        self.reason = reason
        self.signatures = signatures
    }

    /// Who may be the second; an administrator never (list `role`).
    package static let principals: Set<Role> = [.asg, .highCommissioner, .secretaryGeneral, .entityPrincipal]

    /// Hours until somebody has looked at it again.
    package static let reviewHours = 72

    /// Why it opens nothing; nil where it does.
    package var problem: Problem? {
        if reason.allSatisfy(\.isWhitespace) { return .reasonMissing }
        let counted = signatures.filter { $0.by != drafter }
        let officials = Set(counted.filter { $0.role == .asg }.map(\.by))
        guard !officials.isEmpty else { return .seniorOfficialMissing }
        let principals = Set(counted.filter { Self.principals.contains($0.role) }.map(\.by))
        return principals.count < 2 ? .secondPrincipalMissing : nil
    }

    /// When it must have been reviewed: counted from the signature that made it valid, the last.
    package var reviewDue: Date? {
        signatures.map(\.at).max().map { TriageClock.end(of: .hours(Self.reviewHours), from: $0) }
    }
}
