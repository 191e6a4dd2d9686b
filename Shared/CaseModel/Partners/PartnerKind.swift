/// Who sends submissions by program, under a token: what is taken from them says through which channel it came.
package enum PartnerKind: String, Codable, Sendable, CaseIterable {
    /// An organization with case files of its own.
    case organization = "NGO"
    /// The focal point of a UN entity.
    case unEntity = "UN_ENTITY"
    /// The communications of the special procedures.
    case specialProcedures = "SPECIAL_PROCEDURES"
    /// The petitions and letters of a treaty body.
    case treatyBody = "TREATY_BODY"

    /// Code of list `channel`.
    package var channel: String {
        switch self {
        case .organization: "PARTNER_API"
        case .unEntity: "UN_ENTITY"
        case .specialProcedures: "SP_SUBMISSION"
        case .treatyBody: "TB_PETITION"
        }
    }
}

/// What a partner's token is good for.
package enum PartnerScope: String, Codable, Sendable, CaseIterable {
    /// Sending submissions.
    case submit
    /// Asking what has been taken.
    case status
}
