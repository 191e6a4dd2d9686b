import CaseModel
import Foundation
import Testing

@Suite struct RecommendationTests {
    // MARK: What a case is about

    private static func act(
        _ type: String, by perpetrators: [String] = [], at place: String? = nil, _ modality: String? = nil
    ) -> CodedCase {
        CodedCase(acts: [.init(type: type, modality: modality, placePrecision: place, perpetrators: perpetrators)])
    }
    private static func with(_ entity: String, _ activities: Set<String> = []) -> CodedCase {
        CodedCase(cooperation: [.init(entity: entity, activities: activities)])
    }
    private static func target(
        _ categories: Set<String> = [], unit: String? = nil, age: String? = nil, legal: String? = nil,
        act: String? = nil
    ) -> CodedCase {
        CodedCase(
            acts: act.map { [.init(type: $0)] } ?? [],
            targets: [.init(unit: unit, categories: categories, ageBand: age, legalStatus: legal)])
    }

    static let coded: [(CodedCase, Set<CaseTrait>)] = [
        (CodedCase(), []), (with("UPR"), [.councilFamily]), (with("EMRIP"), [.councilFamily]),
        (with("CAT"), [.treatyBody]),
        (with("CEDAW", ["INDIVIDUAL_COMPLAINT"]), [.treatyBody, .registeredCommunication]),
        (with("HRC_CP", ["INDIVIDUAL_COMPLAINT"]), [.councilFamily]), (with("SC"), [.peaceAndSecurity]),
        (with("CSW"), [.conference]), (with("UNFCCC"), [.conference]), (with("UN_OTHER"), []), (with("NO_SUCH"), []),
        (act("O06"), [.lawOrMassMeasure]), (act("O03"), [.lawOrMassMeasure]), (act("O01"), []),
        (target(unit: "POPULATION"), [.lawOrMassMeasure]), (target(["CIVIL_SOCIETY_SECTOR"]), [.lawOrMassMeasure]),
        (act("T02", at: "UN_PREMISES"), [.inMeeting]), (act("T07"), [.inMeeting]), (act("U04"), [.inMeeting]),
        (act("T02", at: "ADMIN1"), []), (act("J06", by: ["ST_POLICE"]), []),
        (act("T02", by: ["NS_ARMED"]), [.nonStatePerpetrator, .armedGroup]),
        (act("P01", by: ["NS_BUSINESS", "ST_POLICE"]), [.nonStatePerpetrator, .business]),
        (act("S03", by: ["UNKNOWN"], "ONLINE"), [.digitalAttackByUnknown]),
        (act("S03", by: ["ST_INTEL"], "ONLINE"), []),
        (act("T09"), [.relative]), (target(["RELATIVE"]), [.relative]), (target(age: "CHILD"), [.child]),
        (target(legal: "PRETRIAL"), [.detained]), (target(["DETAINEE"], legal: "CONVICTED"), [.detained]),
        (target(legal: "CONVICTED"), []), (target(["DETAINEE"], legal: "RELEASED"), []),
        (target(legal: "DISAPPEARED"), [.disappeared]),
        (target(legal: "UNKNOWN", act: "V03"), [.disappeared]), (target(legal: "RELEASED", act: "V03"), []),
        (target(["NHRI"]), [.humanRightsInstitution]), (act("N01"), [.humanRightsInstitution]),
        (target(["UN_EXPERT"]), [.unPersonnel]), (act("N02"), [.unPersonnel]),
    ]

    @Test(arguments: coded.indices)
    func `the codes of a case say what it is about`(row: Int) throws {
        let (coding, traits) = Self.coded[row]
        #expect(CaseTraitRule.traits(coding, lists: try InventedCase.lists.get()) == traits)
    }

    @Test func `every trait can be found`() {
        #expect(Set(Self.coded.flatMap(\.1)) == Set(CaseTrait.allCases))
    }

    // MARK: What is recommended

    private static func facts(
        _ urgency: Urgency = .u3, _ traits: Set<CaseTrait> = [], state: Bool = true,
        change: (inout RecommendationFacts) -> Void = { _ in }
    ) -> RecommendationFacts {
        var facts = RecommendationFacts(urgency: urgency, traits: traits, mayAddressState: state)
        change(&facts)
        return facts
    }

