import CaseModel
import Foundation
import Testing

@Suite struct `An early warning` {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func unit(_ number: Int) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number)))
    }

    /// Facts of a unit, reported so many days ago.
    private static func fact(
        _ number: Int, _ daysAgo: Double = 0, _ fill: (inout PatternFacts) -> Void = { _ in }
    ) -> PatternFacts {
        var fact = PatternFacts(unit: unit(number), reportedAt: now.addingTimeInterval(-daysAgo * 86_400))
        fill(&fact)
        return fact
    }

    private static func rules(
        _ facts: [PatternFacts], _ known: EarlyWarningRule.Known = .init(), at now: Date = now
    ) -> [String] {
        EarlyWarningRule.warnings(facts, known: known, at: now).map { "\($0.rule.rawValue) \($0.key)" }
    }

    @Test(arguments: [
        ("2026-01-01", "2026-01-15", 1), ("2026-01-01", "2026-01-16", 0), ("2026-01-01", "2026-01-01", 1),
        ("2025-12-25", "2026-01-03", 1), ("2026-02-01", "2026-01-01", 0),
    ])
    func `is raised for two persons at one body within 14 days of each other`(one: String, other: String, count: Int) {
        let facts = [
            Self.fact(1) {
                $0.days = [one]; $0.entities = ["UPR"]
            },
            Self.fact(2) {
                $0.days = [other]; $0.entities = ["UPR"]
            },
        ]
        #expect(Self.rules(facts) == Array(repeating: "SAME_ENTITY UPR", count: count))
    }

    @Test func `counts days of the report where none of the act is known`() {
        let facts = [
            Self.fact(1, 20) { $0.detentionPlaces = ["old fort"] },
            Self.fact(2, 7) { $0.detentionPlaces = ["old fort"] },
        ]
        #expect(Self.rules(facts) == ["SAME_PLACE old fort"])
        #expect(Self.rules([facts[0], Self.fact(2) { $0.detentionPlaces = ["old fort"] }]) == [])
    }

    @Test func `is not raised for one person told of twice, however the name was written`() {
        let event = UNEventID(Self.unit(99))
        func told(_ number: Int, _ person: PatternFacts.Person) -> PatternFacts {
            Self.fact(number) {
                $0.event = event
                $0.persons = [person]
            }
        }
        #expect(Self.rules([told(1, ["krm+lsn", "krm"]), told(2, ["lsn", "krm"])]) == [])
        #expect(Self.rules([told(1, ["krm+lsn"]), told(2, ["drbk"])]) == ["SAME_EVENT \(event)"])
        let three = [told(1, ["a"]), told(2, ["b"]), told(3, ["a", "b"])]
        #expect(Self.rules(three) == [], "the third shows that the first two are one")
    }

    @Test func `is not raised for a case beside its own submission`() {
        let facts = [
            Self.fact(1) {
                $0.entities = ["UPR"]; $0.persons = [PatternFacts.unnamed(in: Self.unit(1))]
            },
            Self.fact(1) {
                $0.entities = ["UPR"]; $0.persons = [["krm"]]
            },
        ]
        #expect(Self.rules(facts) == [])
    }

    @Test func `is raised for the first act of a type in a State of which others were known`() {
        func told(_ number: Int, _ daysAgo: Double, _ state: String, _ acts: Set<String>) -> PatternFacts {
            Self.fact(number, daysAgo) {
                $0.statesOfAct = [state]
                $0.acts = acts
                $0.persons = [["x"]]
            }
        }
        #expect(Self.rules([told(1, 0, "CHE", ["V01"])]) == [], "nothing is new where nothing was known")
        #expect(Self.rules([told(1, 0, "CHE", ["V01"])], .init(states: ["CHE"])) == ["NEW_ACT CHE V01"])
        #expect(Self.rules([told(1, 0, "CHE", ["V01"])], .init(acts: ["CHE V01"], states: ["CHE"])) == [])
        let three = [told(3, 0, "CHE", ["V02"]), told(1, 2, "CHE", ["V01"]), told(2, 1, "CHE", ["V02", "V01"])]
        let warnings = EarlyWarningRule.warnings(three, known: .init(), at: Self.now)
        #expect(warnings.map(\.key) == ["CHE V02"])
        #expect(warnings.first?.units == [Self.unit(2)], "of the one that was reported first")
    }

    @Test func `is raised for each law, once for all that is told of it in one case`() {
        let law: (inout PatternFacts) -> Void = {
            $0.acts = ["O06"]
            $0.persons = [["x"]]
        }
        #expect(Self.rules([Self.fact(1, 0, law), Self.fact(1, 1, law), Self.fact(2, 0, law)]).count == 2)
        #expect(Self.rules([Self.fact(1) { $0.acts = ["O07"] }]) == [])
    }

    @Test(arguments: [(5, true, 1.0, 1), (4, true, 1, 0), (5, false, 1, 0), (5, true, 10, 0)])
    func `is raised for a surge of one text about one person`(count: Int, sameText: Bool, apart: Double, raised: Int) {
        let facts = (1...count).map { number in
            Self.fact(number, Double(number) * apart) {
                $0.persons = [["krm+lsn", "krm+tst"]]
                if sameText { $0.textGroup = Self.unit(1) }
            }
        }
        let warnings = EarlyWarningRule.warnings(facts, known: .init(), at: Self.now)
        #expect(warnings.map(\.rule) == Array(repeating: .surge, count: raised))
        #expect(warnings.allSatisfy { $0.units.count == count })
    }

    @Test func `is raised for hostile submissions about one person without a common text`() {
        let facts = (1...5).map { number in
            Self.fact(number) {
                $0.persons = [["krm"]]
                $0.isHostile = true
            }
        }
        #expect(Self.rules(facts) == ["SURGE krm"])
    }

    @Test(arguments: [(47.9, 0), (48.0, 1), (500.0, 1)])
    func `is raised when nobody answers who was asked whether they are safe`(hours: Double, raised: Int) {
        let fact = Self.fact(1, 30) { $0.unansweredSince = Self.now.addingTimeInterval(-hours * 3_600) }
        #expect(Self.rules([fact]).count == raised)
    }

    @Test func `is raised at once where an agreed time was missed, and once for both`() {
        let now = Self.now
        let fact = Self.fact(1, 30) { $0.unansweredSince = now.addingTimeInterval(-72 * 3_600) }
        let other = UUID()
        let missed = [fact.unit: now.addingTimeInterval(-60), other: now]
        let warnings = EarlyWarningRule.warnings([fact], known: .init(), missed: missed, at: now)
        #expect(Set(warnings.map(\.units)) == [[fact.unit], [other]])
        #expect(warnings.allSatisfy { $0.rule == .missedCheckIn })
        #expect(warnings.first { $0.units == [fact.unit] }?.newest == now.addingTimeInterval(-60))
        #expect(EarlyWarningRule.warnings([], known: .init(), at: now).isEmpty)
    }

    @Test func `comes out the same in whatever order the facts are looked at`() {
        let facts = (1...6).map { number in
            Self.fact(number, Double(number)) {
                $0.entities = ["UPR", "HRC"]
                $0.persons = [["p\(number % 3)"]]
                $0.statesOfAct = ["CHE"]
                $0.acts = ["V0\(number)"]
            }
        }
        let first = Self.rules(facts, .init(states: ["CHE"]))
        #expect(!first.isEmpty && Self.rules(facts.reversed(), .init(states: ["CHE"])) == first)
        #expect(Self.rules(facts.shuffled(), .init(states: ["CHE"])) == first)
    }
}
