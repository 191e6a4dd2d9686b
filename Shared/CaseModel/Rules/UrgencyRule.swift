/// The first urgency, given at the door before anybody has read a word (list `urgency`, DOMAIN.md IN-06). Errs on the side
/// of haste; an officer decides it anew.
package enum UrgencyRule {
    /// Why, as phrase keys `urgency.reason.…`.
    package enum Reason: Sendable, Hashable {
        case danger(DeclaredDanger)
        /// An act of default severity tier 1 (life and integrity) or 2 was declared.
        case actOfTier(Int)
        /// The texts speak of it (`UrgencyWords`).
        case words(UrgencyWords.Reason)
        case standard

        package var phrase: String {
            switch self {
            case .danger(let danger): "urgency.reason.\(danger.rawValue.lowercased())"
            case .actOfTier(let tier): "urgency.reason.tier_\(tier)"
            case .words(let reason): "urgency.reason.words_\(reason.rawValue)"
            case .standard: "urgency.reason.standard"
            }
        }
    }

    package struct Score: Sendable, Equatable {
        package let urgency: Urgency
        /// All that speak for this class, none that speak for a lower one.
        package let reasons: [Reason]
    }

    /// Scores the declared dangers and act codes, and what the texts speak of. Unknown act codes count for nothing.
    package static func score(
        dangers: Set<DeclaredDanger>, acts: [String], lists: CodeLists, texts: [String] = []
    ) -> Score {
        let tiers = Set(acts.compactMap { lists.item($0, in: "act_type")?.tier })
        let declared = DeclaredDanger.allCases.filter(dangers.contains)
        let words = UrgencyWords.bundled
        let all: [(urgency: Urgency, reason: Reason)] =
            declared.map { (urgency(of: $0), .danger($0)) }
            + [1, 2].filter(tiers.contains).map { ($0 == 1 ? .u1 : .u2, .actOfTier($0)) }
            + (words?.reasons(in: texts) ?? []).map { (words?.urgency(of: $0) ?? .u2, .words($0)) }
        // A law or a policy is the least urgent kind only where nothing else was declared.
        let urgent = all.filter { $0.urgency < .u4 }
        guard let highest = (urgent.isEmpty ? all : urgent).map(\.urgency).min() else {
            return Score(urgency: .u3, reasons: [.standard])
        }
        return Score(urgency: highest, reasons: all.filter { $0.urgency == highest }.map(\.reason))
    }

    private static func urgency(of danger: DeclaredDanger) -> Urgency {
        switch danger {
        case .threatToLife, .missingSinceDays, .deportation, .medicalEmergency: .u1
        case .withinSevenDays, .meetingInProgress: .u2
        case .lawOrPolicy: .u4
        }
    }
}

extension SubmissionContent {
    /// The first urgency, as Intake scored it; Verification finds the same from what it opens.
    package func firstUrgency(lists: CodeLists) -> UrgencyRule.Score {
        UrgencyRule.score(
            dangers: dangers, acts: acts, lists: lists,
            texts: [narrative, cooperation, affected, responsible, place, happenedInWords, toldTo])
    }
}
