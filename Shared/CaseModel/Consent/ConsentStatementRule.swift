package import Foundation

/// What a statement must have before it is written into the ledger (DOMAIN.md C.5). Refusing and withdrawing need nothing.
package enum ConsentStatementRule {
    /// As phrase keys `consent.problem.…`.
    package enum Problem: String, Sendable, CaseIterable {
        case nothing
        case groundMissing = "ground_missing"
        /// Who speaks, and on what ground.
        case noteMissing = "note_missing"
        /// Whose word it is and what it is called do not go together.
        case groundMismatch = "ground_mismatch"
        /// Assent, guardian and best interests: one of the three is missing.
        case childUnprotected = "child_unprotected"
        /// A community, or a decision in somebody's best interests, names nobody.
        case mayNotName = "may_not_name"
        case obtainedMissing = "obtained_missing"
        case witnessMissing = "witness_missing"
        case languageMissing = "language_missing"
        case inFuture = "in_future"
        case alreadyExpired = "already_expired"
    }

    package struct Finding: Sendable, Equatable {
        package let problem: Problem
        /// The purpose it is about; nil where it is the whole statement.
        package let purpose: String?

        package init(_ problem: Problem, _ purpose: String? = nil) {
            self.problem = problem
            self.purpose = purpose
        }
    }

    /// - Parameter isChild: Whether the person is one, whatever the statement says.
    package static func problems(_ statement: ConsentStatement, isChild: Bool, now: Date) -> [Finding] {
        var found: [Finding] = []
        if statement.purposes.isEmpty { found.append(Finding(.nothing)) }
        if statement.givenAt > now { found.append(Finding(.inFuture)) }
        guard statement.allowsAnything else { return found }
        if let expires = statement.expires, expires <= now { found.append(Finding(.alreadyExpired)) }
        guard let ground = statement.ground else { return found + [Finding(.groundMissing)] }
        if ground.needsNote, statement.groundNote.isEmpty { found.append(Finding(.noteMissing)) }
        if isChild || ground == .child { found += child(statement, ground) }
        found += ConsentPurpose.allCases.compactMap { mismatch(statement, ground, $0) }
        if statement.obtained == nil { found.append(Finding(.obtainedMissing)) }
        if statement.obtained == .oralWithWitness, statement.witness.isEmpty { found.append(Finding(.witnessMissing)) }
        if statement.explanationLanguage.isEmpty { found.append(Finding(.languageMissing)) }
        return found
    }

    private static func child(_ statement: ConsentStatement, _ ground: ConsentGround) -> [Finding] {
        let isProtected =
            ground == .child && statement.childAssent && !statement.childGuardian.isEmpty
            && !statement.bestInterests.isEmpty
        return isProtected || ground == .bestInterests ? [] : [Finding(.childUnprotected)]
    }

    private static func mismatch(
        _ statement: ConsentStatement, _ ground: ConsentGround, _ purpose: ConsentPurpose
    ) -> Finding? {
        guard let status = statement.purposes[purpose.rawValue], status.isPermission else { return nil }
        if purpose.isNaming, !ground.mayName { return Finding(.mayNotName, purpose.rawValue) }
        let isRight =
            switch status {
            case .byRepresentative: ground.isSomebodyElse
            case .childGuardian: ground == .child
            default: !ground.isSomebodyElse
            }
        return isRight ? nil : Finding(.groundMismatch, purpose.rawValue)
    }
}
