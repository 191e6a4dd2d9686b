import CaseModel
import Foundation
import Testing

struct FindingRuleTests {
    private static func item(
        _ type: SourceType = .victim, _ grade: String = "B2", _ group: String = "G1", for supports: Set<Claim> = [.act],
        against: Set<Claim> = [], resolved: Bool = false
    ) -> GradedItem {
        GradedItem(
            sourceType: type, reliability: SourceReliability(rawValue: String(grade.prefix(1))),
            credibility: InformationCredibility(rawValue: String(grade.suffix(1))), independenceGroup: group,
            supports: supports, contradicts: against, isResolved: resolved)
    }

    // MARK: The highest grade

    @Test(arguments: [
        (item(.courtDocument, "A1", "G2"), true), (item(.courtDocument, "A1", "G1"), false),
        (item(.courtDocument, "A1", "G2", for: [.nexus]), false),
        (item(.courtDocument, "A1", "G2", for: [], against: [.act]), false),
        (item(.courtDocument, "A1", "G2", for: [.attribution, .act]), true),
    ])
    func `a 1 counts as 2 while nothing of another group says the same of the same claim`(
        item: GradedItem, holds: Bool
    ) {
        let counted = item.counted(confirming: [Self.item()])
        #expect(counted.credibility == (holds ? .confirmed : .probablyTrue))
        let other = Self.item(.victim, "C3", "G9")
        #expect(other.counted(confirming: []) == other, "every other grade needs nothing")
        #expect(
            VerificationRule.suggest([counted, Self.item()]).status
                == VerificationRule.suggest([item, Self.item()]).status, "the ladder makes no difference between them")
    }

    @Test func `who is behind the act does not move the ladder`() {
        let items = [Self.item(), Self.item(.courtDocument, "A2", "G2", for: [.nexus])]
        for (more, against) in [([Claim.attribution], [Claim]()), ([], [.attribution])] as [([Claim], [Claim])] {
            let with = items + [Self.item(.state, "B2", "G3", for: Set(more), against: Set(against))]
            #expect(VerificationRule.suggest(with) == VerificationRule.suggest(items))
        }
    }

    // MARK: Why, and what leads further

    static let explained: [([GradedItem], NexusStrength, VerificationStatus, [Int], [LadderExplanation.Missing])] = [
        ([], .n0, .v0, [], [.grade]), ([item(.anonymous, "F6")], .n0, .v1, [0], [.credibleSupport]),
        ([item(.anonymous, "F6"), item()], .n3, .v2, [1], [.otherGroup]),
        ([item(), item(.localNGO, "C3", "G2")], .n1, .v3, [0, 1], [.strongerNexus, .secondSignature]),
        ([item(), item(.localNGO, "C3", "G2")], .n2, .v3, [0, 1], [.secondSignature]),
        ([item(), item(.state, "C3", "G2", for: [], against: [.act])], .n3, .v5, [1], [.resolution]),
        (
            [item(), item(.state, "C3", "G2", for: [], against: [.act], resolved: true)], .n3, .v2, [0], [.otherGroup]
        ), ([item(), item(.state, "C2", "G2", for: [], against: [.nexus])], .n0, .v6, [1], [.nexusSupport]),
    ]

    @Test(arguments: explained)
    func `the ladder names the items that make it so, and what the next rung wants`(
        items: [GradedItem], nexus: NexusStrength, status: VerificationStatus, because: [Int],
        missing: [LadderExplanation.Missing]
    ) {
        let explanation = LadderExplanation(items, nexus: nexus)
        #expect(explanation.suggestion.status == status)
        #expect(explanation.because == because)
        #expect(explanation.missing == missing)
    }

    @Test func `the items whose grade decides are those without which the rule says something else`() {
        let two = [Self.item(), Self.item(.localNGO, "C3", "G2")]
        #expect(LadderExplanation.decisive(two) == [0, 1])
        #expect(LadderExplanation.decisive(two + [Self.item(.media, "C3", "G3")]).isEmpty)
        #expect(LadderExplanation.decisive(two + [Self.item(.state, "B3", "G3", for: [], against: [.act])]) == [2])
        #expect(LadderExplanation.decisive([]).isEmpty)
    }

    // MARK: The link

    static let links: [([NexusRule.Evidence], DateOrderRule.Finding, NexusStrength)] = [
        ([], .unclear, .n0), ([], .soonAfter, .n1), ([], .after, .n0), ([], .actFirst, .n0),
        ([.init(shows: .n3, credibility: .possiblyTrue)], .unclear, .n3),
        ([.init(shows: .n3, credibility: .doubtful)], .soonAfter, .n1),
        ([.init(shows: .n3, credibility: nil)], .after, .n0),
        ([.init(shows: .n2, credibility: .probablyTrue), .init(shows: .n4, credibility: .confirmed)], .after, .n4),
        ([.init(shows: .n1, credibility: .probablyTrue)], .actFirst, .n0),
        ([.init(shows: .n2, credibility: .probablyTrue)], .actFirst, .n2),
    ]

    @Test(arguments: links)
    func `the link is as strong as the strongest thing that credibly shows it`(
        evidence: [NexusRule.Evidence], order: DateOrderRule.Finding, strength: NexusStrength
    ) {
        #expect(NexusRule.suggest(evidence, order: order) == strength)
    }

    // MARK: Decisions and signatures

    private static let officer = StaffID(UUID())
    private static let reviewer = StaffID(UUID())
    /// Had the case before.
    private static let colleague = StaffID(UUID())

    @Test(
        arguments: [
            (true, reviewer, ["a": 1, "b": 2], nil), (false, reviewer, ["a": 1, "b": 2], .notWaiting),
            (true, officer, ["a": 1, "b": 2], .ownReview), (true, reviewer, ["a": 1, "b": 3], .changedSince),
            (true, colleague, ["a": 1, "b": 2], .ownWork), (false, colleague, ["a": 1, "b": 2], .notWaiting),
            (true, reviewer, ["a": 1], .changedSince), (true, reviewer, ["a": 1, "b": 2, "c": 1], .changedSince),
        ] as [(Bool, StaffID, [String: Int], SignatureRule.Problem?)])
    func `a second person signs only what they looked at, and nobody what they proposed`(
        waiting: Bool, signer: StaffID, now: [String: Int], problem: SignatureRule.Problem?
    ) {
        #expect(
            SignatureRule.problem(
                isWaiting: waiting, officer: Self.officer, hands: [Self.officer, Self.colleague], reviewer: signer,
                proposedOn: ["a": 1, "b": 2], now: now)
                == problem)
    }

    @Test func `a decision leads only where the life of a case allows it`() {
        for status in CaseStatus.allCases {
            for verification in VerificationStatus.allCases {
                guard let next = LadderDecision.step(from: status, deciding: verification) else { continue }
                #expect(next == status || status.mayBecome(next), "\(status) \(verification)")
                #expect((verification == .v6) == (next == .closedUnsubstantiated), "\(status) \(verification)")
            }
        }
        #expect(LadderDecision.step(from: .verifying, deciding: .v4) == .verified)
        #expect(LadderDecision.step(from: .verifying, deciding: .v2) == .verifying)
        #expect(LadderDecision.step(from: .verified, deciding: .v5) == .verifying)
        #expect(LadderDecision.step(from: .followUp, deciding: .v6) == nil, "it goes back to verification first")
        #expect(LadderDecision.step(from: .screening, deciding: .v2) == nil)
    }

    // MARK: Six cases

    /// The items of six invented cases, as `type grade group supports|contradicts`, and what the rule makes of them.
    static let cases: [(String, [String], VerificationStatus, Int, Bool, NexusStrength, Bool)] = [
        (
            "a denial that nobody believes",
            [
                "RELATIVE B2 G1 ACT,NEXUS|", "NGO_INTL B2 G1 ACT|", "ANON F3 G2 ACT,NEXUS|", "STATE C5 G3 |ACT",
                "COURT_DOC B1 G4 ACT|",
            ], .v3, 3, false, .n3, true
        ),
        (
            "a confession on television",
            ["VICTIM B2 G1 ACT,NEXUS|", "COURT_DOC A1 G2 ACT,NEXUS|", "MEDIA D5 G3 |NEXUS"], .v3, 2, false, .n3, true
        ),
        ("a threat on the radio", ["UN_STAFF A2 G1 ACT,NEXUS|", "MEDIA B1 G2 ACT,NEXUS|"], .v3, 2, false, .n3, true),
        (
            "a meeting disturbed", ["UN_STAFF A1 G1 ACT,NEXUS|", "OSINT A1 G2 ACT|", "OSINT B3 G3 ACT|"], .v3, 3, false,
            .n3, true
        ),
        (
            "five copies of a post",
            ["NGO_LOCAL C3 G1 ACT|", "ANON F6 G1 ACT|", "ANON F6 G1 ACT|", "NGO_INTL C3 G1 ACT|", "ANON E6 G1 ACT|"],
            .v2, 1, false, .n1, false
        ),
        (
            "no link after all",
            ["NGO_LOCAL C5 G1 NEXUS|", "VICTIM A1 G2 ACT|NEXUS", "COURT_DOC A1 G3 ACT|NEXUS"], .v6, 2, false, .n0, false
        ),
    ]

    @Test(arguments: cases)
    func `six cases come out as they must`(
        name: String, items: [String], status: VerificationStatus, lines: Int, contested: Bool, nexus: NexusStrength,
        eligible: Bool
    ) throws {
        let graded = try items.map { line in
            let parts = line.split(separator: " ").map(String.init)
            let claims = parts[3].split(separator: "|", omittingEmptySubsequences: false).map { side in
                Set(side.split(separator: ",").compactMap { Claim(rawValue: String($0)) })
            }
            return Self.item(
                try #require(SourceType(rawValue: parts[0])), parts[1], parts[2], for: claims[0], against: claims[1])
        }
        let suggestion = VerificationRule.suggest(graded)
        #expect(suggestion.status == status)
        #expect(suggestion.independentLinesForAct == lines)
        #expect(suggestion.isContested == contested)
        #expect(VerificationRule.mayBeSignedAsReasonableGrounds(suggestion, nexus: nexus) == eligible)
    }
}
