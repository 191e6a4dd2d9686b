import CaseModel
import Foundation
import Testing

@Suite struct ActionApprovalTests {
    private static let people = (0..<5).map { _ in StaffID(UUID()) }
    private static func sign(_ person: Int, _ role: Role, after hours: Double = 0) -> ActionSignature {
        ActionSignature(by: people[person], role: role, at: InventedCase.now.addingTimeInterval(hours * 3600))
    }

    /// Person 0 drafted it.
    static let table: [(ActionType, RiskLevel, [ActionSignature], [ApprovalRule.Problem])] = [
        (.a04, .r2, [], [.tooFew, .authorizerMissing]), (.a04, .r2, [sign(1, .asg)], []),
        (.a04, .r2, [sign(0, .asg)], [.tooFew, .ownDraft, .authorizerMissing]),
        (.a04, .r2, [sign(1, .caseOfficer)], [.authorizerMissing]), (.a04, .r3, [sign(1, .asg)], [.tooFew]),
        (.a04, .r3, [sign(1, .asg), sign(2, .deskOfficer)], []), (.a05, .r1, [sign(1, .asg)], [.tooFew]),
        (.a05, .r1, [sign(1, .asg), sign(1, .highCommissioner)], [.tooFew]),
        (.a05, .r1, [sign(1, .asg), sign(2, .secondReviewer)], []),
        (.a05, .r1, [sign(1, .asg), sign(2, .sysadmin)], [.tooFew]),
        (.a05, .r1, [sign(1, .asg), sign(2, .stateRespondent)], [.tooFew]),
        (.a06, .r1, [sign(1, .asg), sign(2, .highCommissioner)], [.authorizerMissing]),
        (.a11, .r2, [sign(1, .tbRapporteur)], []),
        (.a11, .r4, [sign(1, .tbRapporteur), sign(2, .deskOfficer)], [.seniorOfficialMissing]),
        (.a11, .r4, [sign(1, .tbRapporteur), sign(2, .asg)], []), (.a18, .r4, [sign(1, .protectionFocalPoint)], []),
        (.a25, .r1, [sign(1, .secondReviewer)], []),
        (.a25, .r1, [sign(0, .secondReviewer)], [.tooFew, .ownDraft, .authorizerMissing]),
    ]

    @Test(arguments: table)
    func `as many sign as the gate and the risk ask, and never who drafted it`(
        tool: ActionType, risk: RiskLevel, signatures: [ActionSignature], problems: [ApprovalRule.Problem]
    ) throws {
        let needed = try InventedCase.decide(tool, InventedCase.with(risk: risk)).signatures
        let found = ApprovalRule.problems(signatures, drafter: Self.people[0], needed: needed)
        #expect(Set(found) == Set(problems), "\(tool) \(risk)")
    }

    // MARK: Emergency

    private static func override(
        _ signatures: [ActionSignature], _ reason: String = "she is being moved"
    ) -> EmergencyOverride {
        EmergencyOverride(drafter: people[0], reason: reason, signatures: signatures)
    }

    static let overrides: [(EmergencyOverride, EmergencyOverride.Problem?)] = [
        (override([sign(1, .asg), sign(2, .highCommissioner)]), nil),
        (override([sign(1, .asg), sign(2, .entityPrincipal)]), nil),
        (override([sign(1, .asg), sign(2, .asg)]), nil),
        (override([sign(1, .asg), sign(1, .highCommissioner)]), .secondPrincipalMissing),
        (override([sign(1, .asg), sign(2, .sysadmin)]), .secondPrincipalMissing),
        (override([sign(1, .asg), sign(0, .highCommissioner)]), .secondPrincipalMissing),
        (override([sign(1, .highCommissioner), sign(2, .secretaryGeneral)]), .seniorOfficialMissing),
        (override([sign(0, .asg), sign(2, .highCommissioner)]), .seniorOfficialMissing),
        (override([sign(1, .asg), sign(2, .highCommissioner)], " "), .reasonMissing),
        (override([]), .seniorOfficialMissing),
    ]

    @Test(arguments: overrides.indices)
    func `an emergency takes the senior official and a second principal, with a reason`(row: Int) {
        let (override, problem) = Self.overrides[row]
        #expect(override.problem == problem)
    }

    @Test func `an override is looked at again within 72 hours of the signature that made it one`() {
        let one = Self.override([Self.sign(1, .asg), Self.sign(2, .highCommissioner, after: 5)])
        #expect(one.reviewDue == InventedCase.now.addingTimeInterval(77 * 3600))
        #expect(Self.override([]).reviewDue == nil)
    }

    @Test func `an override sets thresholds aside and never a person's word`() throws {
        let valid = Self.override([Self.sign(1, .asg), Self.sign(2, .highCommissioner)])
        let invalid = Self.override([Self.sign(1, .asg)])
        func decide(_ tool: ActionType, _ one: GateCase, _ override: EmergencyOverride) throws -> GateDecision {
            try InventedCase.decide(tool, one, override: override)
        }
        let early = InventedCase.with { ($0.verification, $0.hasKnownSource) = (.v0, false) }
        let opened = try decide(.a08, early, valid)
        #expect(opened.isAllowed && opened.setAside == [.verificationTooLow, .noKnownSource])
        #expect(opened.before.contains(.reviewOverride))
        #expect(try !decide(.a08, early, invalid).isAllowed)

        let risky = try decide(.a05, InventedCase.with(risk: .r4), valid)
        #expect(risky.isAllowed && risky.identity == .anonymous && risky.setAside == [.riskTooHigh], "nobody is named")
        let namedAlone = InventedCase.with([InventedCase.person("P", [.stateAnonymously: .refused])], risk: .r4)
        #expect(try decide(.a05, namedAlone, valid).reasons == [.riskTooHigh])

        for status in ConsentStatus.allCases where !status.isPermission {
            let person = InventedCase.person("P", [.stateNamed: status, .stateAnonymously: status])
            #expect(try decide(.a05, InventedCase.with([person]), valid).reasons == [.consent], "\(status)")
        }
        #expect(try decide(.a05, InventedCase.with { $0.verification = .v6 }, valid).reasons == [.refuted])
        #expect(try decide(.a15, InventedCase.with { $0.notesVerbales = [] }, valid).reasons == [.noteVerbaleMissing])
        let open = try decide(.a05, InventedCase.with(), valid)
        #expect(open.setAside.isEmpty && !open.before.contains(.reviewOverride), "nothing had to be set aside")
    }
}
