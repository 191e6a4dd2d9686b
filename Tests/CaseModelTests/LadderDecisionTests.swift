import CaseModel
import Foundation
import Testing

@Suite struct LadderDecisionTests {
    private static let officer = StaffID(UUID())
    private static let other = StaffID(UUID())

    @Test(
        arguments: [
            (VerificationStatus.v3, NexusStrength.n2, VerificationStatus.v3, "", nil, [LadderDecision.Problem]()),
            (.v3, .n2, .v4, "", nil, [.secondSignatureMissing]), (.v3, .n2, .v4, "", officer, [.ownReview]),
            (.v3, .n2, .v4, "", other, []), (.v3, .n1, .v4, "", other, [.notEligible]),
            (.v2, .n3, .v4, "why", other, [.notEligible]),
            (.v2, .n3, .v3, "", nil, [.reasonMissing, .secondSignatureMissing]),
            (.v2, .n3, .v3, " \n", other, [.reasonMissing]), (.v2, .n3, .v3, "why", officer, [.ownReview]),
            (.v2, .n3, .v3, "why", other, []), (.v5, .n2, .v3, "resolved by hearing", other, []),
        ] as [(VerificationStatus, NexusStrength, VerificationStatus, String, StaffID?, [LadderDecision.Problem])])
    func `departing from the rule takes a reason and somebody else's signature, V4 always the latter`(
        suggested: VerificationStatus, nexus: NexusStrength, decided: VerificationStatus, reason: String,
        reviewer: StaffID?, problems: [LadderDecision.Problem]
    ) {
        let suggestion = VerificationRule.Suggestion(
            status: suggested, reasons: [], independentLinesForAct: 2, isContested: false)
        let decision = LadderDecision(
            status: decided, nexus: nexus, reason: reason, officer: Self.officer, reviewer: reviewer)
        #expect(decision.problems(suggestion) == problems)
        #expect(decision.waitsForReview(suggestion) == (problems == [.secondSignatureMissing]))
    }
}
