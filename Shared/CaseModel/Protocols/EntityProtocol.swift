/// How one kind of UN entity deals with a case, step by step (DOMAIN.md D.5, VE-06). Kept as a file with a version; a case keeps
/// the version it began with.
package struct EntityProtocol: Codable, Sendable, Equatable {
    /// `FIELD_PRESENCE`
    package var code: String
    package var version: Int
    /// By language code; English at least.
    package var title: [String: String]
    /// Codes of list `un_entity` that it is for.
    package var entities: [String]
    /// Days as `2026-01-01`.
    package var adopted: String
    package var review: String
    /// Days on which the entity is closed besides Saturdays and Sundays.
    package var holidays: [String]
    /// Codes of list `action_type` that the entity uses.
    package var tools: [String]
    /// What the entity must know of a case, beside what the house itself needs.
    package var information: [CaseFact]
    package var steps: [ProtocolStep]

    package init(
        code: String, version: Int, title: [String: String], entities: [String], adopted: String, review: String,
        holidays: [String] = [], tools: [String], information: [CaseFact] = [], steps: [ProtocolStep]
    ) {
        self.code = code
        self.version = version
        self.title = title
        self.entities = entities
        self.adopted = adopted
        self.review = review
        self.holidays = holidays
        self.tools = tools
        self.information = information
        self.steps = steps
    }
}

package struct ProtocolStep: Codable, Sendable, Equatable {
    package var id: String
    package var title: [String: String]
    /// Who does it.
    package var role: Role
    /// What must lie with the case before it counts as done, in words by language code.
    package var evidence: [[String: String]]
    package var clock: StepClock?
    /// Who hears of it when the clock has run out.
    package var escalatesTo: Role?
    /// Steps that come before.
    package var after: [String]
    package var isOptional: Bool

    package init(
        id: String, title: [String: String], role: Role, evidence: [[String: String]] = [], clock: StepClock? = nil,
        escalatesTo: Role? = nil, after: [String] = [], isOptional: Bool = false
    ) {
        self.id = id
        self.title = title
        self.role = role
        self.evidence = evidence
        self.clock = clock
        self.escalatesTo = escalatesTo
        self.after = after
        self.isOptional = isOptional
    }
}

/// Until when a step is to be done. It begins when the step may begin.
package struct StepClock: Codable, Sendable, Equatable {
    package enum Unit: String, Codable, Sendable, CaseIterable {
        case hours
        case days
        case workingDays = "working_days"
    }

    package var amount: Int
    package var unit: Unit
    /// Whether it may be stopped, as while a source is asked.
    package var mayStop: Bool
    /// How often it may be extended, each time by its own length.
    package var extensions: Int

    package init(amount: Int, unit: Unit, mayStop: Bool = false, extensions: Int = 0) {
        self.amount = amount
        self.unit = unit
        self.mayStop = mayStop
        self.extensions = extensions
    }

    package func limit(times count: Int = 1) -> TriageClock.Limit {
        switch unit {
        case .hours: .hours(amount * count)
        case .days: .days(amount * count)
        case .workingDays: .workingDays(amount * count)
        }
    }
}
