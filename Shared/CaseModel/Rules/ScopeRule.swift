/// Whether something is in the scope of the mandate (DOMAIN.md IN-04): is there an act, against whom, because of which part of
/// the UN, for which form of cooperation and when, by a State or by others. The rule suggests, an officer decides.
package enum ScopeRule {
    /// What the officer found, in codes; empty or nil where it is not known yet.
    package struct Answers: Codable, Sendable, Equatable {
        /// Codes of lists `act_type`, `target_unit`, `un_entity`, `cooperation_limb`, `perpetrator_type`.
        package var acts: [String] = []
        package var targets: [String] = []
        package var entities: [String] = []
        package var limbs: [String] = []
        /// Code of list `cooperation_tense`.
        package var tense: String?
        package var perpetrators: [String] = []
        /// What was told is no act of intimidation or reprisal at all.
        package var isNoAct = false
        /// What was told has nothing to do with the UN.
        package var hasNoUNLink = false

        package init() {}
    }

    /// As the value of the form's field.
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case inScope = "IN_SCOPE"
        case outOfScope = "OUT_OF_SCOPE"
        case moreNeeded = "MORE_NEEDED"
    }

    /// What is still asked, as phrase keys `scope.missing.…`.
    package enum Question: String, Codable, Sendable, CaseIterable {
        case act, target, entity, limb, tense, perpetrator
    }

    /// Who is said to have done it.
    package enum Side: String, Codable, Sendable, CaseIterable {
        case state = "STATE"
        case others = "NON_STATE"
        case both = "BOTH"
        case unknown = "UNKNOWN"
    }

    /// The questions that have no answer yet, in their order.
    package static func missing(_ answers: Answers) -> [Question] {
        let open: [(Question, Bool)] = [
            (.act, answers.acts.isEmpty && !answers.isNoAct), (.target, answers.targets.isEmpty),
            (.entity, answers.entities.isEmpty && !answers.hasNoUNLink),
            (.limb, answers.limbs.isEmpty && !answers.hasNoUNLink),
            (.tense, answers.tense == nil && !answers.hasNoUNLink), (.perpetrator, answers.perpetrators.isEmpty),
        ]
        return open.filter(\.1).map(\.0)
    }

    /// Some description of an act and any hint of a link to the UN are enough (C.10); everything else may be missing.
    package static func suggest(_ answers: Answers) -> Outcome {
        if answers.isNoAct || answers.hasNoUNLink { return .outOfScope }
        let hasLink = !answers.entities.isEmpty || !answers.limbs.isEmpty || answers.tense != nil
        return !answers.acts.isEmpty && hasLink ? .inScope : .moreNeeded
    }

    /// By the classes of the list `perpetrator_type`.
    package static func side(of perpetrators: [String], lists: CodeLists) -> Side {
        let classes = Set(perpetrators.compactMap { lists.item($0, in: "perpetrator_type")?.text("class") })
        return switch (classes.contains("STATE"), !classes.isDisjoint(with: ["NON_STATE", "OTHER"])) {
        case (true, true): .both
        case (true, false): .state
        case (false, true): .others
        case (false, false): .unknown
        }
    }

    /// What a case is called by its cooperation's tenses (B.1), a code of list `act_nature`: what is to keep somebody from
    /// cooperating is intimidation, what punishes cooperation is a reprisal.
    package static func nature(tenses: Set<String>) -> String {
        let punishes = !tenses.isDisjoint(with: ["ONGOING", "PAST"])
        return switch (tenses.contains("SOUGHT"), punishes) {
        case (true, true): "BOTH"
        case (true, false): "INTIMIDATION"
        case (false, true): "REPRISAL"
        case (false, false): "UNDETERMINED"
        }
    }
}
