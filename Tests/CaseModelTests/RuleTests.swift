import CaseModel
import Testing

@Suite struct `The life cycle of a case` {
    @Test func `has the statuses of the code list, with the same ends`() throws {
        let list = try CodeLists.bundled().list("case_status")
        #expect(Set(list.items.map(\.code)) == Set(CaseStatus.allCases.map(\.rawValue)))
        for status in CaseStatus.allCases {
            #expect(list[status.rawValue]?.attributes["terminal"] == .flag(status.isTerminal))
        }
    }

    private static let protective: Set<CaseStatus> = [
        .actioned, .closedOutOfScope, .closedDuplicate, .closedConsentWithdrawn,
    ]

    @Test(arguments: [
        (CaseStatus.received, [CaseStatus.screening]),
        (.screening, [.awaitingConsent, .awaitingInfo, .verifying]),
        (.awaitingConsent, [.awaitingInfo, .screening, .verifying, .dormant]),
        (.awaitingInfo, [.awaitingConsent, .screening, .verifying, .dormant]),
        (.verifying, [.awaitingConsent, .awaitingInfo, .verified, .closedUnsubstantiated]),
        (.verified, [.followUp, .verifying, .closedUnsubstantiated]),
        (.followUp, [.verifying, .closedResolved, .closedUnresolved, .dormant]),
        (.dormant, [.awaitingConsent, .awaitingInfo, .followUp, .closedUnresolved]),
    ])
    func `each step of the table is there and no other`(from: CaseStatus, to: [CaseStatus]) {
        #expect(from.successors == Set(to).union(Self.protective))
    }

    @Test func `a case on which one has acted goes to follow-up, back to verification or out`() {
        #expect(
            CaseStatus.actioned.successors == [
                .followUp, .verifying, .closedOutOfScope, .closedDuplicate, .closedConsentWithdrawn,
            ])
    }

    @Test(arguments: CaseStatus.allCases.filter(\.isTerminal))
    func `a closed case is only reopened, with a second signature`(closed: CaseStatus) {
        #expect(closed.successors == [.screening, .followUp])
        #expect(closed.needsSecondSignature(to: .screening) && closed.needsSecondSignature(to: .followUp))
        #expect(!closed.needsSecondSignature(to: .verified))
    }

    @Test func `a dormant case wakes where it fell asleep`() {
        #expect(CaseStatus.dormant.mayBecome(.followUp, dormantSince: .followUp))
        #expect(!CaseStatus.dormant.mayBecome(.awaitingInfo, dormantSince: .followUp))
        #expect(!CaseStatus.dormant.mayBecome(.followUp))
        #expect(CaseStatus.dormant.mayBecome(.closedUnresolved))
        #expect(CaseStatus.dormant.mayBecome(.actioned))
    }

    @Test(arguments: CaseStatus.allCases)
    func `no status follows itself`(status: CaseStatus) {
        #expect(!status.mayBecome(status))
    }
}

@Suite struct `The verification ladder` {
    private typealias Item = GradedItem

    private static func item(
        _ type: SourceType, _ grade: String, _ group: String, for supports: Set<Claim> = [.act],
        against: Set<Claim> = [], resolved: Bool = false
    ) -> GradedItem {
        GradedItem(
            sourceType: type, reliability: grade.first.flatMap { SourceReliability(rawValue: String($0)) },
            credibility: grade.last.flatMap { InformationCredibility(rawValue: String($0)) }, independenceGroup: group,
            supports: against.isEmpty ? supports : [], contradicts: against, isResolved: resolved)
    }

    @Test(
        arguments: [
            ("nothing", [], VerificationStatus.v0, [VerificationRule.Reason.nothingGraded]),
            ("not graded yet", [item(.victim, "", "1")], .v0, [.nothingGraded]),
            ("doubtful alone", [item(.ngo, "B4", "1")], .v1, [.nothingCredible]),
            ("credible, but for the nexus only", [item(.victim, "A2", "1", for: [.nexus])], .v1, [.nothingCredible]),
            ("one group, many items", [item(.relative, "B2", "1"), item(.media, "B2", "1")], .v2, [.oneGroup]),
            ("two groups", [item(.relative, "B3", "1"), item(.media, "F3", "2")], .v3, [.independentGroups]),
            (
                "a second group that is doubtful", [item(.relative, "B3", "1"), item(.media, "F4", "2")], .v2,
                [.oneGroup]
            ),
            (
                "a direct source and a document", [item(.victim, "C3", "1"), item(.courtDocument, "A2", "2")], .v3,
                [.independentGroups, .directSourceAndDocument]
            ),
            (
                "a direct source of poor reliability", [item(.victim, "D3", "1"), item(.courtDocument, "A2", "2")], .v3,
                [.independentGroups]
            ),
            (
                "a document of the same group", [item(.victim, "C3", "1"), item(.courtDocument, "A2", "1")], .v2,
                [.oneGroup]
            ),
            (
                "a credible contradiction",
                [item(.relative, "B3", "1"), item(.media, "B3", "2"), item(.state, "C3", "3", against: [.act])], .v5,
                [.actContradicted]
            ),
            (
                "a contradiction that is resolved",
                [item(.relative, "B3", "1"), item(.state, "C3", "3", against: [.act], resolved: true)], .v2, [.oneGroup]
            ),
            (
                "a contradiction that is improbable",
                [item(.relative, "B3", "1"), item(.state, "C5", "3", against: [.act])], .v2, [.oneGroup]
            ),
            (
                "the nexus contradicted and by nobody supported",
                [item(.relative, "B3", "1"), item(.courtDocument, "A2", "2", against: [.nexus])], .v6,
                [.nexusContradicted]
            ),
            (
                "the nexus contradicted and supported",
                [item(.relative, "B3", "1", for: [.act, .nexus]), item(.courtDocument, "A2", "2", against: [.nexus])],
                .v2, [.oneGroup]
            ),
            (
                "refuted comes before contested",
                [item(.state, "B2", "1", against: [.act, .nexus])], .v6, [.nexusContradicted]
            ),
        ] as [(String, [GradedItem], VerificationStatus, [VerificationRule.Reason])])
    func `the first rung that holds`(
        what: String, items: [GradedItem], status: VerificationStatus, reasons: [VerificationRule.Reason]
    ) {
        let suggestion = VerificationRule.suggest(items)
        #expect(suggestion.status == status, "\(what)")
        #expect(suggestion.reasons == reasons, "\(what)")
    }