    static let table: [(RecommendationFacts, Recommendation.Rule, [ActionType])] = [
        (facts(.u1), .immediateRisk, [.a03, .a08, .a18, .a17]),
        (facts(.u1) { $0.hasFittingMandate = false }, .immediateRisk, [.a03, .a05, .a18, .a17]),
        (facts(.u1, state: false), .immediateRiskWithoutConsent, [.a03, .a18, .a25]),
        (facts(.u3, [.councilFamily]), .councilFamily, [.a06, .a07]), (facts(.u3, [.treatyBody]), .treatyBody, [.a11]),
        (facts(.u3, [.registeredCommunication]), .registeredCommunication, [.a12]),
        (facts(.u3, [.peaceAndSecurity]), .peaceAndSecurity, [.a17]),
        (facts(.u3, [.conference]), .conference, [.a03, .a21, .a22, .a05]),
        (facts(.u2, [.inMeeting, .councilFamily]), .inMeeting, [.a21, .a19, .a06]),
        (facts(.u4, [.lawOrMassMeasure]), .lawOrMassMeasure, [.a10, .a13, .a15]),
        (facts(.u4, [.lawOrMassMeasure]) { $0.lawIsPublic = false }, .lawOrMassMeasure, [.a10, .a15]),
        (facts(.u3, [.nonStatePerpetrator, .armedGroup]), .nonStatePerpetrator, [.a09]),
        (facts(.u3, [.detained]), .detained, [.a08, .a23]), (facts(.u3, [.disappeared]), .disappeared, [.a08]),
        (facts(.u3, [.digitalAttackByUnknown]), .digitalAttackByUnknown, [.a01, .a22]),
        (facts(.u3, [.relative, .child]), .relativeOrChild, [.a18]), (facts(.u3, [.child]), .relativeOrChild, [.a18]),
        (facts(.u3, [.humanRightsInstitution]), .humanRightsInstitution, [.a05, .a20]),
        (facts(.u3, [.unPersonnel]), .unPersonnel, [.a05, .a14]),
        (facts { $0.afterSilence = .a04 }, .noReply, [.a04]),
        (facts { $0.isRepeatStateOrMember = true }, .repeatState, [.a14]),
    ]

    @Test(arguments: table.indices)
    func `each line of the rules suggests its tools and says which line it is`(row: Int) {
        let (facts, rule, tools) = Self.table[row]
        #expect(RecommendationRule.recommend(facts).filter { $0.rule == rule }.map(\.tool) == tools)
    }

    @Test func `every line of the rules is tried`() {
        #expect(Set(Self.table.map(\.1)) == Set(Recommendation.Rule.allCases))
    }

    @Test func `nothing is suggested for nothing, and the same facts suggest the same`() {
        #expect(RecommendationRule.recommend(Self.facts()).isEmpty)
        for (facts, _, _) in Self.table {
            #expect(RecommendationRule.recommend(facts) == RecommendationRule.recommend(facts))
        }
    }

    @Test func `what is urgent says until when`() {
        let urgent = RecommendationRule.recommend(Self.facts(.u1, [.disappeared]))
        #expect(urgent.filter { $0.tool == .a08 }.map(\.within) == [.hours(24), .hours(24)])
        let silent = RecommendationRule.recommend(Self.facts(.u1, state: false))
        #expect(silent.first { $0.tool == .a25 }?.within == .hours(24))
    }

    @Test func `a protocol leaves out what its entity does not use, and never what protects`() {
        let all = RecommendationRule.recommend(Self.facts(.u1, [.councilFamily, .inMeeting]), tools: [.a06])
        #expect(Set(all.map(\.tool)) == [.a03, .a18, .a19, .a21, .a06])
    }

    @Test func `what departs from the recommendation is found both ways`() {
        let recommended = RecommendationRule.recommend(Self.facts(.u3, [.councilFamily]))
        let departures = RecommendationRule.departures(from: recommended, chosen: [.a07, .a24])
        #expect(departures.left == [.a06] && departures.added == [.a24])
    }
}
