/// Who says it (list `source_type`).
package enum SourceType: String, Codable, Sendable, CaseIterable {
    case victim = "VICTIM"
    case relative = "RELATIVE"
    case lawyer = "LAWYER"
    case eyewitness = "EYEWITNESS"
    case localNGO = "NGO_LOCAL"
    case internationalNGO = "NGO_INTL"
    case humanRightsInstitution = "NHRI"
    case regional = "REGIONAL"
    case unStaff = "UN_STAFF"
    case unMechanism = "UN_MECHANISM"
    case state = "STATE"
    case courtDocument = "COURT_DOC"
    case medical = "MEDICAL"
    case media = "MEDIA"
    case openSource = "OSINT"
    case business = "BUSINESS"
    case anonymous = "ANON"

    /// Saw it, or lived through it (DOMAIN.md C.1).
    package var isDirect: Bool { [.victim, .eyewitness, .unStaff].contains(self) }

    /// Documentary, digital or medical (DOMAIN.md C.1).
    package var isDocumentary: Bool {
        [.courtDocument, .medical, .openSource, .unMechanism, .state].contains(self)
    }
}

/// How reliable the source is: A completely, B usually, C fairly, D not usually, E not, F cannot be judged (DOMAIN.md C.2).
package enum SourceReliability: String, Codable, Sendable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"
    case f = "F"

    package var isAtLeastFair: Bool { [.a, .b, .c].contains(self) }
}

/// How credible the information is: 1 confirmed by other independent sources … 5 improbable, 6 cannot be judged
/// (DOMAIN.md C.2). In JSON the digit as a text.
package enum InformationCredibility: String, Codable, Sendable, CaseIterable, Comparable {
    case confirmed = "1"
    case probablyTrue = "2"
    case possiblyTrue = "3"
    case doubtful = "4"
    case improbable = "5"
    case cannotBeJudged = "6"

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