    @Test func `reasonable grounds are signed only on a corroborated act with a documented link`() {
        let corroborated = VerificationRule.suggest([Self.item(.media, "B3", "1"), Self.item(.relative, "B3", "2")])
        let credible = VerificationRule.suggest([Self.item(.media, "B3", "1")])
        #expect(VerificationRule.mayBeSignedAsReasonableGrounds(corroborated, nexus: .n2))
        #expect(!VerificationRule.mayBeSignedAsReasonableGrounds(corroborated, nexus: .n1))
        #expect(!VerificationRule.mayBeSignedAsReasonableGrounds(credible, nexus: .n4))
    }

    @Test func `credibility 1 needs an item of another group that says the same`() {
        let claimed = Self.item(.victim, "A1", "1")
        #expect(!claimed.mayKeepCredibility(confirming: []))
        #expect(!claimed.mayKeepCredibility(confirming: [Self.item(.media, "A2", "1")]))
        #expect(!claimed.mayKeepCredibility(confirming: [Self.item(.media, "A2", "2", for: [.nexus])]))
        #expect(!claimed.mayKeepCredibility(confirming: [Self.item(.media, "A2", "2", against: [.act])]))
        #expect(claimed.mayKeepCredibility(confirming: [Self.item(.media, "A2", "2")]))
        #expect(Self.item(.victim, "A2", "1").mayKeepCredibility(confirming: []))
        let denied = Self.item(.state, "A1", "1", against: [.nexus])
        #expect(denied.mayKeepCredibility(confirming: [Self.item(.media, "A2", "2", against: [.nexus])]))
    }
}

extension SourceType {
    fileprivate static let ngo = SourceType.localNGO
}

@Suite struct `The first urgency` {
    private let lists: CodeLists

    init() throws { lists = try CodeLists.bundled() }

    @Test(
        arguments: [
            ([], [], Urgency.u3, ["urgency.reason.standard"]),
            ([], ["V03"], .u1, ["urgency.reason.tier_1"]), ([], ["J01"], .u2, ["urgency.reason.tier_2"]),
            ([], ["J06"], .u3, ["urgency.reason.standard"]), ([], ["NO_SUCH"], .u3, ["urgency.reason.standard"]),
            ([.medicalEmergency], [], .u1, ["urgency.reason.medical_emergency"]),
            ([.withinSevenDays], ["J06"], .u2, ["urgency.reason.within_seven_days"]),
            (
                [.withinSevenDays, .threatToLife], ["V03", "J01"], .u1,
                ["urgency.reason.threat_to_life", "urgency.reason.tier_1"]
            ),
            ([.lawOrPolicy], ["J06"], .u4, ["urgency.reason.law_or_policy"]),
            ([.lawOrPolicy], ["V03"], .u1, ["urgency.reason.tier_1"]),
        ] as [([DeclaredDanger], [String], Urgency, [String])])
    func `follows from what was declared, and says why`(
        dangers: [DeclaredDanger], acts: [String], urgency: Urgency, reasons: [String]
    ) {
        let score = UrgencyRule.score(dangers: Set(dangers), acts: acts, lists: lists)
        #expect(score.urgency == urgency)
        #expect(score.reasons.map(\.phrase) == reasons)
    }

    @Test func `every act of the highest tier is urgent at once`() throws {
        for act in try lists.list("act_type").items where act.tier == 1 {
            #expect(UrgencyRule.score(dangers: [], acts: [act.code], lists: lists).urgency == .u1)
        }
    }
}

@Suite struct `Words of the code lists` {
    @Test func `every enumeration has exactly the codes of its list`() throws {
        let lists = try CodeLists.bundled()
        let pairs: [(list: String, codes: [String])] = [
            ("role", Role.allCases.map(\.rawValue)), ("urgency", Urgency.allCases.map(\.rawValue)),
            ("verification_status", VerificationStatus.allCases.map(\.rawValue)),
            ("nexus_strength", NexusStrength.allCases.map(\.rawValue)),
            ("source_type", SourceType.allCases.map(\.rawValue)),
            ("source_reliability", SourceReliability.allCases.map(\.rawValue)),
            ("information_credibility", InformationCredibility.allCases.map(\.rawValue)),
        ]
        for pair in pairs { #expect(try lists.list(pair.list).items.map(\.code) == pair.codes, "\(pair.list)") }
    }
}
