/// Why a gate is shut. As phrase keys `action.reason.…`. In the order in which they are told: the first is the reason.
package enum GateReason: String, Codable, Sendable, CaseIterable, Comparable {
    case refuted
    case verificationTooLow = "verification_too_low"
    case noStateAddressee = "no_state_addressee"
    case noNexus = "no_nexus"
    case notCouncilFamily = "not_council_family"
    case noLaw = "no_law"
    case noTreatyBody = "no_treaty_body"
    case noRegisteredCommunication = "no_registered_communication"
    case notInMeeting = "not_in_meeting"
    case noKnownSource = "no_known_source"
    case contactRefused = "contact_refused"
    case institutionImplicated = "institution_implicated"
    case institutionNotIndependent = "institution_not_independent"
    /// Nobody has said who gets to see a bespoke act.
    case visibilityMissing = "visibility_missing"
    /// Nobody is covered whose consent could be had.
    case nobodyCovered = "nobody_covered"
    case consent
    case consentToReconfirm = "consent_to_reconfirm"
    case riskTooHigh = "risk_too_high"
    case riskNotAssessed = "risk_not_assessed"
    case riskOutdated = "risk_outdated"
    case riskUnsigned = "risk_unsigned"
    /// The text, or naming somebody, tells who another is.
    case mosaic
    /// Nothing was given that could be checked for it.
    case textMissing = "text_missing"
    case noteVerbaleMissing = "note_verbale_missing"
    case stateWindowOpen = "state_window_open"

    package static func < (one: GateReason, other: GateReason) -> Bool { one.place < other.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// Where it stands in DOMAIN.md, or in `vocabularies.json`.
    package var source: String {
        switch self {
        case .refuted: "C.1"
        case .verificationTooLow: "C.1, action_gate.min_act_verification"
        case .noStateAddressee: "B.2, action_gate.needs_state_addressee"
        case .noNexus: "C.4, action_gate.needs_nexus"
        case .notCouncilFamily: "D.3 1"
        case .noLaw, .noTreatyBody, .noRegisteredCommunication, .notInMeeting: "D.2"
        case .noKnownSource: "D.3 2"
        case .contactRefused, .visibilityMissing: "action_gate (note)"
        case .institutionImplicated, .institutionNotIndependent: "D.3 6"
        case .nobodyCovered, .consent: "C.5, action_gate.consent_all_of_any_of"
        case .consentToReconfirm: "C.5, D.3 4"
        case .riskTooHigh: "C.6, action_gate.max_risk_named, max_risk_anon"
        case .riskNotAssessed, .riskOutdated, .riskUnsigned: "C.6, D.3 4"
        case .mosaic, .textMissing: "C.5, D.3 5"
        case .noteVerbaleMissing, .stateWindowOpen: "C.11, D.3 3"
        }
    }

    /// What the senior official and a second principal may set aside in an emergency (DOMAIN.md D.3 7). Never what a person has
    /// not agreed to, what is not so, who would be told apart, or what a State has a right to.
    package var yieldsToOverride: Bool {
        switch self {
        case .verificationTooLow, .noNexus, .noKnownSource, .riskTooHigh, .riskNotAssessed, .riskOutdated,
            .riskUnsigned:
            true
        case .refuted, .noStateAddressee, .notCouncilFamily, .noLaw, .noTreatyBody, .noRegisteredCommunication,
            .notInMeeting, .contactRefused, .institutionImplicated, .institutionNotIndependent, .visibilityMissing,
            .nobodyCovered, .consent, .consentToReconfirm, .mosaic, .textMissing, .noteVerbaleMissing, .stateWindowOpen:
            false
        }
    }
}

/// What must still be done before an open gate is passed. As phrase keys `action.before.…`.
package enum GateDuty: String, Codable, Sendable, CaseIterable {
    case assessRisk = "assess_risk"
    case reassessRisk = "reassess_risk"
    case signRisk = "sign_risk"
    /// Consent to publish is asked for again (DOMAIN.md C.5).
    case reconfirmConsent = "reconfirm_consent"
    /// Somebody agreed on a condition, or said something else to some recipients.
    case readConditions = "read_conditions"
    /// The text is checked for what tells somebody apart (DOMAIN.md D.3 5).
    case checkText = "check_text"
    /// Both accounts with their dates (DOMAIN.md C.1, V5).
    case bothAccounts = "both_accounts"
    case nameNoState = "name_no_state"
    /// Whether the institution is independent and not implicated (DOMAIN.md D.3 6).
    case checkInstitution = "check_institution"
    /// R2: what makes it safer is written down (list `risk_level`).
    case recordMitigation = "record_mitigation"
    /// An emergency override is looked at again (DOMAIN.md D.3 7).
    case reviewOverride = "review_override"
}
