/// A tool of the toolbox (list `action_type`, DOMAIN.md D.2).
package enum ActionType: String, Codable, Sendable, CaseIterable, Comparable {
    case a01 = "A01"
    case a02 = "A02"
    case a03 = "A03"
    case a04 = "A04"
    case a05 = "A05"
    case a06 = "A06"
    case a07 = "A07"
    case a08 = "A08"
    case a09 = "A09"
    case a10 = "A10"
    case a11 = "A11"
    case a12 = "A12"
    case a13 = "A13"
    case a14 = "A14"
    case a15 = "A15"
    case a16 = "A16"
    case a17 = "A17"
    case a18 = "A18"
    case a19 = "A19"
    case a20 = "A20"
    case a21 = "A21"
    case a22 = "A22"
    case a23 = "A23"
    case a24 = "A24"
    case a25 = "A25"

    package static func < (one: ActionType, other: ActionType) -> Bool { one.rawValue < other.rawValue }

    /// What the tool carries of people where its gate asks no consent of them (DOMAIN.md D.2).
    package var reach: ActionReach {
        switch self {
        case .a01, .a02, .a03, .a25: .desk
        case .a18: .protection
        case .a19, .a21: .security
        case .a22: .message
        case .a10: .law
        case .a04, .a05, .a06, .a07, .a08, .a09, .a11, .a12, .a13, .a14, .a15, .a16, .a17, .a20, .a23, .a24: .outward
        }
    }

    /// What a refuted allegation leaves: speaking with its source, telling colleagues, and saying that nothing is done
    /// (DOMAIN.md C.1).
    var outlivesRefutation: Bool { reach == .desk }
}

/// How far an act goes out.
package enum ActionReach: Sendable, CaseIterable {
    /// To the source or to colleagues, or nowhere.
    case desk
    /// To those who help the person.
    case protection
    /// To those who keep UN premises and meetings safe.
    case security
    /// A message that speaks of no case.
    case message
    /// About a law, and of nobody.
    case law
    /// About people, to somebody outside the desk.
    case outward

    /// A do-no-harm assessment comes first (DOMAIN.md C.6, VE-07). Help and safety never wait for one.
    package var needsAssessment: Bool { self == .outward || self == .law }

    /// What is said of people where the gate asks no consent of them.
    var identity: UsedIdentity {
        switch self {
        case .desk, .protection, .outward: .internally
        case .security: .minimal
        case .message, .law: .none
        }
    }
}

/// Who gets to see an act (list `action_type`).
package enum ActionVisibility: String, Codable, Sendable, CaseIterable {
    case privately = "PRIVATE"
    case confidential = "CONFIDENTIAL"
    case delayedPublic = "DELAYED_PUBLIC"
    case publicly = "PUBLIC"
    /// Whoever plans the act says it (A24).
    case configurable = "CONFIGURABLE"

    /// Sooner or later everybody can read it.
    package var endsInPublic: Bool { self == .publicly || self == .delayedPublic }
}

/// How an act speaks of people (DOMAIN.md D.2, D.3). `IdentityLevel` is what a person's own word allows before the State or in
/// public; this is what one act uses of it.
package enum UsedIdentity: String, Codable, Sendable, CaseIterable {
    case named = "NAMED"
    case anonymous = "ANON"
    /// Known to those in the UN, or to the partner, whom it goes to.
    case internally = "INTERNAL"
    /// The least that the purpose needs.
    case minimal = "MINIMAL"
    /// Speaks of nobody.
    case none = "NONE"
}
