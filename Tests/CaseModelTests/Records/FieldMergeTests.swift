import CaseModel
import Testing

struct `Two people change one record` {
    typealias Fields = [String: FieldValue]

    static let base: Fields = ["name": .text("A"), "roles": .list([.text("HRD")]), "note": .text("")]

    @Test func `and neither loses what only they changed`() {
        var (theirs, mine) = (Self.base, Self.base)
        theirs["name"] = .text("B")
        mine["note"] = .text("seen")
        let outcome = FieldMerge.merge(base: Self.base, theirs: theirs, mine: mine)
        #expect(outcome.conflicts.isEmpty)
        #expect(outcome.fromTheirs == ["name"])
        #expect(outcome.merged["name"] == .text("B"))
        #expect(outcome.merged["note"] == .text("seen"))
    }

    @Test func `alike, which is no conflict`() {
        var theirs = Self.base
        theirs["name"] = .text("B")
        let outcome = FieldMerge.merge(base: Self.base, theirs: theirs, mine: theirs)
        #expect(outcome == FieldMerge.Outcome(merged: theirs))
    }

    @Test func `differently, and a person is asked`() {
        var (theirs, mine) = (Self.base, Self.base)
        theirs["name"] = .text("B")
        mine["name"] = .text("C")
        let outcome = FieldMerge.merge(base: Self.base, theirs: theirs, mine: mine)
        #expect(
            outcome.conflicts
                == [.init(field: "name", base: .text("A"), theirs: .text("B"), mine: .text("C"))])
        #expect(outcome.merged["name"] == .text("B"), "what is stored stays")
    }

    @Test func `where one emptied a field and the other left it out`() {
        var (theirs, mine) = (Self.base, Self.base)
        theirs["roles"] = .list([])
        mine["roles"] = nil
        #expect(FieldMerge.merge(base: Self.base, theirs: theirs, mine: mine).conflicts.isEmpty)
    }

    /// Every change of the two is in the result or among the conflicts, whatever they did.
    @Test func `in any way, and no change is lost`() {
        var random = SystemRandomNumberGenerator()
        let names = ["a", "b", "c", "d"]
        let values: [FieldValue] = [.null, .text("x"), .text("y"), .number(1), .list([.text("z")])]
        func record() -> Fields {
            var fields: Fields = [:]
            for name in names { fields[name] = values.randomElement(using: &random) }
            return fields
        }
        for _ in 0..<2000 {
            let (base, theirs, mine) = (record(), record(), record())
            let outcome = FieldMerge.merge(base: base, theirs: theirs, mine: mine)
            let conflicting = Set(outcome.conflicts.map(\.field))
            for change in FieldMerge.changes(from: base, to: mine) where !conflicting.contains(change.field) {
                #expect((outcome.merged[change.field] ?? .null) == change.after)
            }
            for change in FieldMerge.changes(from: base, to: theirs) {
                #expect((outcome.merged[change.field] ?? .null) == change.after)
            }
        }
    }
}
