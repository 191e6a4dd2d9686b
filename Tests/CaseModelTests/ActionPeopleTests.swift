import CaseModel
import Foundation
import Testing

@Suite struct ActionPeopleTests {
    typealias Said = [ConsentPurpose: ConsentStatus]

    // MARK: Each person

    static let people: [(ActionType, RiskLevel, Said, UsedIdentity?, PersonDecision.Reason?)] = [
        (.a05, .r2, [:], .named, nil), (.a05, .r3, [:], .anonymous, nil), (.a05, .r4, [:], nil, .risk),
        (.a05, .r2, [.stateNamed: .refused], .anonymous, nil), (.a05, .r2, [.stateAnonymously: .refused], .named, nil),
        // Whoever agreed to be named alone has not agreed to less.
        (.a05, .r3, [.stateAnonymously: .refused], nil, .risk),
        (.a05, .r1, [.stateNamed: .withdrawn, .stateAnonymously: .withdrawn], nil, .consent),
        (.a05, .r4, [.stateNamed: .notAsked, .stateAnonymously: .expired], nil, .consent),
        (.a08, .r3, [:], .named, nil), (.a08, .r3, [.shareWithMechanisms: .refused], nil, .consent),
        (.a12, .r1, [.stateNamed: .refused], nil, .consent), (.a12, .r3, [:], .named, nil),
        (.a12, .r4, [:], nil, .risk),
        (.a13, .r1, [.press: .refused], nil, .consent), (.a13, .r1, [.publishNamed: .refused], .anonymous, nil),
        (.a06, .r1, [.president: .unreachable], nil, .consent), (.a07, .r1, [.stateNamed: .refused], .named, nil),
        (.a15, .r1, [.stateNamed: .refused, .stateAnonymously: .refused], .named, nil),
        (.a16, .r1, [.shareWithMechanisms: .withdrawn], nil, .consent), (.a18, .r4, [:], .internally, nil),
        (.a18, .r1, [.protection: .notAsked], nil, .consent), (.a20, .r1, [.institutions: .refused], nil, .consent),
        (.a20, .r4, [:], nil, .risk), (.a11, .r4, [:], .internally, nil), (.a23, .r3, [:], .internally, nil),
        (.a05, .r1, [.stateNamed: .byRepresentative], .named, nil),
        (.a05, .r1, [.stateNamed: .childGuardian], .anonymous, nil),
        (.a18, .r1, [.process: .withdrawn], nil, .processing), (.a05, .r1, [.process: .notAsked], .named, nil),
    ]

    @Test(arguments: people)
    func `each person is spoken of as they agreed and as the risk allows`(
        tool: ActionType, risk: RiskLevel, said: Said, identity: UsedIdentity?, reason: PersonDecision.Reason?
    ) throws {
        let decision = try InventedCase.decide(tool, InventedCase.with([InventedCase.person("P", said)], risk: risk))
        let person = try #require(decision.person("P"))
        #expect(person.identity == identity && person.reasons.first == reason, "\(tool) \(risk) \(said)")
        #expect(decision.isAllowed == (identity != nil))
        let expected: GateReason? =
            switch reason {
            case .processing, .consent: .consent
            case .risk: .riskTooHigh
            case .mosaic, .consentToReconfirm, nil: nil
            }
        #expect(decision.reason == expected)
    }

    @Test func `nobody's refusal silences another`() throws {
        let no = InventedCase.person("B", Said(uniqueKeysWithValues: ConsentPurpose.allCases.map { ($0, .refused) }))
        let hidden = InventedCase.person("C", [.publishNamed: .refused])
        let decision = try InventedCase.decide(.a13, InventedCase.with([InventedCase.person("A"), no, hidden]))
        #expect(decision.isAllowed && decision.identity == .named)
        #expect(decision.people.map(\.identity) == [.named, nil, .anonymous])
        #expect(decision.before.contains(.checkText))
        let alone = try InventedCase.decide(
            .a13, InventedCase.with([InventedCase.person("A"), no]), change: { $0.covers = ["B"] })
        #expect(!alone.isAllowed && alone.people.map(\.id) == ["B"])
    }

    @Test func `a name that is withheld is not used, and the reasons name the purposes that are missing`() throws {
        let withheld = try InventedCase.decide(.a05, InventedCase.with([InventedCase.person("P", withheld: true)]))
        #expect(withheld.identity == .anonymous && withheld.person("P")?.notes == [.withheld])
        let refused = try InventedCase.decide(
            .a05, InventedCase.with([InventedCase.person("P", [.stateAnonymously: .refused, .stateNamed: .withdrawn])]))
        let missing = try #require(refused.person("P")).missing
        #expect(missing.map(\.purpose) == [.stateAnonymously, .stateNamed])
        #expect(missing.map(\.reasons) == [[.refused], [.withdrawn]])
    }

