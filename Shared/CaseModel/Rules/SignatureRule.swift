/// When somebody may sign, as the second person, what another proposed (DOMAIN.md C.1). A signature is for what was looked at:
/// it is bound to the versions of everything that the proposal was made on.
package enum SignatureRule {
    package enum Problem: String, Sendable, CaseIterable {
        /// It was signed, refused, sent back or taken back meanwhile.
        case notWaiting = "not_waiting"
        /// Nobody signs what they proposed themselves.
        case ownReview = "own_review"
        /// What would be signed is partly their own work: somebody else proposed it, which makes nobody independent.
        case ownWork = "own_work"
        /// Something that it was proposed on has been changed, added or removed since.
        case changedSince = "changed_since"
    }

    /// - Parameters:
    ///   - hands: Whose work it rests on besides the officer's: who has or had the case, and who recorded and graded.
    ///   - proposedOn: The version of each record when it was proposed, by the record's id.
    ///   - now: The same now.
    /// - Returns: Why it cannot be signed; nil where it can.
    package static func problem(
        isWaiting: Bool, officer: StaffID, hands: Set<StaffID>, reviewer: StaffID, proposedOn: [String: Int],
        now: [String: Int]
    ) -> Problem? {
        if !isWaiting { return .notWaiting }
        if reviewer == officer { return .ownReview }
        if hands.contains(reviewer) { return .ownWork }
        return proposedOn == now ? nil : .changedSince
    }
}
