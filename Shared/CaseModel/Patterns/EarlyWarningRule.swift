package import Foundation

/// The early-warning rules of DOMAIN.md D.7.
package enum EarlyWarningRule {
    package static let windowDays = 14
    package static let fewestPersons = 2
    /// A question after somebody's safety that stays so long without an answer.
    package static let checkInHours = 48
    package static let restrictiveLaw = "O06"

    /// What was known before the facts that are looked at.
    package struct Known: Sendable, Equatable {
        /// `CHE V01`: acts that were reported of a State.
        package var acts: Set<String>
        /// States of which any act was reported.
        package var states: Set<String>

        package init(acts: Set<String> = [], states: Set<String> = []) {
            self.acts = acts
            self.states = states
        }

        package static func name(_ state: String, _ act: String) -> String { "\(state) \(act)" }
    }

    /// All warnings that the facts give rise to.
    ///
    /// - Parameter missed: When a check-in that was agreed with somebody was missed last, by unit.
    package static func warnings(
        _ facts: [PatternFacts], known: Known, missed: [UUID: Date] = [:], at now: Date
    ) -> [EarlyWarning] {
        let facts = PatternFacts.merged(facts)
        return clusters(facts) + newActs(facts, known) + draftLaws(facts) + surges(facts)
            + missedCheckIns(facts, missed, at: now)
    }

    // MARK: At least two persons within 14 days

    static func clusters(_ facts: [PatternFacts]) -> [EarlyWarning] {
        clusters(facts, .sameEvent) { $0.event.map { [$0.description] } ?? [] }
            + clusters(facts, .sameEntity) { $0.entities }
            + clusters(facts, .samePlace) { $0.detentionPlaces }
    }

    private static func clusters(
        _ facts: [PatternFacts], _ rule: EarlyWarning.Rule, _ keys: (PatternFacts) -> Set<String>
    ) -> [EarlyWarning] {
        grouped(facts, keys).compactMap { key, facts in
            window(of: facts) { PatternFacts.distinct($0.flatMap(\.persons)) >= fewestPersons }
                .map { warning(rule, key, $0) }
        }
    }

    /// Of all spans of 14 days, by the day of the act, or of the report where that is not known: the one with the most facts
    /// that fulfils a condition.
    private static func window(
        of facts: [PatternFacts], where isEnough: ([PatternFacts]) -> Bool
    ) -> [PatternFacts]? {
        let dated = facts.flatMap { fact in days(of: fact).map { (day: $0, fact: fact) } }.sorted { $0.day < $1.day }
        var spans: [Range<Int>] = []
        var end = 0
        for start in dated.indices {
            while end < dated.count, dated[end].day <= dated[start].day + windowDays { end += 1 }
            // One that lies within another says no more than that.
            if spans.last?.upperBound != end { spans.append(start..<end) }
        }
        for span in spans.sorted(by: { ($1.count, $0.lowerBound) < ($0.count, $1.lowerBound) }) {
            var seen: Set<UUID> = []
            let window = dated[span].map(\.fact).filter { seen.insert($0.unit).inserted }
            if isEnough(window) { return window }
        }
        return nil
    }

    private static func days(of fact: PatternFacts) -> [Int] {
        let days = fact.days.compactMap { try? Date($0, strategy: style) }
        return (days.isEmpty ? [fact.reportedAt] : days).map { Int(($0.timeIntervalSince1970 / 86_400).rounded(.down)) }
    }

    // MARK: The others

    /// In the order in which they were reported; nothing is new of a State of which nothing was known.
    static func newActs(_ facts: [PatternFacts], _ known: Known) -> [EarlyWarning] {
        var known = known
        var warnings: [EarlyWarning] = []
        for fact in facts.sorted(by: { $0.reportedAt < $1.reportedAt }) {
            for state in fact.statesOfAct.sorted() where known.states.contains(state) {
                let new = fact.acts.map { Known.name(state, $0) }.filter { known.acts.insert($0).inserted }
                warnings += new.sorted().map { warning(.newAct, $0, [fact]) }
            }
            for state in fact.statesOfAct {
                known.states.insert(state)
                known.acts.formUnion(fact.acts.map { Known.name(state, $0) })
            }
        }
        return warnings
    }

    static func draftLaws(_ facts: [PatternFacts]) -> [EarlyWarning] {
        grouped(facts) { $0.acts.contains(restrictiveLaw) ? [name($0.unit)] : [] }
            .map { warning(.draftLaw, $0, $1) }
    }

    static func surges(_ facts: [PatternFacts]) -> [EarlyWarning] {
        let groups = grouped(facts) { $0.textGroup.map { [name($0)] } ?? [] }
        let templates = Set(groups.filter { $0.facts.count > 1 }.map(\.key))
        let suspicious = facts.filter { fact in
            fact.isHostile || fact.textGroup.map { templates.contains(name($0)) } ?? false
        }
        // A person is known by any encoding of the name; one warning is enough for all of them.
        var warned: Set<UUID> = []
        return grouped(suspicious) { Set($0.persons.joined()) }.compactMap { key, facts in
            guard let most = window(of: facts.map(\.byReport), where: { $0.count >= LikenessRule.campaign }),
                warned.isDisjoint(with: most.map(\.unit))
            else { return nil }
            warned.formUnion(most.map(\.unit))
            return warning(.surge, key, most)
        }
    }

    /// A question that stays without an answer, and a time that was agreed on and passed: that has had its grace already.
    static func missedCheckIns(
        _ facts: [PatternFacts], _ missed: [UUID: Date], at now: Date
    ) -> [EarlyWarning] {
        var since = missed
        for fact in facts {
            guard let asked = fact.unansweredSince, now.timeIntervalSince(asked) >= Double(checkInHours) * 3_600
            else { continue }
            since[fact.unit] = max(since[fact.unit] ?? asked, asked)
        }
        return since.map { unit, at in
            EarlyWarning(rule: .missedCheckIn, key: name(unit), units: [unit], newest: at)
        }.sorted { $0.key < $1.key }
    }

    // MARK: Shared

    /// The facts by each of their keys, in the keys' order.
    private static func grouped(
        _ facts: [PatternFacts], _ keys: (PatternFacts) -> Set<String>
    ) -> [(key: String, facts: [PatternFacts])] {
        var groups: [String: [PatternFacts]] = [:]
        for fact in facts { for key in keys(fact) { groups[key, default: []].append(fact) } }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func warning(
        _ rule: EarlyWarning.Rule, _ key: String, _ facts: [PatternFacts]
    ) -> EarlyWarning {
        EarlyWarning(
            rule: rule, key: key, units: Set(facts.map(\.unit)).sorted { $0.uuidString < $1.uuidString },
            newest: facts.map(\.reportedAt).max() ?? .distantPast)
    }

    private static func name(_ unit: UUID) -> String { unit.uuidString.lowercased() }

    private static let style = Date.ISO8601FormatStyle().year().month().day()
}

extension PatternFacts {
    /// A surge is one of reports, whenever what they tell of happened.
    fileprivate var byReport: PatternFacts {
        var fact = self
        fact.days = []
        return fact
    }
}