    @Test func `a word to one recipient counts before that one`() throws {
        var person = InventedCase.person("P")
        person.entries.append(
            ConsentEntry(
                purpose: .stateNamed, status: .refused, saidAt: InventedCase.now, recipients: ["the embassy"]))
        func identity(_ recipient: String?) throws -> UsedIdentity? {
            try InventedCase.decide(.a05, InventedCase.with([person]), change: { $0.recipient = recipient }).identity
        }
        #expect(try identity(nil) == .named)
        #expect(try identity("the ministry") == .named)
        #expect(try identity("the embassy") == .anonymous)
        let duties = try InventedCase.decide(.a05, InventedCase.with([person])).before
        #expect(duties.contains(.readConditions))
    }

    @Test func `before the State and in public a name is used exactly where the ledger's level says so`() throws {
        let statuses: [ConsentStatus] = [.given, .refused, .notAsked]
        for (tool, audience) in [(ActionType.a05, IdentityLevel.Audience.state), (.a15, .publicly)] {
            for (named, anonymous) in statuses.flatMap({ one in statuses.map { (one, $0) } }) {
                let person = InventedCase.person("P", [audience.named: named, audience.anonymous: anonymous])
                let level = IdentityLevel.of(person.entries, before: audience, in: .init(now: InventedCase.now))
                let used = try InventedCase.decide(tool, InventedCase.with([person])).person("P")?.identity
                #expect(used?.rawValue ?? "NONE" == level.rawValue, "\(tool) \(named) \(anonymous)")
            }
        }
    }

    // MARK: Who is known through another

    @Test func `nobody is named by whose name somebody is known who may not be`() throws {
        let people = [
            InventedCase.person("A"), InventedCase.person("B"), InventedCase.person("C", [.publishNamed: .refused]),
            InventedCase.person("D"),
        ]
        let one = InventedCase.with(people) { $0.namingTells = ["A": ["B"], "B": ["C"], "D": ["A", "D"]] }
        let public_ = try InventedCase.decide(.a14, one)
        #expect(public_.people.map(\.identity) == [.anonymous, .anonymous, .anonymous, .anonymous])
        #expect(public_.person("A")?.notes == [.mosaicHidesName])
        #expect(try InventedCase.decide(.a05, one).people.allSatisfy { $0.identity == .named })
        let stranger = InventedCase.with([InventedCase.person("A")]) { $0.namingTells = ["A": ["somebody else"]] }
        #expect(try InventedCase.decide(.a05, stranger).identity == .anonymous)
        let alone = InventedCase.with([InventedCase.person("A", [.stateAnonymously: .refused])]) {
            $0.namingTells = ["A": ["X"]]
        }
        #expect(try InventedCase.decide(.a05, alone).reason == .mosaic)
    }

    @Test func `a text that tells who somebody is goes nowhere`() throws {
        let lawyer = InventedCase.person(
            "B", [.publishNamed: .refused, .publishAnonymously: .refused], names: ["Bo Madeup"])
        let one = InventedCase.with([InventedCase.person("A"), lawyer]) {
            $0.links = [MosaicRule.Link(from: "B", to: "A", relation: .lawyerOf)]
        }
        func decide(_ text: String?, _ stage: PlannedStep.Stage = .proposed) throws -> GateDecision {
            try InventedCase.decide(.a13, one, change: { ($0.text, $0.stage) = (text, stage) })
        }
        #expect(try decide(nil).isAllowed && decide(nil).before.contains(.checkText))
        #expect(try decide(nil, .leaving).reasons == [.textMissing])
        #expect(try decide("Ada Invented was arrested.", .leaving).isAllowed)
        #expect(try decide("Ada Invented was arrested. Her lawyer was disbarred.", .leaving).reasons == [.mosaic])
        #expect(try decide("Bo Madeup was disbarred.").reasons == [.mosaic])
        let judged = try InventedCase.decide(.a13, one) {
            $0.text = "Ada Invented was arrested. A lawyer heard it on the radio. Bo Madeup did not."
            $0.judgedSentences = ["A lawyer heard it on the radio", "Bo Madeup did not"]
        }
        #expect(judged.reasons == [.mosaic], "a name is never judged away")
        let excused = try InventedCase.decide(.a13, one) {
            $0.text = "Ada Invented was arrested. A lawyer heard it on the radio."
            $0.judgedSentences = ["A lawyer heard it on the radio"]
        }
        #expect(excused.isAllowed)
        let message = try InventedCase.decide(.a22, one, change: { $0.text = "We stand with Ada Invented." })
        #expect(message.reasons == [.mosaic], "a message speaks of nobody")
    }
}
