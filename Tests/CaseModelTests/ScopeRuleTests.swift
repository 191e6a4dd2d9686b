import CaseModel
import Testing

@Suite struct `The scope screen` {
    private static func answers(_ fill: (inout ScopeRule.Answers) -> Void) -> ScopeRule.Answers {
        var answers = ScopeRule.Answers()
        fill(&answers)
        return answers
    }

    static let screens: [(ScopeRule.Answers, ScopeRule.Outcome, [ScopeRule.Question])] = [
        (answers { _ in }, .moreNeeded, [.act, .target, .entity, .limb, .tense, .perpetrator]),
        (answers { $0.acts = ["L01"] }, .moreNeeded, [.target, .entity, .limb, .tense, .perpetrator]),
        (
            answers {
                $0.acts = ["L01"]
                $0.entities = ["HRC"]
            }, .inScope, [.target, .limb, .tense, .perpetrator]
        ),
        (
            answers {
                $0.acts = ["L01"]
                $0.tense = "PERCEIVED"
            }, .inScope, [.target, .entity, .limb, .perpetrator]
        ),
        (answers { $0.entities = ["HRC"] }, .moreNeeded, [.act, .target, .limb, .tense, .perpetrator]),
        (
            answers {
                $0.isNoAct = true
                $0.entities = ["HRC"]
            }, .outOfScope, [.target, .limb, .tense, .perpetrator]
        ),
        (
            answers {
                $0.acts = ["L01"]
                $0.hasNoUNLink = true
            }, .outOfScope, [.target, .perpetrator]
        ),
        (
            answers {
                $0.acts = ["L01"]
                $0.targets = ["INDIVIDUAL"]
                $0.entities = ["HRC"]
                $0.limbs = ["OP4A"]
                $0.tense = "PAST"
                $0.perpetrators = ["UNKNOWN"]
            }, .inScope, []
        ),
    ]

    @Test(arguments: screens)
    func `needs an act and a hint of a link, and says what is still missing`(
        answers: ScopeRule.Answers, outcome: ScopeRule.Outcome, missing: [ScopeRule.Question]
    ) {
        #expect(ScopeRule.suggest(answers) == outcome)
        #expect(ScopeRule.missing(answers) == missing)
    }

    @Test(
        arguments: [
            ([], "UNDETERMINED"), (["SOUGHT"], "INTIMIDATION"), (["PAST"], "REPRISAL"), (["ONGOING"], "REPRISAL"),
            (["PERCEIVED"], "UNDETERMINED"), (["SOUGHT", "PAST"], "BOTH"), (["PAST", "PERCEIVED"], "REPRISAL"),
        ] as [(Set<String>, String)])
    func `tells intimidation from reprisal by when the cooperation was`(tenses: Set<String>, nature: String) throws {
        #expect(ScopeRule.nature(tenses: tenses) == nature)
        #expect(try CodeLists.bundled().contains(nature, in: "act_nature"))
    }

    @Test func `knows whose side every perpetrator of the list stands on`() throws {
        let lists = try CodeLists.bundled()
        let sides = try Set(lists.list("perpetrator_type").items.map { ScopeRule.side(of: [$0.code], lists: lists) })
        #expect(sides == [.state, .others, .unknown])
        #expect(ScopeRule.side(of: ["ST_POLICE", "ST_PRISON"], lists: lists) == .state)
        #expect(ScopeRule.side(of: [], lists: lists) == .unknown)
        let mixed = try lists.list("perpetrator_type").items.map(\.code)
        #expect(ScopeRule.side(of: mixed, lists: lists) == .both)
    }
}
