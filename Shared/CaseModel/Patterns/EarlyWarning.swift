package import Foundation

/// Something that people should look at before it grows (DOMAIN.md D.7). It is shown to the desk, and nothing follows from
/// it by itself.
package struct EarlyWarning: Codable, Sendable, Equatable {
    package enum Rule: String, Codable, Sendable, CaseIterable {
        /// At least two persons linked to one event, entity or place of detention within 14 days.
        case sameEvent = "SAME_EVENT"
        case sameEntity = "SAME_ENTITY"
        case samePlace = "SAME_PLACE"
        /// The first act of a type in a State.
        case newAct = "NEW_ACT"
        /// A restrictive law (O06).
        case draftLaw = "DRAFT_LAW"
        /// Template or hostile submissions about one person.
        case surge = "SURGE"
        case missedCheckIn = "MISSED_CHECK_IN"
    }

    package let rule: Rule
    /// What it is about: an event, an entity's code, a place, `CHE V01`, a unit. With the rule, its name.
    package let key: String
    /// The submissions and cases that it follows from, by their units, sorted.
    package let units: [UUID]
    /// When the newest of these was reported: a warning that was acknowledged later than that is not raised again.
    package let newest: Date

    package init(rule: Rule, key: String, units: [UUID], newest: Date) {
        self.rule = rule
        self.key = key
        self.units = units
        self.newest = newest
    }
}
