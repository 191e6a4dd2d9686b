import CaseModel
import Foundation
import Testing

@Suite struct ConsentRuleTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static func daysAgo(_ days: Double) -> Date { now.addingTimeInterval(-days * 86_400) }

    private static func entry(
        _ status: ConsentStatus, _ purpose: ConsentPurpose = .stateNamed, ago: Double = 1, to recipients: [String] = [],
        expires: Date? = nil, representative: String = "", child: ChildSafeguards? = nil
    ) -> ConsentEntry {
        ConsentEntry(
            purpose: purpose, status: status, saidAt: daysAgo(ago), recipients: recipients, expires: expires,
            representative: representative, child: child)
    }

    private static let safe = ChildSafeguards(assent: true, guardianConsent: true, bestInterestsAssessed: true)
    private static let unsafe = ChildSafeguards(assent: true, guardianConsent: true, bestInterestsAssessed: false)

    @Test(
        arguments: [
            ([:], true), (["a": [:]], true), (["a": ["CP12_STATS": .given]], true),
            (["a": ["CP12_STATS": .refused]], false), (["a": ["CP12_STATS": .withdrawn]], false),
            (["a": ["CP12_STATS": .notAsked]], true), (["a": ["CP12_STATS": .expired]], true),
            (["a": ["CP8_PUBLISH_NAMED": .withdrawn]], true), (["a": ["CP1_PROCESS": .withdrawn]], false),
            (["a": ["CP12_STATS": .given], "b": ["CP12_STATS": .withdrawn]], false),
        ] as [([String: [String: ConsentStatus]], Bool)])
    func `a case is counted unless somebody in it refused that or took it back`(
        people: [String: [String: ConsentStatus]], isCounted: Bool
    ) {
        #expect(StatisticsConsent(ConsentSummary(at: Self.now, people: people)).isCounted == isCounted)
    }

    @Test(
        arguments: [
            ([], .notAsked, false), ([entry(.given)], .given, true), ([entry(.refused)], .refused, false),
            ([entry(.given, ago: 3), entry(.withdrawn)], .withdrawn, false),
            ([entry(.withdrawn, ago: 3), entry(.given)], .given, true),
            // The same moment: the word that protects counts.
            ([entry(.given), entry(.refused)], .refused, false), ([entry(.refused), entry(.given)], .refused, false),
            ([entry(.given, .press)], .notAsked, false), ([entry(.unreachable)], .unreachable, false),
            ([entry(.byRepresentative)], .byRepresentative, false),
            ([entry(.byRepresentative, representative: "brother")], .byRepresentative, true),
            ([entry(.given, expires: daysAgo(0))], .expired, false),
            ([entry(.given, expires: daysAgo(-1))], .given, true),
            ([entry(.withdrawn, expires: daysAgo(0))], .withdrawn, false),
            ([entry(.childGuardian)], .childGuardian, false),
            ([entry(.childGuardian, child: unsafe)], .childGuardian, false),
            ([entry(.childGuardian, child: safe)], .childGuardian, true),
            // Not said yet.
            ([entry(.given, ago: -1)], .notAsked, false),
        ] as [([ConsentEntry], ConsentStatus, Bool)])
    func `the newest word counts, and nothing is allowed without one`(
        entries: [ConsentEntry], status: ConsentStatus, isAllowed: Bool
    ) {
        let standing = ConsentRule.standing(entries, on: .stateNamed, in: .init(now: Self.now))
        #expect(standing.status == status)
        #expect(standing.isAllowed == isAllowed)
    }

    @Test func `a child's own word is not enough`() {
        let child = ConsentRule.Circumstances(now: Self.now, isChild: true)
        for (given, isAllowed) in [(Self.entry(.given), false), (Self.entry(.given, child: Self.safe), true)] {
            let standing = ConsentRule.standing([given], on: .stateNamed, in: child)
            #expect(standing.isAllowed == isAllowed)
            #expect(standing.reasons.contains(.childUnprotected) != isAllowed)
        }
    }

    @Test func `a word for some recipients is none for others`() {
        let entries = [Self.entry(.given, ago: 2), Self.entry(.refused, to: ["embassy"])]
        func allows(_ recipient: String?) -> Bool {
            ConsentRule.standing(entries, on: .stateNamed, for: recipient, in: .init(now: Self.now)).isAllowed
        }
        #expect(allows(nil) && allows("committee") && !allows("embassy"))
    }

    @Test(arguments: [
        (ConsentPurpose.publishNamed, 100.0, nil, [ConsentRule.Reason]()), (.publishNamed, 190, nil, [.aged]),
        (.press, 10, 5.0, [.legalStatusChanged]), (.publishAnonymously, 190, 5, [.aged, .legalStatusChanged]),
        (.publishNamed, 10, 20, []), (.stateNamed, 400, 5, []),
    ])
    func `consent to publish is asked again when it has aged or the person's situation changed`(
        purpose: ConsentPurpose, ago: Double, changed: Double?, reasons: [ConsentRule.Reason]
    ) {
        let standing = ConsentRule.standing(
            [Self.entry(.given, purpose, ago: ago)], on: purpose,
            in: .init(now: Self.now, legalStatusChangedAt: changed.map(Self.daysAgo)))
        #expect(standing.isAllowed)
        #expect(standing.mustBeReconfirmed == !reasons.isEmpty)
        #expect(standing.reasons == [.given] + reasons)
    }

    @Test func `whatever is said before, after a withdrawal nothing is allowed`() {
        for before in ConsentStatus.allCases {
            for purpose in ConsentPurpose.allCases {
                let entries = [
                    Self.entry(before, purpose, ago: 2, representative: "x", child: Self.safe),
                    Self.entry(.withdrawn, purpose),
                ]
                #expect(!ConsentRule.standing(entries, on: purpose, in: .init(now: Self.now)).isAllowed)
            }
        }
    }

    @Test func `naming one person tells who another is`() {
        let people = [
            MosaicRule.Person(id: "A", names: ["Vera Primerova", "Вера Примерова"], mayBeNamed: true),
            MosaicRule.Person(id: "B", names: ["Anton Obraztsov"], mayBeNamed: false),
            MosaicRule.Person(id: "C", names: ["Jon Exemplar"], mayBeNamed: false),
        ]
        let links = [MosaicRule.Link(from: "B", to: "A", relation: .lawyerOf)]
        let table: [(text: String, reasons: [MosaicRule.Reason])] = [
            ("Vera Primerova was convicted. A court heard it.", []),
            ("Ms. Primerova and her lawyer were heard.", [.related(to: "A", .lawyerOf)]),
            ("Vera Primerova was convicted. Her lawyer was disbarred.", [.related(to: "A", .lawyerOf)]),
            ("Vera Primerova was convicted. It took a day. Her lawyer was disbarred.", [.related(to: "A", .lawyerOf)]),
            ("A lawyer was disbarred. Vera Primerova, his client, was convicted.", [.related(to: "A", .lawyerOf)]),
            ("Адвокат Примеровой был лишён лицензии.", [.related(to: "A", .lawyerOf)]),
            ("Mr. Obraztsov was disbarred.", [.named]), ("Антон Образцов лишён лицензии.", [.named]),
            ("A lawyer was disbarred.", []), ("", []),
        ]
        for (text, reasons) in table {
            let findings = MosaicRule.check(text, people: people, links: links)
            #expect(findings.map(\.reason) == reasons, "\(text)")
            #expect(findings.allSatisfy { $0.person == "B" })
        }
        #expect(MosaicRule.exposed(people: people, links: links) == ["B"])
    }
}
