import CaseModel
import Foundation
import Testing

@Suite struct ActionGateTests {
    typealias Said = [ConsentPurpose: ConsentStatus]

    @Test func `where nothing stands against it every tool may be used`() throws {
        for tool in ActionType.allCases {
            let decision = try InventedCase.decide(tool, InventedCase.with())
            #expect(decision.isAllowed, "\(tool) \(decision.reasons)")
        }
    }

    // MARK: The list

    @Test func `every line of the list is read, and says what the list says`() throws {
        let lists = try InventedCase.lists.get()
        let gates = try ActionGates(lists)
        for item in try lists.list("action_gate").items {
            let gate = try #require(ActionType(rawValue: item.code).flatMap { gates[$0] }, "\(item.code)")
            #expect(item.text("max_risk_named") == gate.maximumRiskNamed.rawValue)
            #expect(item.attributes["approvals"] == .number(gate.approvals))
            #expect(item.attributes["needs_state_addressee"] == .flag(gate.needsState))
            #expect(gate.authorizers.isEmpty == (gate.tool == .a24))
        }
        let press = try #require(gates[.a13])
        #expect(press.consents == [[.press], [.publishAnonymously, .publishNamed]])
        #expect(press.verification == .v3 && press.authorizers == [.asg, .highCommissioner, .spMandateHolder])
        #expect(press.visibility == .publicly && press.needsNexus && !press.needsState)
    }

    @Test(arguments: [
        ("max_risk_named", "\"R5\""), ("min_act_verification", "\"V9\""), ("authoriser_roles", "[\"KING\"]"),
        ("authoriser_roles", "[]"), ("approvals", "0"), ("consent_all_of_any_of", "[[\"CP99\"]]"),
        ("consent_all_of_any_of", "[[]]"), ("needs_nexus", "\"yes\""),
    ])
    func `a list that says what no list has opens no gate`(column: String, value: String) throws {
        var line = [
            "code": "\"A04\"", "min_act_verification": "\"V2\"", "consent_all_of_any_of": "[]",
            "max_risk_named": "\"R2\"", "max_risk_anon": "\"R3\"", "authoriser_roles": "[\"ASG\"]", "approvals": "1",
            "needs_state_addressee": "true", "needs_nexus": "true",
        ]
        for isWrong in [false, true] {
            if isWrong { line[column] = value }
            let text = line.map { "\"\($0)\":\($1)" }.joined(separator: ",")
            var lists = try InventedCase.lists.get()
            try lists.lay(Data("{\"action_gate\":{\"items\":[{\(text)}]}}".utf8))
            if isWrong {
                #expect(throws: CodeListError.unreadable) { try ActionGates(lists) }
            } else {
                #expect(try ActionGates(lists)[.a04]?.authorizers == [.asg])
            }
        }
    }

    // MARK: What shuts a gate

    static let shut: [(ActionType, GateReason, @Sendable (inout GateCase) -> Void)] = [
        (.a04, .refuted, { $0.verification = .v6 }), (.a18, .refuted, { $0.verification = .v6 }),
        (.a22, .refuted, { $0.verification = .v6 }), (.a24, .refuted, { $0.verification = .v6 }),
        (.a04, .verificationTooLow, { $0.verification = .v1 }), (.a17, .verificationTooLow, { $0.verification = .v0 }),
        (.a13, .verificationTooLow, { $0.verification = .v2 }), (.a15, .verificationTooLow, { $0.verification = .v2 }),
        (.a10, .verificationTooLow, { $0.verification = .v1 }),
        (.a05, .noStateAddressee, { $0.responsibleStates = [] }),
        (.a10, .noStateAddressee, { $0.responsibleStates = [] }),
        (.a12, .noStateAddressee, { $0.responsibleStates = [] }),
        (.a05, .noNexus, { $0.nexus = .n0 }), (.a16, .noNexus, { $0.nexus = .n0 }),
        (.a06, .notCouncilFamily, { $0.traits.remove(.councilFamily) }),
        (.a07, .notCouncilFamily, { $0.traits.remove(.councilFamily) }),
        (.a08, .noKnownSource, { $0.hasKnownSource = false }), (.a09, .noKnownSource, { $0.hasKnownSource = false }),
        (.a10, .noLaw, { $0.traits.remove(.lawOrMassMeasure) }),
        (.a11, .noTreatyBody, { $0.traits.remove(.treatyBody) }),
        (.a12, .noRegisteredCommunication, { $0.traits.remove(.registeredCommunication) }),
        (.a19, .notInMeeting, { $0.traits.remove(.inMeeting) }),
        (.a21, .notInMeeting, { $0.traits.remove(.inMeeting) }),
        (.a01, .contactRefused, { $0.mayAnswerSource = false }),
        (.a02, .contactRefused, { $0.mayAnswerSource = false }),
        (.a09, .riskTooHigh, { $0.risk = GateRisk(residual: .r4) }),
        (.a17, .riskTooHigh, { $0.risk = GateRisk(residual: .r4) }),
        (.a09, .riskNotAssessed, { $0.risk = nil }), (.a10, .riskNotAssessed, { $0.risk = nil }),
        (.a15, .noteVerbaleMissing, { $0.notesVerbales = [] }),
        (.a15, .noteVerbaleMissing, { $0.responsibleStates.insert("QBB") }),
        (.a15, .stateWindowOpen, { $0.notesVerbales[0].deliveredAt = InventedCase.now }),
        (.a15, .stateWindowOpen, { $0.notesVerbales[0].deliveredAt = nil }),
        (.a13, .nobodyCovered, { $0.people = [] }),
    ]

