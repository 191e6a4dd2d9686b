package import Foundation

/// What a submitter said, as it lies sealed in `SubmissionReceived`: only Verification reads it.
///
/// Made by `SubmissionDraft.validated`. Fields that nobody filled in are nil or empty: everything but a description and a
/// hint at the UN may be missing (DOMAIN.md C.10).
package struct SubmissionContent: Codable, Sendable, Equatable {
    package static let currentVersion = 2

    package var version = currentVersion
    /// Code of list `channel`.
    package var channel: String
    package var receivedAt: Date
    /// BCP 47, as declared by the submitter or taken from the page.
    package var language: String
    package var narrative: String
    /// The language in which the submitter wants to be answered: that of the pages they used. BCP 47.
    package var answerLanguage: String
    /// What the person did, or wanted to do, with the UN.
    package var cooperation: String
    /// Whether the submitter sees a link between what happened and the UN. Nil where nobody asked or answered.
    package var unLink: UNLink?
    /// Codes of list `un_entity`.
    package var unEntities: [String]
    /// Codes of lists `cooperation_limb` and `cooperation_activity`, as the submitter sees it.
    package var cooperationLimbs: [String]
    package var cooperationActivities: [String]
    /// Code of list `cooperation_tense`.
    package var cooperationTense: String?
    /// When the cooperation took place, or was to.
    package var cooperated: ReportedDate?
    /// The UN event that it concerns (DOMAIN.md IN-10).
    package var eventID: UNEventID?
    /// Codes of list `act_type`.
    package var acts: [String]
    package var dangers: Set<DeclaredDanger>
    package var happened: ReportedDate?
    /// When it happened, where no date can be given.
    package var happenedInWords: String
    package var place: String
    /// Code of list `place_precision`.
    package var placePrecision: String?
    /// ISO 3166-1 alpha-3, where the act happened.
    package var stateOfAct: String?
    /// Who is affected.
    package var affected: String
    /// Who is said to be responsible.
    package var responsible: String
    package var forWhom: ForWhom?
    /// What was already told to whom: other parts of the UN, authorities, the press.
    package var toldTo: String
    package var consent: DeclaredConsent
    /// From whom the submitter wants to stay unknown, sorted. Each is chosen by itself.
    package var anonymity: [AnonymityWish]
    /// What the affected person says of themselves (DOMAIN.md B.3); nil where they say nothing.
    package var person: SelfDescription?
    package var contactWish: ContactWish
    /// How to reach the submitter besides the mailbox; empty where they want the mailbox alone.
    package var contact: String
    /// When and how it is safe to get in touch.
    package var contactTimes: String
    /// Whether the submitter wants to be asked regularly whether they are safe.
    package var checkIns: Bool
    /// The submission's number in the system it comes from, such as a communication's. Empty where there is none.
    package var sourceReference: String
    package var mailboxID: MailboxID
    /// The symmetric key under which answers are sealed; the receipt alone gives it back.
    package var mailboxKey: KeyBytes
    package var evidence: [DeclaredEvidence]
    /// Only where a partner sent it by program.
    package var delivery: PartnerDelivery?
}

