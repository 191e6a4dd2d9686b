package import Foundation

/// How a submission came that a partner sent by program. Sealed with the rest of it; nothing in it makes the content truer.
package struct PartnerDelivery: Codable, Sendable, Equatable {
    /// The partner's name, as its token has it.
    package var partner: String
    /// How the person concerned agreed. Nil where it is about nobody else, or nobody could be asked.
    package var consent: ConsentRecord?
    /// What the partner sent, byte for byte.
    package var original: Data

    package init(partner: String, consent: ConsentRecord?, original: [UInt8]) {
        self.partner = partner
        self.consent = consent
        self.original = Data(original)
    }

    func json() throws(EventCodingError) -> [UInt8] {
        var text = JSONObjectText(capacity: original.count * 4 / 3 + 512)
        if let consent { text.add("consent", json: try EventCoding.encode(consent)) }
        text.add("original", base64: Array(original))
        text.add("partner", partner)
        return text.object
    }
}

/// The proof of one person's consent that a partner has to give with each case about somebody else.
package struct ConsentRecord: Codable, Sendable, Equatable {
    /// Who agreed: the person, or who may speak for them.
    package var givenBy: String
    /// In writing, by voice before a witness, and so on.
    package var how: String
    package var given: ReportedDate
    /// The language in which it was explained what they agree to. BCP 47.
    package var language: String

    package init(givenBy: String, how: String, given: ReportedDate, language: String) {
        self.givenBy = givenBy
        self.how = how
        self.given = given
        self.language = language
    }
}