    @Test(arguments: shut.indices)
    func `one thing missing shuts the gate and says which`(row: Int) throws {
        let (tool, reason, change) = Self.shut[row]
        let decision = try InventedCase.decide(tool, InventedCase.with(change: change))
        #expect(!decision.isAllowed && decision.reasons.contains(reason), "\(tool) \(decision.reasons)")
        #expect(decision.identity == nil && decision.before.isEmpty)
    }

    static let open: [(ActionType, UsedIdentity, @Sendable (inout GateCase) -> Void)] = [
        (.a01, .internally, { $0.verification = .v6 }), (.a03, .internally, { $0.verification = .v6 }),
        (.a25, .internally, { $0.verification = .v6 }), (.a08, .named, { $0.nexus = .n0 }),
        (.a04, .named, { $0.nexus = .n1 }), (.a08, .named, { $0.verification = .v2 }),
        (.a17, .internally, { $0.verification = .v1 }), (.a18, .internally, { $0.verification = .v0 }),
        // Help and safety never wait for an assessment.
        (.a18, .internally, { $0.risk = nil }), (.a19, .minimal, { $0.risk = nil }),
        (.a21, .minimal, { $0.risk = nil }),
        (.a18, .internally, { $0.risk = GateRisk(residual: .r4) }),
        (.a11, .internally, { $0.risk = GateRisk(residual: .r4) }),
        (.a10, .none, { $0.risk = GateRisk(residual: .r4) }),
        (.a22, .none, { $0.people = [] }), (.a10, .none, { $0.people = [] }),
        // UN security answers for the UN's own people wherever they are.
        (.a19, .minimal, { $0.traits = [.unPersonnel] }),
        // A trend that names no State wants no note verbale.
        (.a15, .named, { ($0.responsibleStates, $0.notesVerbales) = ([], []) }),
        (
            .a15, .named,
            {
                $0.notesVerbales[0].deliveredAt = InventedCase.now.addingTimeInterval(-86_400)
                $0.notesVerbales[0].replies = [StateReply(receivedAt: InventedCase.now, types: [.partial])]
            }
        ),
    ]

    @Test(arguments: open.indices)
    func `what a tool does not ask for does not shut it`(row: Int) throws {
        let (tool, identity, change) = Self.open[row]
        let decision = try InventedCase.decide(tool, InventedCase.with(change: change))
        #expect(decision.isAllowed, "\(tool) \(decision.reasons)")
        #expect(decision.identity == identity, "\(tool)")
    }

