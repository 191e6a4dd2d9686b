/// What a person can agree to, each for itself (list `consent_purpose`).
package enum ConsentPurpose: String, Codable, Sendable, CaseIterable {
    case process = "CP1_PROCESS"
    case contact = "CP2_CONTACT"
    case shareWithMechanisms = "CP3_SHARE_MECH"
    case stateAnonymously = "CP4_STATE_ANON"
    case stateNamed = "CP5_STATE_NAMED"
    case president = "CP6_PRESIDENT"
    case publishAnonymously = "CP7_PUBLISH_ANON"
    case publishNamed = "CP8_PUBLISH_NAMED"
    case press = "CP9_PRESS"
    case protection = "CP10_PROTECTION"
    case institutions = "CP11_NHRI_REGIONAL"
    case statistics = "CP12_STATS"

    /// What is published cannot be taken back, so consent to it is asked again when it has aged (DOMAIN.md C.5).
    package var isPublication: Bool {
        [.publishAnonymously, .publishNamed, .press].contains(self)
    }

    /// Whether the person is named to somebody who may harm them.
    package var isNaming: Bool { self == .stateNamed || self == .publishNamed }
}

/// How a person stands to a purpose (list `consent_status`).
package enum ConsentStatus: String, Codable, Sendable, CaseIterable {
    case notAsked = "NOT_ASKED"
    case given = "GIVEN"
    case refused = "REFUSED"
    case withdrawn = "WITHDRAWN"
    case expired = "EXPIRED"
    case unreachable = "UNREACHABLE"
    case byRepresentative = "BY_REPRESENTATIVE"
    case childGuardian = "CHILD_GUARDIAN"

    /// Whether somebody agreed: the person, or somebody who may speak for them.
    package var isPermission: Bool { [.given, .byRepresentative, .childGuardian].contains(self) }

    /// Of two said at the same moment the one that allows less counts.
    var protects: Int {
        switch self {
        case .withdrawn: 4
        case .refused: 3
        case .unreachable, .notAsked, .expired: 2
        case .childGuardian, .byRepresentative: 1
        case .given: 0
        }
    }
}

/// How consent was had (DOMAIN.md C.5).
package enum ConsentManner: String, Codable, Sendable, CaseIterable {
    case form = "FORM"
    case mailbox = "MAILBOX"
    case writing = "WRITING"
    case oralWithWitness = "ORAL_WITNESS"
    case recording = "RECORDING"
    /// A decision of a community's own institutions.
    case assembly = "ASSEMBLY"
}

/// Whose word a statement in the ledger is (DOMAIN.md C.5).
package enum ConsentGround: String, Codable, Sendable, CaseIterable {
    case own = "SELF"
    case representative = "REPRESENTATIVE"
    /// The child's assent, the guardian's consent and a note of the best interests, together.
    case child = "CHILD"
    /// The person is detained, missing or dead: the family or a lawyer speaks.
    case unreachable = "UNREACHABLE"
    /// A community's own institutions; everybody still speaks for themselves where they are named.
    case collective = "COLLECTIVE"
    /// Nobody can speak: a decision in the person's best interests, which the senior official signs. Never to be named.
    case bestInterests = "BEST_INTERESTS"

    /// Who speaks, and on what ground, has to be said.
    package var needsNote: Bool { self != .own && self != .child }

    /// Somebody else's word is never called the person's own.
    package var isSomebodyElse: Bool { [.representative, .unreachable, .bestInterests].contains(self) }

    package var mayName: Bool { self != .collective && self != .bestInterests }
}

/// What must stand behind a child's consent (DOMAIN.md C.5, C.7).
package struct ChildSafeguards: Codable, Sendable, Equatable {
    package var assent: Bool
    package var guardianConsent: Bool
    package var bestInterestsAssessed: Bool

    package init(assent: Bool, guardianConsent: Bool, bestInterestsAssessed: Bool) {
        self.assent = assent
        self.guardianConsent = guardianConsent
        self.bestInterestsAssessed = bestInterestsAssessed
    }

    package var areMet: Bool { assent && guardianConsent && bestInterestsAssessed }
}