extension SubmissionContent {
    /// As it is sealed: what `EventCoding.encode` makes of it.
    package func json() throws(EventCodingError) -> [UInt8] {
        var text = JSONObjectText(capacity: narrative.utf8.count + cooperation.utf8.count + 1024)
        text.add("acts", json: try EventCoding.list(acts))
        text.add("affected", affected)
        text.add("anonymity", json: try EventCoding.list(anonymity))
        text.add("answerLanguage", answerLanguage)
        text.add("channel", channel)
        text.add("checkIns", json: Array((checkIns ? "true" : "false").utf8))
        text.add("consent", json: try consent.json())
        text.add("contact", contact)
        text.add("contactTimes", contactTimes)
        text.add("contactWish", contactWish.rawValue)
        if let cooperated { text.add("cooperated", json: try EventCoding.encode(cooperated)) }
        text.add("cooperation", cooperation)
        text.add("cooperationActivities", json: try EventCoding.list(cooperationActivities))
        text.add("cooperationLimbs", json: try EventCoding.list(cooperationLimbs))
        text.add("cooperationTense", cooperationTense)
        text.add("dangers", json: try EventCoding.list(Array(dangers)))
        if let delivery { text.add("delivery", json: try delivery.json()) }
        text.add("eventID", eventID?.description)
        text.add("evidence", json: try EventCoding.list(evidence))
        text.add("forWhom", forWhom?.rawValue)
        if let happened { text.add("happened", json: try EventCoding.encode(happened)) }
        text.add("happenedInWords", happenedInWords)
        text.add("language", language)
        text.add("mailboxID", mailboxID.description)
        text.add("mailboxKey", base64: mailboxKey.exposed)
        text.add("narrative", narrative)
        if let person { text.add("person", json: try EventCoding.encode(person)) }
        text.add("place", place)
        text.add("placePrecision", placePrecision)
        text.add("receivedAt", EventCoding.text(of: receivedAt))
        text.add("responsible", responsible)
        text.add("sourceReference", sourceReference)
        text.add("stateOfAct", stateOfAct)
        text.add("toldTo", toldTo)
        text.add("unEntities", json: try EventCoding.list(unEntities))
        text.add("unLink", unLink?.rawValue)
        text.add("version", version)
        return text.object
    }
}

/// A danger that the submitter ticked at the door (rule of list `urgency`).
package enum DeclaredDanger: String, Codable, Sendable, CaseIterable {
    case threatToLife = "THREAT_TO_LIFE"
    case missingSinceDays = "MISSING"
    case deportation = "DEPORTATION"
    case medicalEmergency = "MEDICAL_EMERGENCY"
    /// A hearing, a journey or a visit within seven days.
    case withinSevenDays = "WITHIN_SEVEN_DAYS"
    case meetingInProgress = "MEETING_IN_PROGRESS"
    /// A law, a measure against many, a trend; nobody is threatened at once.
    case lawOrPolicy = "LAW_OR_POLICY"
}

/// Whom a submission is about, as seen from the submitter.
package enum ForWhom: String, Codable, Sendable, CaseIterable {
    case myself = "SELF"
    case relative = "RELATIVE"
    case client = "CLIENT"
    case otherPerson = "OTHER_PERSON"
    case group = "GROUP"
    case organization = "ORGANIZATION"
    /// A law, a policy or a measure against many.
    case lawOrMeasure = "LAW_OR_MEASURE"
}

/// Whether the submitter believes that it happened because of the UN (DOMAIN.md IN-04).
package enum UNLink: String, Codable, Sendable, CaseIterable {
    case yes = "YES"
    case unsure = "UNSURE"
    case no = "NO"
}

/// Whether and how officers may get in touch.
package enum ContactWish: String, Codable, Sendable, CaseIterable {
    case mailboxOnly = "MAILBOX_ONLY"
    case contactMe = "CONTACT_ME"
    case doNotContact = "DO_NOT_CONTACT"
}

/// One attached file, as Intake hashed and sealed it.
package struct DeclaredEvidence: Codable, Sendable, Equatable {
    package var evidenceID: EvidenceID
    /// The name the file came with. Never used as a path.
    package var name: String
    /// By content.
    package var mediaType: String
    /// What the submitter's device said; nil where nothing was kept of it.
    package var declaredType: String?
    /// Bytes.
    package var size: Int64
    /// SHA-256 over the exact bytes at receipt (DOMAIN.md C.8).
    package var sha256: HexBytes
    /// The key under which the file lies sealed.
    package var key: KeyBytes

    package init(
        evidenceID: EvidenceID, name: String, mediaType: String, declaredType: String? = nil, size: Int64,
        sha256: HexBytes, key: KeyBytes
    ) {
        self.evidenceID = evidenceID
        self.name = name
        self.mediaType = mediaType
        self.declaredType = declaredType
        self.size = size
        self.sha256 = sha256
        self.key = key
    }
}