    @Test func `the first reason is the one that no consent could mend`() throws {
        let refused = InventedCase.person(
            "P", Said(uniqueKeysWithValues: ConsentPurpose.allCases.map { ($0, .refused) }))
        let worst = InventedCase.with([refused], risk: nil) {
            ($0.verification, $0.nexus, $0.responsibleStates, $0.traits) = (.v6, .n0, [], [])
        }
        for tool in ActionType.allCases where tool.reach != .desk {
            let decision = try InventedCase.decide(tool, worst)
            #expect(decision.reason == .refuted, "\(tool)")
            #expect(
                decision.reasons == decision.reasons.sorted() && Set(decision.reasons).count == decision.reasons.count)
        }
    }

    // MARK: On the day

    @Test func `what could be put right before is asked for when it leaves`() throws {
        func reasons(_ tool: ActionType, _ stage: PlannedStep.Stage, _ one: GateCase) throws -> [GateReason] {
            try InventedCase.decide(tool, one, change: { $0.stage = stage }).reasons
        }
        let aged = InventedCase.with([InventedCase.person("P", daysAgo: 200)])
        #expect(try reasons(.a15, .proposed, aged).isEmpty)
        #expect(try InventedCase.decide(.a15, aged).before.contains(.reconfirmConsent))
        #expect(try reasons(.a15, .leaving, aged) == [.consentToReconfirm])
        #expect(try reasons(.a05, .leaving, aged).isEmpty, "only publication is asked again")
        let old = InventedCase.with { $0.risk = GateRisk(residual: .r3, outdated: [.legalStatus], isSigned: false) }
        #expect(try InventedCase.decide(.a08, old).before == [.reassessRisk, .signRisk, .recordMitigation])
        #expect(try reasons(.a08, .leaving, old) == [.riskOutdated, .riskUnsigned])
        #expect(try reasons(.a18, .leaving, old).isEmpty)
    }

    // MARK: Single tools

    @Test func `a contested case is reported with both accounts only where it is corroborated beside them`() throws {
        for (beside, tool, isAllowed) in [
            (VerificationStatus.v3, ActionType.a15, true), (.v2, .a15, false), (.v3, .a16, true), (.v3, .a13, false),
            (.v3, .a08, true), (.v1, .a08, false), (.v2, .a04, true),
        ] {
            let one = InventedCase.with { ($0.verification, $0.besideContradictions) = (.v5, beside) }
            let decision = try InventedCase.decide(tool, one)
            #expect(decision.isAllowed == isAllowed, "\(tool) \(beside)")
            if isAllowed { #expect(decision.before.contains(.bothAccounts) == (tool != .a04), "\(tool)") }
        }
    }

    @Test func `an institution follows up only if it is independent and not implicated`() throws {
        let table: [(PlannedStep.Institution?, [GateReason])] = [
            (nil, []), (.init(isIndependent: true), []), (.init(isIndependent: false), [.institutionNotIndependent]),
            (.init(isIndependent: true, isAllegedPerpetrator: true), [.institutionImplicated]),
        ]
        for (institution, reasons) in table {
            let decision = try InventedCase.decide(.a20, InventedCase.with(), change: { $0.institution = institution })
            #expect(decision.reasons == reasons)
            #expect(decision.before.contains(.checkInstitution) == (institution == nil))
        }
    }

    @Test(arguments: [
        (ActionVisibility.privately, ActionType.a18), (.confidential, .a05), (.delayedPublic, .a09), (.publicly, .a13),
    ])
    func `a bespoke act is judged as a tool of the visibility chosen, and never more mildly`(
        visibility: ActionVisibility, model: ActionType
    ) throws {
        let gates = try InventedCase.gates.get()
        let gate = try #require(gates.gate(of: PlannedStep(.a24, visibility: visibility)))
        let other = try #require(gates[model])
        #expect(gate.consents == other.consents && gate.authorizers == other.authorizers)
        #expect(gate.approvals == 2 && gate.maximumRiskNamed <= .r2)
        #expect(gate.verification == (model == .a13 ? .v3 : .v2))
        let no = Said(uniqueKeysWithValues: ConsentPurpose.allCases.map { ($0, .refused) })
        let refused = try InventedCase.decide(
            .a24, InventedCase.with([InventedCase.person("P", no)]), change: { $0.visibility = visibility })
        #expect(refused.reasons == [.consent])
        let unsaid = try InventedCase.decide(.a24, InventedCase.with(), change: { $0.visibility = nil })
        #expect(unsaid.reasons == [.visibilityMissing] && unsaid.gate == nil)
    }

    @Test func `the note verbale for the report tells the State what will be published and no more`() throws {
        let table: [(Said, UsedIdentity?)] = [
            ([:], .named), ([.stateNamed: .refused], .anonymous), ([.publishNamed: .refused], .anonymous),
            ([.stateNamed: .refused, .stateAnonymously: .refused], nil),
            ([.publishNamed: .refused, .publishAnonymously: .refused], nil),
        ]
        for (said, identity) in table {
            let one = InventedCase.with([InventedCase.person("P", said)]) { $0.notesVerbales = [] }
            let decision = try InventedCase.decide(.a15, one, change: { $0.isNoteVerbale = true })
            #expect(decision.identity == identity, "\(said)")
        }
        let unaddressed = InventedCase.with { $0.responsibleStates = [] }
        #expect(
            try InventedCase.decide(.a15, unaddressed, change: { $0.isNoteVerbale = true }).reasons == [
                .noStateAddressee
            ])
    }

    @Test func `a report that keeps a State's name back keeps back the names that would tell it`() throws {
        func identity(_ said: Said, _ isTrend: Bool, _ states: Set<String>) throws -> UsedIdentity? {
            let one = InventedCase.with([InventedCase.person("P", said)]) { $0.responsibleStates = states }
            return try InventedCase.decide(.a15, one, change: { $0.isTrend = isTrend }).identity
        }
        #expect(try identity([:], false, ["QAA"]) == .named)
        #expect(try identity([:], true, ["QAA"]) == .anonymous)
        #expect(try identity([.publishAnonymously: .refused], true, ["QAA"]) == nil)
        #expect(try identity([:], true, []) == .named, "there is no State whose name is kept back")
    }

    @Test func `every reason says where it stands`() {
        for reason in GateReason.allCases {
            #expect(reason.source.contains { $0.isNumber } || reason.source.contains("action_gate"), "\(reason)")
        }
    }
}
