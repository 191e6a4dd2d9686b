/// What two people made of the same version of a record, put together field by field.
///
/// A field that only one of them changed takes the change; one that both changed alike takes it too; one that they changed
/// differently is for a person to decide. Nothing is ever overwritten unseen.
package enum FieldMerge {
    /// A field that both changed, each in their own way.
    package struct Conflict: Sendable, Equatable {
        package let field: String
        package let base: FieldValue
        package let theirs: FieldValue
        package let mine: FieldValue

        package init(field: String, base: FieldValue, theirs: FieldValue, mine: FieldValue) {
            self.field = field
            self.base = base
            self.theirs = theirs
            self.mine = mine
        }
    }

    package struct Outcome: Sendable, Equatable {
        /// Both sides' changes; where there is a conflict, theirs, since that is what is stored.
        package var merged: [String: FieldValue] = [:]
        /// Fields that come from the other side, sorted.
        package var fromTheirs: [String] = []
        package var conflicts: [Conflict] = []

        package init(
            merged: [String: FieldValue] = [:], fromTheirs: [String] = [], conflicts: [Conflict] = []
        ) {
            self.merged = merged
            self.fromTheirs = fromTheirs
            self.conflicts = conflicts
        }
    }

    /// - Parameters:
    ///   - base: What both had before them.
    ///   - theirs: What is stored now.
    ///   - mine: What somebody who saw `base` wants to store.
    package static func merge(
        base: [String: FieldValue], theirs: [String: FieldValue], mine: [String: FieldValue]
    ) -> Outcome {
        var outcome = Outcome()
        for field in Set(base.keys).union(theirs.keys).union(mine.keys).sorted() {
            let (before, other, own) = (base[field] ?? .null, theirs[field] ?? .null, mine[field] ?? .null)
            if same(other, own) || same(own, before) {
                outcome.merged[field] = theirs[field]
                if !same(other, before), !same(other, own) { outcome.fromTheirs.append(field) }
            } else if same(other, before) {
                outcome.merged[field] = mine[field]
            } else {
                outcome.merged[field] = theirs[field]
                outcome.conflicts.append(Conflict(field: field, base: before, theirs: other, mine: own))
            }
        }
        return outcome
    }

    /// The fields in which two versions differ, sorted, with what stood there before and after.
    package static func changes(
        from before: [String: FieldValue], to after: [String: FieldValue]
    ) -> [(field: String, before: FieldValue, after: FieldValue)] {
        Set(before.keys).union(after.keys).sorted().compactMap { field in
            let (old, new) = (before[field] ?? .null, after[field] ?? .null)
            return same(old, new) ? nil : (field, old, new)
        }
    }

    private static func same(_ one: FieldValue, _ other: FieldValue) -> Bool {
        one == other || (one.isEmpty && other.isEmpty)
    }
}
