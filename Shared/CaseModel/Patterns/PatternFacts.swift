package import Foundation

/// What early warnings look at of one submission or case: who, where, when and what kind of act, as codes and encodings and
/// never as words.
package struct PatternFacts: Codable, Sendable, Equatable {
    /// One person, as far as they can be told apart: the encodings of their name, or a name of our own where it is not known.
    package typealias Person = Set<String>

    /// A submission by its id, a case by that of its first submission: both tell of the same.
    package var unit: UUID
    package var reportedAt: Date
    /// When the acts happened, `2026-01-15`; empty where no day is known.
    package var days: Set<String>
    package var persons: [Person]
    /// Codes of list `act_type`.
    package var acts: Set<String>
    package var statesOfAct: Set<String>
    package var entities: Set<String>
    package var event: UNEventID?
    /// Folded names of places where somebody is held.
    package var detentionPlaces: Set<String>
    /// The first submission with nearly the same text; nil where there is none but this.
    package var textGroup: UUID?
    package var isHostile: Bool
    /// When the source was asked whether they are safe, and said nothing since.
    package var unansweredSince: Date?

    package init(
        unit: UUID, reportedAt: Date, days: Set<String> = [], persons: [Person] = [], acts: Set<String> = [],
        statesOfAct: Set<String> = [], entities: Set<String> = [], event: UNEventID? = nil,
        detentionPlaces: Set<String> = [], textGroup: UUID? = nil, isHostile: Bool = false,
        unansweredSince: Date? = nil
    ) {
        self.unit = unit
        self.reportedAt = reportedAt
        self.days = days
        self.persons = persons
        self.acts = acts
        self.statesOfAct = statesOfAct
        self.entities = entities
        self.event = event
        self.detentionPlaces = detentionPlaces
        self.textGroup = textGroup
        self.isHostile = isHostile
        self.unansweredSince = unansweredSince
    }

    /// How many different persons these are: whoever shares an encoding of a name counts once.
    package static func distinct(_ persons: [Person]) -> Int {
        var leaders: [Int] = []
        func leader(of one: Int) -> Int {
            var one = one
            while leaders[one] != one { one = leaders[one] }
            return one
        }
        var firstWith: [String: Int] = [:]
        for person in persons where !person.isEmpty {
            let new = leaders.count
            leaders.append(new)
            for encoding in person {
                if let other = firstWith[encoding] {
                    leaders[leader(of: other)] = leader(of: new)
                } else {
                    firstWith[encoding] = new
                }
            }
        }
        return leaders.indices.count { leaders[$0] == $0 }
    }

    /// Somebody of whom no name is known.
    package static func unnamed(in unit: UUID) -> Person { [unit.uuidString.lowercased()] }

    /// One for each unit: what a case says beside what its submissions do.
    package static func merged(_ facts: [PatternFacts]) -> [PatternFacts] {
        var units: [UUID: PatternFacts] = [:]
        for fact in facts {
            guard var one = units[fact.unit] else {
                units[fact.unit] = fact
                continue
            }
            one.reportedAt = min(one.reportedAt, fact.reportedAt)
            one.days.formUnion(fact.days)
            one.persons += fact.persons
            one.acts.formUnion(fact.acts)
            one.statesOfAct.formUnion(fact.statesOfAct)
            one.entities.formUnion(fact.entities)
            one.event = one.event ?? fact.event
            one.detentionPlaces.formUnion(fact.detentionPlaces)
            one.textGroup = one.textGroup ?? fact.textGroup
            one.isHostile = one.isHostile || fact.isHostile
            one.unansweredSince = [one.unansweredSince, fact.unansweredSince].compactMap { $0 }.min()
            units[fact.unit] = one
        }
        return units.values.map(\.withoutUnnamed).sorted { $0.unit.uuidString < $1.unit.uuidString }
    }

    /// Who is named is not counted a second time as somebody unnamed.
    private var withoutUnnamed: PatternFacts {
        var fact = self
        let named = persons.filter { $0 != Self.unnamed(in: unit) }
        fact.persons = named.isEmpty ? [Self.unnamed(in: unit)] : named
        return fact
    }
}
