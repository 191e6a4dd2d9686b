import Accounts
import CaseModel
import Web

/// What things found are told apart by. The name is that of the code list, where there is one, and of the form's field.
enum Facet: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
    /// `SUBMISSION` or `CASE`.
    case found
    case urgency
    case status = "case_status"
    case actGroup = "act_group"
    case act = "act_type"
    case entity = "un_entity"
    case stateOfAct = "state_of_act"
    case stateResponsible = "state_responsible"
    case stateOfNationality = "state_of_nationality"
    case event = "un_event"
    case verification = "verification_status"
    case nexus = "nexus_strength"
    case target = "target_category"
    case gender
    case age = "age_band"
    case vulnerability
    case perpetrator = "perpetrator_type"
    case attribution
    case activity = "cooperation_activity"
    case consent = "consent_status"
    case risk = "risk_level"
    case legalStatus = "legal_status"
    case channel
    case language
    case officer
    case compartment

    /// Where its codes come from.
    enum Source: Sendable {
        case list(String)
        case states
        /// Codes of this feature (`Facet.phrase`).
        case own([String])
        /// UN events, officers, compartments: known when the page is made.
        case known
    }

    var source: Source {
        switch self {
        case .stateOfAct, .stateResponsible, .stateOfNationality: .states
        case .found: .own(["SUBMISSION", "CASE"])
        case .actGroup:
            .own([
                "VIOLENCE", "LIBERTY", "THREAT", "SURVEILLANCE", "JUDICIAL_ADMIN", "ORGANIZATION", "UN_ACCESS",
                "PROPERTY", "INSTITUTION", "OTHER",
            ])
        case .event, .officer: .known
        case .compartment: .list("un_entity")
        default: .list(rawValue)
        }
    }

    /// What somebody must be allowed to do to ask by it and to see its counts: what is kept from somebody on a page must not
    /// be found out here.
    var reading: Permission {
        switch self {
        case .gender, .age, .vulnerability: .readDescriptors
        default: .readCases
        }
    }

    var title: Phrase {
        switch self {
        case .found: Phrase("search.facet.found")
        case .urgency: Phrase("search.facet.urgency")
        case .status: Phrase("search.facet.status")
        case .actGroup: Phrase("search.facet.act_group")
        case .act: Phrase("search.facet.act")
        case .entity: Phrase("search.facet.entity")
        case .stateOfAct: Phrase("search.facet.state_of_act")
        case .stateResponsible: Phrase("search.facet.state_responsible")
        case .stateOfNationality: Phrase("search.facet.state_of_nationality")
        case .event: Phrase("search.facet.event")
        case .verification: Phrase("search.facet.verification")
        case .nexus: Phrase("search.facet.nexus")
        case .target: Phrase("search.facet.target")
        case .gender: Phrase("search.facet.gender")
        case .age: Phrase("search.facet.age")
        case .vulnerability: Phrase("search.facet.vulnerability")
        case .perpetrator: Phrase("search.facet.perpetrator")
        case .attribution: Phrase("search.facet.attribution")
        case .activity: Phrase("search.facet.activity")
        case .consent: Phrase("search.facet.consent")
        case .risk: Phrase("search.facet.risk")
        case .legalStatus: Phrase("search.facet.legal_status")
        case .channel: Phrase("search.facet.channel")
        case .language: Phrase("search.facet.language")
        case .officer: Phrase("search.facet.officer")
        case .compartment: Phrase("search.facet.compartment")
        }
    }
}

/// One code of a facet.
struct FacetCode: Hashable, Sendable {
    let facet: Facet
    let code: String

    init(_ facet: Facet, _ code: String) {
        self.facet = facet
        self.code = code
    }

    /// What is hashed.
    var text: String { "\(facet.rawValue)=\(code)" }
}
