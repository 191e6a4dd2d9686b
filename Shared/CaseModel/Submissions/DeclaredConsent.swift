/// What a submitter agreed to, per purpose, with the explanation they read (DOMAIN.md C.5). The consent ledger begins with it.
package struct DeclaredConsent: Codable, Sendable, Equatable {
    /// The version of the explanations that the pages show. It rises with every change of meaning.
    package static let currentExplanation = 1

    /// Codes of list `consent_purpose` that were given, in the list's order. What is not here was not given.
    package var purposes: [String]
    /// On whose word, where it is about somebody else.
    package var basis: ConsentBasis?
    /// How that person's agreement was had, in words.
    package var proof: String
    /// What it is tied to: "not the embassy".
    package var conditions: String
    package var explanation: Int
    /// The language in which the explanations were read. BCP 47.
    package var explanationLanguage: String

    package init(
        purposes: [String], basis: ConsentBasis? = nil, proof: String = "", conditions: String = "",
        explanation: Int = currentExplanation, explanationLanguage: String
    ) {
        self.purposes = purposes
        self.basis = basis
        self.proof = proof
        self.conditions = conditions
        self.explanation = explanation
        self.explanationLanguage = explanationLanguage
    }

    func json() throws(EventCodingError) -> [UInt8] {
        var text = JSONObjectText(capacity: proof.utf8.count + conditions.utf8.count + 256)
        text.add("basis", basis?.rawValue)
        text.add("conditions", conditions)
        text.add("explanation", explanation)
        text.add("explanationLanguage", explanationLanguage)
        text.add("proof", proof)
        text.add("purposes", json: try EventCoding.list(purposes))
        return text.object
    }
}

/// On what the submitter's word for somebody else rests.
package enum ConsentBasis: String, Codable, Sendable, CaseIterable {
    /// They know of it and agree.
    case agreed = "AGREED"
    /// The submitter is their lawyer, guardian or family and speaks for them.
    case representative = "REPRESENTATIVE"
    /// They are detained, missing or dead.
    case unreachable = "UNREACHABLE"
    /// Nobody has asked them yet.
    case notAsked = "NOT_ASKED"
}

/// From whom somebody wants to stay unknown. The three are chosen separately.
package enum AnonymityWish: String, Codable, Sendable, CaseIterable, Comparable {
    case toPublic = "TO_PUBLIC"
    case toState = "TO_STATE"
    case toUN = "TO_UN"

    package static func < (one: AnonymityWish, other: AnonymityWish) -> Bool { one.rawValue < other.rawValue }
}

/// Optional, in the person's own words of the code lists (DOMAIN.md B.3, IN-13).
package struct SelfDescription: Codable, Sendable, Equatable {
    /// Code of list `gender`.
    package var gender: String?
    /// Code of list `age_band`.
    package var ageBand: String?
    /// Codes of list `vulnerability`.
    package var situations: [String]

    /// Nil where nothing was said.
    package init?(gender: String?, ageBand: String?, situations: [String]) {
        guard gender != nil || ageBand != nil || !situations.isEmpty else { return nil }
        self.gender = gender
        self.ageBand = ageBand
        self.situations = situations
    }
}

/// Which of the ticked purposes count.
package enum DeclaredConsentRule {
    /// Consent that a submission cannot do without: whoever sends it wants it read.
    package static let required = "CP1_PROCESS"

    /// The purposes as given, in the list's order: what is required is among them, and where a wish to stay unknown and a
    /// consent to be named meet, the more protective one counts (DOMAIN.md C.5).
    package static func purposes(ticked: [String], anonymity: Set<AnonymityWish>, lists: CodeLists) -> [String] {
        var given = Set(ticked).subtracting(ruledOut(by: anonymity))
        given.insert(required)
        let order = (try? lists.list("consent_purpose").items.map(\.code)) ?? []
        return order.filter(given.contains)
    }

    /// Purposes that somebody cannot mean who wants to stay unknown.
    package static func ruledOut(by anonymity: Set<AnonymityWish>) -> Set<String> {
        var purposes: Set<String> = []
        if anonymity.contains(.toState) { purposes.insert("CP5_STATE_NAMED") }
        if anonymity.contains(.toPublic) { purposes.insert("CP8_PUBLISH_NAMED") }
        return purposes
    }
}
