package import Foundation

/// What a submitter said, as it lies sealed in `SubmissionReceived`: only Verification reads it.
///
/// Made by `SubmissionDraft.validated`. Fields that nobody filled in are nil or empty: everything but a description and a
/// hint at the UN may be missing (DOMAIN.md C.10).
package struct SubmissionContent: Codable, Sendable, Equatable {
    package static let currentVersion = 1

    package var version = currentVersion
    /// Code of list `channel`.
    package var channel: String
    package var receivedAt: Date
    /// BCP 47, as declared by the submitter or taken from the page.
    package var language: String
    package var narrative: String
    /// What the person did, or wanted to do, with the UN.
    package var cooperation: String
    /// Code of list `un_entity`.
    package var unEntity: String?
    /// Codes of list `act_type`.
    package var acts: [String]
    package var dangers: Set<DeclaredDanger>
    package var happened: ReportedDate?
    package var place: String
    /// ISO 3166-1 alpha-3, where the act happened.
    package var stateOfAct: String?
    /// Who is affected.
    package var affected: String
    /// Who is said to be responsible.
    package var responsible: String
    package var forWhom: ForWhom?
    package var contactWish: ContactWish
    /// How to reach the submitter besides the mailbox; empty where they want the mailbox alone.
    package var contact: String
    package var mailboxID: MailboxID
    /// The symmetric key under which answers are sealed; the receipt alone gives it back.
    package var mailboxKey: KeyBytes
    package var evidence: [DeclaredEvidence]
}

extension SubmissionContent {
    /// As it is sealed: what `EventCoding.encode` makes of it.
    package func json() throws(EventCodingError) -> [UInt8] {
        var text = JSONObjectText(capacity: narrative.utf8.count + cooperation.utf8.count + 1024)
        text.add("acts", json: try EventCoding.list(acts))
        text.add("affected", affected)
        text.add("channel", channel)
        text.add("contact", contact)
        text.add("contactWish", contactWish.rawValue)
        text.add("cooperation", cooperation)
        text.add("dangers", json: try EventCoding.list(Array(dangers)))
        text.add("evidence", json: try EventCoding.list(evidence))
        text.add("forWhom", forWhom?.rawValue)
        if let happened { text.add("happened", json: try EventCoding.encode(happened)) }
        text.add("language", language)
        text.add("mailboxID", mailboxID.description)
        text.add("mailboxKey", base64: mailboxKey.exposed)
        text.add("narrative", narrative)
        text.add("place", place)
        text.add("receivedAt", EventCoding.text(of: receivedAt))
        text.add("responsible", responsible)
        text.add("stateOfAct", stateOfAct)
        text.add("unEntity", unEntity)
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
    package var mediaType: String
    /// Bytes.
    package var size: Int64
    /// SHA-256 over the exact bytes at receipt (DOMAIN.md C.8).
    package var sha256: HexBytes
    /// The key under which the file lies sealed.
    package var key: KeyBytes

    package init(
        evidenceID: EvidenceID, name: String, mediaType: String, size: Int64, sha256: HexBytes, key: KeyBytes
    ) {
        self.evidenceID = evidenceID
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.sha256 = sha256
        self.key = key
    }
}
