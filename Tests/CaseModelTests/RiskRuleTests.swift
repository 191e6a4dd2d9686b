import CaseModel
import Foundation
import Testing

@Suite struct RiskRuleTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func assessment(
        _ threat: RiskFactor, _ vulnerability: RiskFactor, _ exposure: RiskFactor, residual: RiskLevel,
        mitigations: String = "", reason: String = ""
    ) -> RiskAssessment {
        RiskAssessment(
            threat: threat, vulnerability: vulnerability, exposure: exposure, mitigations: mitigations,
            residual: residual, reason: reason, assessedAt: now)
    }

    @Test(arguments: [
        (RiskFactor.low, RiskFactor.low, RiskFactor.low, RiskLevel.r1), (.low, .low, .high, .r1),
        (.medium, .medium, .low, .r2),
        (.medium, .medium, .medium, .r2), (.high, .high, .low, .r3), (.high, .medium, .medium, .r3),
        (.high, .high, .medium, .r4), (.high, .high, .high, .r4),
    ])
    func `the factors give a level`(
        threat: RiskFactor, vulnerability: RiskFactor, exposure: RiskFactor, level: RiskLevel
    ) {
        let one = Self.assessment(threat, vulnerability, exposure, residual: level)
        #expect(RiskRule.initial(one) == level)
        #expect(RiskRule.problems(one).isEmpty)
    }

    @Test func `no factor that rises makes the level fall`() {
        let all = RiskFactor.allCases
        for threat in all {
            for vulnerability in all {
                for (lower, higher) in zip(all, all.dropFirst()) {
                    let one = RiskRule.initial(Self.assessment(threat, vulnerability, lower, residual: .r1))
                    let other = RiskRule.initial(Self.assessment(threat, vulnerability, higher, residual: .r1))
                    #expect(one <= other)
                }
            }
        }
    }

    @Test func `a level is lowered by one at most, and with a reason`() {
        func problems(_ residual: RiskLevel, mitigations: String = "", reason: String = "") -> [RiskRule.Problem] {
            RiskRule.problems(
                Self.assessment(
                    .high, .high, .high, residual: residual, mitigations: mitigations, reason: reason))
        }
        #expect(problems(.r3) == [.loweredWithoutReason])
        #expect(problems(.r3, mitigations: "moved", reason: "safe now").isEmpty)
        #expect(problems(.r2, mitigations: "moved", reason: "safe now") == [.loweredTooFar])
        #expect(problems(.r4).isEmpty)
    }

    @Test(arguments: [
        (RiskFactor.low, RiskFactor.low, RiskFactor.medium, RiskFactor.low), (.low, .low, .high, .medium),
        (.medium, .medium, .medium, .medium), (.low, .medium, .high, .medium), (.medium, .medium, .high, .high),
        (.low, .high, .high, .high),
    ])
    func `what an actor can, wants and has done makes the threat`(
        one: RiskFactor, two: RiskFactor, three: RiskFactor, threat: RiskFactor
    ) {
        #expect(RiskRule.threat(capability: one, intent: two, history: three) == threat)
        #expect(RiskRule.threat(capability: three, intent: one, history: two) == threat)
    }

    @Test func `a level is raised with a reason, and holds for 90 days at most`() {
        var one = Self.assessment(.low, .low, .low, residual: .r3)
        #expect(RiskRule.problems(one) == [.raisedWithoutReason])
        one.reason = "a threat came by telephone"
        #expect(RiskRule.problems(one).isEmpty)
        for (days, problems) in [(0.0, [RiskRule.Problem.badPeriod]), (1, []), (90, []), (90.1, [.badPeriod])] {
            one.validUntil = Self.now.addingTimeInterval(days * 86_400)
            #expect(RiskRule.problems(one) == problems, "\(days)")
        }
        one.validUntil = Self.now.addingTimeInterval(86_400)
        #expect(RiskRule.outdated(one, changes: [:], now: Self.now.addingTimeInterval(86_400)) == [.age])
    }

    @Test(arguments: [
        ([], [], [], []), (["ADULT_25_59", "CHILD"], [], [], [SpecialistRule.Topic.child]),
        ([], ["LGBTI_DEFENDER"], ["V07", "L01"], [.sexualViolence, .lgbtiq]), ([], ["HRD"], ["L01"], []),
    ])
    func `some cases need somebody with the knowledge`(
        ages: [String], descriptors: [String], acts: [String], topics: [SpecialistRule.Topic]
    ) {
        #expect(SpecialistRule.topics(ageBands: ages, descriptors: descriptors, acts: acts) == topics)
    }

    @Test func `an assessment ends with what it rests on, or after 90 days`() {
        let one = Self.assessment(.low, .low, .low, residual: .r1)
        let later = Self.now.addingTimeInterval(86_400)
        #expect(RiskRule.outdated(one, changes: [:], now: later).isEmpty)
        #expect(RiskRule.outdated(one, changes: [.consent: Self.now.addingTimeInterval(-1)], now: later).isEmpty)
        #expect(RiskRule.outdated(one, changes: [.consent: later, .law: later], now: later) == [.consent, .law])
        #expect(RiskRule.outdated(one, changes: [:], now: Self.now.addingTimeInterval(90 * 86_400)) == [.age])
    }

    @Test(arguments: [
        ("2025-12-04", "2025-12-01", "PAST", DateOrderRule.Finding.actFirst),
        ("2025-12-04", "2025-12", "PAST", .unclear),
        ("2025-12-04", "2025-11", "PAST", .actFirst), ("2025-12-04", "2025-11", "SOUGHT", .unclear),
        ("2026-01-12", "2026-01-15", "PAST", .soonAfter), ("2026-01-12", "2026-01-12", "PAST", .soonAfter),
        ("2025-03", "2025-07-09", "PAST", .after), ("2025", "2026-01", "ONGOING", .soonAfter),
        ("2025", "2025-06", "PAST", .unclear), ("", "2025-06-01", "PAST", .unclear),
        ("2024-02", "2024-03-01", "PAST", .soonAfter),
    ])
    func `cooperation and act are put in order as far as their dates allow`(
        cooperation: String, act: String, tense: String, finding: DateOrderRule.Finding
    ) {
        let found = DateOrderRule.check(
            act: ReportedDate(typed: act), cooperation: ReportedDate(typed: cooperation), tense: tense)
        #expect(found == finding)
    }

    @Test func `about a day is a few days either way`() throws {
        let act = try #require(ReportedDate(typed: "2025-12-02", approximate: true))
        let cooperation = try #require(ReportedDate(typed: "2025-12-04"))
        #expect(DateOrderRule.check(act: act, cooperation: cooperation, tense: "PAST") == .unclear)
    }

    @Test(arguments: [
        (Urgency.u1, "2026-03-06T10:00:00Z", "2026-03-06T11:00:00Z", "2026-03-07T10:00:00Z"),
        (.u2, "2026-03-06T10:00:00Z", "2026-03-07T10:00:00Z", "2026-03-11T10:00:00Z"),
        // A Friday; Monday the 9th is a holiday.
        (.u3, "2026-03-06T10:00:00Z", "2026-03-17T00:00:00Z", "2026-05-05T10:00:00Z"),
        (.u4, "2026-03-07T10:00:00Z", "2026-03-24T00:00:00Z", "2026-05-06T10:00:00Z"),
    ])
    func `each urgency has its clocks`(urgency: Urgency, start: String, triage: String, decision: String) throws {
        let begun = try #require(EventCoding.date(of: start))
        let limits = TriageClock.limits(urgency)
        let holidays: Set<String> = ["2026-03-09"]
        #expect(TriageClock.end(of: limits.triage, from: begun, holidays: holidays) == EventCoding.date(of: triage))
        #expect(TriageClock.end(of: limits.decision, from: begun, holidays: holidays) == EventCoding.date(of: decision))
    }
}
