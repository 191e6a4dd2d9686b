/// What a case is about, as far as the tools ask (DOMAIN.md D.2 to D.4).
package enum CaseTrait: String, Codable, Sendable, CaseIterable {
    /// The cooperation was with the Human Rights Council or one of its mechanisms.
    case councilFamily = "council_family"
    case treatyBody = "treaty_body"
    /// A treaty body has a communication of the person before it.
    case registeredCommunication = "registered_communication"
    /// The Security Council, a peace operation or a special political mission.
    case peaceAndSecurity = "peace_and_security"
    /// A conference, a commission or a forum of the General Assembly or of ECOSOC.
    case conference
    case lawOrMassMeasure = "law_or_mass_measure"
    /// On UN premises, or in a UN meeting wherever people sat.
    case inMeeting = "in_meeting"
    case nonStatePerpetrator = "non_state_perpetrator"
    case armedGroup = "armed_group"
    case business
    case detained
    case disappeared
    case digitalAttackByUnknown = "digital_attack_by_unknown"
    case relative
    case child
    case humanRightsInstitution = "human_rights_institution"
    case unPersonnel = "un_personnel"
}

/// How the officers coded a case: codes of the lists that its fields are named after.
package struct CodedCase: Sendable, Equatable {
    package struct Act: Sendable, Equatable {
        package var type: String
        package var modality: String?
        package var placePrecision: String?
        package var perpetrators: [String]

        package init(
            type: String, modality: String? = nil, placePrecision: String? = nil, perpetrators: [String] = []
        ) {
            self.type = type
            self.modality = modality
            self.placePrecision = placePrecision
            self.perpetrators = perpetrators
        }
    }

    package struct Cooperation: Sendable, Equatable {
        package var entity: String
        package var activities: Set<String>

        package init(entity: String, activities: Set<String> = []) {
            self.entity = entity
            self.activities = activities
        }
    }

    package struct Target: Sendable, Equatable {
        package var unit: String?
        package var categories: Set<String>
        package var ageBand: String?
        /// As it stands now; nil where nobody knows.
        package var legalStatus: String?

        package init(
            unit: String? = nil, categories: Set<String> = [], ageBand: String? = nil, legalStatus: String? = nil
        ) {
            self.unit = unit
            self.categories = categories
            self.ageBand = ageBand
            self.legalStatus = legalStatus
        }
    }

    package var acts: [Act]
    package var cooperation: [Cooperation]
    package var targets: [Target]

    package init(acts: [Act] = [], cooperation: [Cooperation] = [], targets: [Target] = []) {
        self.acts = acts
        self.cooperation = cooperation
        self.targets = targets
    }
}
