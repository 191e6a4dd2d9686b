import CaseModel

/// Which steps of DOMAIN.md B.6 the form of steps takes, and which belong elsewhere: a decision, an action or the first look
/// at a case ask for more than a reason.
enum StepRule {
    /// Why the form does not take a step that the life of a case may allow; nil where it does.
    static func refusal(
        of next: CaseStatus, from status: CaseStatus, decided: VerificationStatus?
    ) -> CaseRefusal? {
        switch next {
        case .verified: .byDecision
        case .actioned: .byAction
        case .closedOutOfScope, .closedDuplicate: .byTriage
        case .closedUnsubstantiated:
            // What was established is not closed as unsubstantiated but by another decision.
            decided == .v3 || decided == .v4 ? .decidedOtherwise : nil
        default: nil
        }
    }

    /// What the form offers, in the order of the list.
    static func offered(from status: CaseStatus, dormantSince before: CaseStatus?) -> [CaseStatus] {
        CaseStatus.allCases.filter {
            status.mayBecome($0, dormantSince: before) && refusal(of: $0, from: status, decided: nil) == nil
        }
    }
}
