/// How somebody may be spoken of, by their own word: with the name, without it, or not at all. Each person for themselves, so
/// that nobody's refusal silences another (DOMAIN.md C.5).
package enum IdentityLevel: String, Codable, Sendable, CaseIterable {
    case named = "NAMED"
    case anonymous = "ANON"
    case none = "NONE"

    /// Before whom.
    package enum Audience: String, Sendable, CaseIterable {
        case state = "STATE"
        case publicly = "PUBLIC"

        package var named: ConsentPurpose { self == .state ? .stateNamed : .publishNamed }
        package var anonymous: ConsentPurpose { self == .state ? .stateAnonymously : .publishAnonymously }
    }

    /// - Parameter isWithheld: The name is kept, whatever was agreed to.
    package static func of(
        _ entries: [ConsentEntry], before audience: Audience, isWithheld: Bool = false,
        in circumstances: ConsentRule.Circumstances
    ) -> IdentityLevel {
        func allows(_ purpose: ConsentPurpose) -> Bool {
            ConsentRule.standing(entries, on: purpose, in: circumstances).isAllowed
        }
        if allows(audience.named), !isWithheld { return .named }
        // Whoever agreed to be named has not agreed to this for that alone.
        return allows(audience.anonymous) ? .anonymous : .none
    }
}
